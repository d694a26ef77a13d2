import type { Moved } from '#client/browser';
import { Problem } from '#problem';
import { useRef, useState } from 'preact/hooks';
import { SubjectField } from '../ask/subject-field';
import { fieldIdOf } from '../ask/question';
import { Button, ChoiceCards, Dialog, ErrorSummary, Stack, Text } from '../design';
import { desk } from '../shell/desk';
import { Forgetting, WITHOUT_USE } from '../shell/forgetting';
import { ProblemNotice } from '../shell/problem-notice';
import { useText } from '../shell/texts';
import type { Subject } from '../worker/reader';
import { CaseFields } from './case-fields';
import { inWords, without } from './in-words';
import { CASE_NUMBER, type CaseDraft, type CaseGiven, checkCase, NO_CASE } from './notice';
import type { Row } from './rows';
import { ABOUT_NUMBER, understand } from './understand';

const ADDRESS = ['address'];
const NEW = 'new-address';
type New = 'yes' | 'no' | '';

interface Props {
  readonly row: Row;
  readonly hasAddress: boolean;
  readonly today: string;
  readonly onBack: () => void;
  readonly onMoved: (moved: Moved) => void;
}

interface Whole {
  readonly subject: Subject;
  readonly given: CaseGiven;
}

/** The old address ends and, when it is known, the new one takes its place. */
export function MoveForm({ row, hasAddress, today, onBack, onMoved }: Props) {
  const t = useText('register');
  const [choice, setChoice] = useState<New>(hasAddress ? '' : 'yes');
  const [address, setAddress] = useState('');
  const [draft, setDraft] = useState<CaseDraft>(() => draftOf(row, today));
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [asked, setAsked] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const attempt = useRef<{ readonly what: string; readonly id: string }>(undefined);

  const check = async (): Promise<{ faults: Record<string, string>; whole?: Whole }> => {
    if (choice === '') return { faults: { [NEW]: t.newMissing } };
    if (choice === 'no') return { faults: {} };
    const { subject, fault } = await understand(address, ADDRESS);
    const { faults: missing, given } = checkCase(draft, today);
    const found = { ...(fault === undefined ? {} : { [fieldIdOf(0)]: fault }), ...inWords(missing, t) };
    return { faults: found, ...(subject === undefined || given === undefined ? {} : { whole: { subject, given } }) };
  };
  const send = ({ subject, given }: Whole): Promise<Moved> => {
    const what = JSON.stringify([subject.identifier, given]);
    if (attempt.current?.what !== what) attempt.current = { what, id: crypto.randomUUID() };
    return desk.raakvlak.moved(row.id, { id: attempt.current.id, identifier: subject.identifier, ...given });
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setProblem(undefined);
    const { faults: found, whole } = await check();
    setFaults(found);
    setAsked((count) => count + 1);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      onMoved(whole === undefined ? await desk.raakvlak.moved(row.id) : await send(whole));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setBusy(false);
      setProblem(fault);
      if (ABOUT_NUMBER.includes(fault.code)) setFaults({ [CASE_NUMBER]: t.numberRefused });
    }
  };

  return (
    <Dialog
      title={hasAddress ? t.movedTitle : t.addTitle}
      close={t.back}
      onClose={() => {
        if (!busy) onBack();
      }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate autocomplete="off">
        <Forgetting on={address !== ''} forget={onBack} busy={busy} inBackground={WITHOUT_USE} />
        <Stack>
          {hasAddress && <Text>{row.kind === 'address' ? t.movedAddress : t.moved}</Text>}
          <ErrorSummary
            title={t.faultsTitle}
            attempt={asked}
            errors={Object.entries(faults).map(([fieldId, said]) => ({ fieldId, text: said }))}
          />
          {problem !== undefined && <ProblemNotice problem={problem} />}
          {hasAddress && (
            <ChoiceCards<'yes' | 'no'>
              id={NEW}
              label={t.newAddress}
              value={choice === '' ? undefined : choice}
              error={faults[NEW]}
              choices={[
                { value: 'yes', label: t.newChoices.yes },
                { value: 'no', label: t.newChoices.no },
              ]}
              onChange={setChoice}
            />
          )}
          {choice === 'yes' && (
            <>
              <SubjectField
                place={0}
                value={address}
                kinds={ADDRESS}
                fault={faults[fieldIdOf(0)]}
                onChange={(text) => {
                  setAddress(text);
                  setFaults(without(faults, fieldIdOf(0)));
                }}
              />
              <CaseFields draft={draft} today={today} faults={faults} onChange={setDraft} />
            </>
          )}
          <Button type="submit" appearance="primary" busy={busy && t.moving}>
            {hasAddress ? t.move : t.add}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}

/** As it stands at the case; a day for a second look that has come is chosen anew. */
const draftOf = (
  { caseNumber = '', notice: { state, ground = '', reviewOn = '' } }: Row,
  today: string,
): CaseDraft => ({
  ...NO_CASE,
  caseNumber,
  state,
  ground,
  reviewOn: reviewOn > today ? reviewOn : '',
});
