import { Problem } from '#problem';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Actions, Button, ErrorSummary, Link, PageTitle, Stack } from '../design';
import { ProblemNotice } from '../shell/problem-notice';
import { useText } from '../shell/texts';

interface Props {
  readonly title: string;
  readonly back: { readonly href: string; readonly words: string };
  readonly submit: string;
  readonly busy: string;
  /** Looks at the fields. @returns what is wrong in words, by the id of the field */
  readonly check: () => Readonly<Record<string, string>>;
  /** Sends what was found right, and leaves the page */
  readonly send: () => Promise<void>;
  readonly children: ComponentChildren;
}

/** A page with one form: what is wrong above it, and what the server said. */
export function FormPage({ title, back, submit, busy, check, send, children }: Props) {
  const t = useText('manage');
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [attempt, setAttempt] = useState(0);
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const act = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (working) return;
    const found = check();
    setFaults(found);
    setAttempt(attempt + 1);
    setProblem(undefined);
    if (Object.keys(found).length > 0) return;
    setWorking(true);
    try {
      await send();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    }
    setWorking(false);
  };
  return (
    <form onSubmit={(event) => void act(event)} noValidate autocomplete="off">
      <Stack wide>
        <Link href={back.href} block>
          {back.words}
        </Link>
        <PageTitle focus>{title}</PageTitle>
        <ErrorSummary
          title={t.faultsTitle}
          attempt={attempt}
          errors={Object.entries(faults).map(([fieldId, text]) => ({ fieldId, text }))}
        />
        {children}
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <Actions>
          <Button type="submit" appearance="primary" busy={working && busy}>
            {submit}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}
