import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import { Actions, Button, DateField, Dialog, ErrorSummary, type FieldError, Section, Text } from '../design';
import { desk } from '../shell/desk';
import { ProblemNotice } from '../shell/problem-notice';
import { go, pathOf } from '../shell/router';
import { day, fill, type Messages, useText } from '../shell/texts';
import { type Changes, countOf } from './changes';
import { ChangesView } from './changes-view';
import { type Draft, forgetDraft, refusedAt } from './draft';
import { dayOf } from './purposes';
import type { Words } from './words';

interface Props {
  readonly draft: Draft;
  readonly changes: Changes;
  readonly words: Words;
  readonly onChange: (draft: Draft) => void;
  readonly onThrowAway: () => void;
}

/** What was changed, from when it would count, and the step to a second person. */
export function Propose({ draft, changes, words, onChange, onThrowAway }: Props) {
  const d = useText('draft');
  const [asked, setAsked] = useState<'propose' | 'throw-away'>();
  const [faults, setFaults] = useState<readonly FieldError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const touched = countOf(changes) > 0;
  const fail = (found: readonly FieldError[]): void => {
    setFaults(found);
    setAttempt(attempt + 1);
  };
  const check = (): void => {
    setProblem(undefined);
    const found = faultsIn(draft, touched, d);
    fail(found);
    if (found.length === 0) setAsked('propose');
  };
  const propose = async (): Promise<void> => {
    setBusy(true);
    try {
      const id = await desk.raakvlak.policyRoom.proposePolicy(bodyOf(draft));
      forgetDraft();
      return go(pathOf('proposals', { proposal: id, made: 'yes' }));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      const refusal = refusalOf(fault, draft, words, d);
      if (refusal === undefined) setProblem(fault);
      else fail([refusal]);
    }
    setBusy(false);
    setAsked(undefined);
  };
  return (
    <>
      <Section title={d.changesTitle}>
        {touched ? <ChangesView changes={changes} words={words} /> : <Text>{d.noChanges}</Text>}
      </Section>
      <DateField
        id="effective-from"
        label={d.from}
        hint={d.fromHint}
        value={draft.effectiveFrom}
        min={dayOf(Date.now())}
        error={faults.find(({ fieldId }) => fieldId === 'effective-from')?.text}
        onInput={(effectiveFrom) => onChange({ ...draft, effectiveFrom })}
      />
      <Text small>{d.effectNote}</Text>
      <ErrorSummary title={d.faultsTitle} attempt={attempt} errors={faults} />
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Actions>
        <Button appearance="primary" onClick={check}>
          {d.propose}
        </Button>
        {touched && (
          <Button appearance="subtle" onClick={() => setAsked('throw-away')}>
            {d.throwAway}
          </Button>
        )}
      </Actions>
      {asked === 'propose' && (
        <Sure
          draft={draft}
          changes={changes}
          busy={busy}
          onYes={() => void propose()}
          onNo={() => setAsked(undefined)}
        />
      )}
      {asked === 'throw-away' && (
        <ThrowAway
          onNo={() => setAsked(undefined)}
          onYes={() => {
            setAsked(undefined);
            setFaults([]);
            onThrowAway();
          }}
        />
      )}
    </>
  );
}

interface SureProps {
  readonly draft: Draft;
  readonly changes: Changes;
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

function Sure({ draft, changes: { added, changed, removed, brokers }, busy, onYes, onNo }: SureProps) {
  const d = useText('draft');
  const common = useText('common');
  const counts = {
    added: added.length + brokers.added.length,
    changed: changed.length,
    removed: removed.length + brokers.removed.length,
  };
  return (
    <Dialog
      title={d.sureTitle}
      close={common.cancel}
      onClose={onNo}
      actions={
        <Button appearance="primary" busy={busy && d.proposing} onClick={onYes}>
          {d.propose}
        </Button>
      }
    >
      <Text>{fill(d.sure, counts)}</Text>
      <Text>{draft.effectiveFrom === '' ? d.sureNow : fill(d.sureFrom, { day: day(draft.effectiveFrom) })}</Text>
      <Text>{d.sureNext}</Text>
    </Dialog>
  );
}

function ThrowAway({ onYes, onNo }: { onYes: () => void; onNo: () => void }) {
  const d = useText('draft');
  const common = useText('common');
  return (
    <Dialog
      title={d.throwAwayTitle}
      close={common.cancel}
      onClose={onNo}
      actions={
        <Button appearance="danger" onClick={onYes}>
          {d.throwAwayYes}
        </Button>
      }
    >
      <Text>{d.throwAwayNote}</Text>
    </Dialog>
  );
}

type Texts = Messages['draft'];

function faultsIn({ rules, effectiveFrom }: Draft, touched: boolean, d: Texts): FieldError[] {
  return [
    ...(touched ? [] : [{ fieldId: 'add-rule', text: d.nothing }]),
    ...(rules.length === 0 ? [{ fieldId: 'add-rule', text: d.noRules }] : []),
    ...(effectiveFrom !== '' && effectiveFrom < dayOf(Date.now())
      ? [{ fieldId: 'effective-from', text: d.fromFault }]
      : []),
  ];
}

const bodyOf = ({ rules, brokers, effectiveFrom }: Draft) => ({
  rules,
  brokers,
  ...(effectiveFrom === '' ? {} : { effectiveFrom }),
});

/** Where the index says that a rule is wrong, in words that lead to that rule. */
function refusalOf({ code, detail }: Problem, draft: Draft, words: Words, d: Texts): FieldError | undefined {
  if (code !== 'disclosure.policy-refused') return undefined;
  const found = refusedAt(draft, detail['position']);
  if (found === undefined) return undefined;
  const { what, place } = found;
  const id = what === 'rule' ? draft.rules[place]!.id : words.owner(draft.brokers[place]!.owner);
  const { refusals, refusedOther } = d;
  const said = (refusals as Readonly<Record<string, string>>)[String(detail['reason'])] ?? refusedOther;
  return { fieldId: `edit-${what}-${place}`, text: fill(said, { id }) };
}
