import type { Inquiry, Purpose } from '#client/browser';
import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import { Actions, Button, ChoiceCards, ErrorSummary, PageTitle, Stack, Text } from '../design';
import { desk } from '../shell/desk';
import { ProblemNotice } from '../shell/problem-notice';
import { useText } from '../shell/texts';

/** An answer about nobody. */
export interface Practised {
  readonly inquiry: Inquiry;
  readonly purpose: Purpose;
  /** Kind of subject: person, business, address or building */
  readonly kind: string;
  /** Unix milliseconds */
  readonly at: number;
}

const KINDS = ['person', 'address', 'building', 'business'] as const;

interface Props {
  readonly purposes: readonly Purpose[];
  readonly onAnswer: (practised: Practised) => void;
}

/** What for, and about what; nobody is typed. */
export function PracticeForm({ purposes, onAnswer }: Props) {
  const { practice: t } = useText('welcome');
  const [code, setCode] = useState(purposes.length === 1 ? purposes[0]!.code : '');
  const [chosen, setChosen] = useState('');
  const [asked, setAsked] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const purpose = purposes.find((each) => each.code === code);
  const kinds = KINDS.filter((kind) => purpose?.kinds?.includes(kind));
  const kind = kinds.find((each) => each === chosen) ?? kinds[0] ?? 'person';
  const error = asked > 0 && purpose === undefined ? t.purposeMissing : undefined;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setProblem(undefined);
    setAsked((count) => count + 1);
    if (purpose === undefined) return;
    setBusy(true);
    try {
      const inquiry = await desk.raakvlak.policyRoom.practise(purpose.code, kind);
      onAnswer({ inquiry, purpose, kind, at: Date.now() });
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack wide>
        <PageTitle focus>{t.title}</PageTitle>
        <Text>{t.lead}</Text>
        <ErrorSummary
          title={t.faultsTitle}
          attempt={asked}
          errors={error === undefined ? [] : [{ fieldId: 'practice-purpose', text: error }]}
        />
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <ChoiceCards
          id="practice-purpose"
          label={t.purpose}
          value={code}
          {...(error === undefined ? {} : { error })}
          choices={purposes.map(({ code: value, name }) => ({ value, label: name }))}
          onChange={setCode}
        />
        {kinds.length > 1 && (
          <ChoiceCards
            id="practice-kind"
            label={t.kind}
            value={kind}
            choices={kinds.map((value) => ({ value, label: t.kinds[value] }))}
            onChange={setChosen}
          />
        )}
        <Actions>
          <Button type="submit" appearance="primary" busy={busy && t.busy}>
            {t.show}
          </Button>
        </Actions>
        <Text small>{t.logged}</Text>
      </Stack>
    </form>
  );
}
