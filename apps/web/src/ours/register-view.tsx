import type { Registered } from '#client/browser';
import { Problem } from '#problem';
import { useRef, useState } from 'preact/hooks';
import { SubjectField } from '../ask/subject-field';
import { fieldIdOf } from '../ask/question';
import { kindOf } from '../ask/subject-words';
import { Actions, Button, Disclosure, ErrorSummary, Foreign, Notice, Section, Stack, Text } from '../design';
import { Forgetting, WITHOUT_USE } from '../shell/forgetting';
import { ProblemNotice } from '../shell/problem-notice';
import { fill, useText } from '../shell/texts';
import { CaseFields, LessField } from './case-fields';
import { dayOf } from './days';
import { inWords, without } from './in-words';
import { CASE_NUMBER, type CaseDraft, type CaseGiven, checkCase, NO_CASE } from './notice';
import { type Attempt, attemptAt, register } from './register';
import { RegisteredPart } from './registered-part';
import { ABOUT_NUMBER, understand } from './understand';
import type { MyTeam, ViewProps } from './views';

const KINDS = ['person', 'address', 'business'];
const ADDRESS = ['address'];

type Stage =
  | { readonly at: 'form' | 'gone' }
  | {
      readonly at: 'done';
      readonly parts: readonly Registered[];
      readonly kinds: readonly string[];
      readonly given: CaseGiven;
    };

/** By hand, for what no system delivers. */
export function RegisterView({ team }: ViewProps) {
  const t = useText('register');
  const [stage, setStage] = useState<Stage>({ at: 'form' });
  const again = (): void => setStage({ at: 'form' });
  switch (stage.at) {
    case 'form':
      return (
        <Form
          team={team}
          onGone={() => setStage({ at: 'gone' })}
          onDone={(parts, kinds, given) => setStage({ at: 'done', parts, kinds, given })}
        />
      );
    case 'done':
      return <RegisteredPart team={team} {...stage} onAgain={again} />;
    case 'gone':
      return (
        <Section title={t.goneTitle} focus>
          <Notice kind="info">{t.gone}</Notice>
          <Actions>
            <Button appearance="primary" onClick={again}>
              {t.refill}
            </Button>
          </Actions>
        </Section>
      );
  }
}

interface FormProps {
  readonly team: MyTeam;
  readonly onGone: () => void;
  readonly onDone: (parts: readonly Registered[], kinds: readonly string[], given: CaseGiven) => void;
}

function Form({ team, onGone, onDone }: FormProps) {
  const t = useText('register');
  const [today] = useState(() => dayOf(Date.now()));
  const [subject, setSubject] = useState('');
  const [address, setAddress] = useState('');
  const [draft, setDraft] = useState<CaseDraft>(NO_CASE);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [asked, setAsked] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const attempt = useRef<Attempt>(undefined);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setProblem(undefined);
    const found = await understood(subject, address, t.twoAddresses);
    const { faults: missing, given } = checkCase(draft, today);
    const wrong = { ...found.faults, ...inWords(missing, t) };
    setFaults(wrong);
    setAsked((count) => count + 1);
    if (Object.keys(wrong).length > 0 || found.subject === undefined || given === undefined) return;
    const what = { team: team.code, subject: found.subject, address: found.address, given };
    attempt.current = attemptAt(what, attempt.current);
    setBusy(true);
    try {
      const parts = await register(what, attempt.current.ids);
      onDone(parts, [found.subject, ...(found.address === undefined ? [] : [found.address])].map(kindOf), given);
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setBusy(false);
      setProblem(fault);
      if (ABOUT_NUMBER.includes(fault.code)) setFaults({ [CASE_NUMBER]: t.numberRefused });
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate autocomplete="off">
      <Forgetting on={subject !== '' || address !== ''} forget={onGone} busy={busy} inBackground={WITHOUT_USE} />
      <Stack wide>
        <Text>
          <Foreign text={fill(t.forTeam, { team: team.name })} />
        </Text>
        <Text>{t.intro}</Text>
        <Text small>{t.own}</Text>
        <ErrorSummary
          title={t.faultsTitle}
          attempt={asked}
          errors={Object.entries(faults).map(([fieldId, said]) => ({ fieldId, text: said }))}
        />
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <Section title={t.aboutTitle}>
          <Text small>{t.about}</Text>
          <SubjectField
            place={0}
            value={subject}
            kinds={KINDS}
            fault={faults[fieldIdOf(0)]}
            onChange={(text) => {
              setSubject(text);
              setFaults(without(faults, fieldIdOf(0)));
            }}
          />
          <Disclosure summary={t.addressTitle} open={faults[fieldIdOf(1)] !== undefined || undefined}>
            <Text>{t.address}</Text>
            <SubjectField
              place={1}
              value={address}
              kinds={ADDRESS}
              fault={faults[fieldIdOf(1)]}
              onChange={(text) => {
                setAddress(text);
                setFaults(without(faults, fieldIdOf(1)));
              }}
            />
          </Disclosure>
        </Section>
        <CaseFields draft={draft} today={today} faults={faults} onChange={setDraft} />
        <LessField draft={draft} onChange={setDraft} />
        <Actions>
          <Button type="submit" appearance="primary" busy={busy && t.busy}>
            {t.submit}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}

/** What both fields hold; two addresses are two cases. */
async function understood(subject: string, address: string, twoAddresses: string) {
  const first = await understand(subject, KINDS);
  const faults: Record<string, string> = first.fault === undefined ? {} : { [fieldIdOf(0)]: first.fault };
  if (address.trim() === '') return { faults, subject: first.subject };
  const second = await understand(address, ADDRESS);
  const two = first.subject !== undefined && kindOf(first.subject) === 'address';
  if (second.fault !== undefined || two) faults[fieldIdOf(1)] = second.fault ?? twoAddresses;
  return { faults, subject: first.subject, address: second.subject };
}
