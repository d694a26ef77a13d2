import { Problem } from '#problem';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Actions, Button, Section, Stack } from '../design';
import { ProblemNotice } from '../shell/problem-notice';

interface Props {
  readonly title: string;
  readonly submit: string;
  readonly busy: string;
  /** @returns what is wrong, which the fields say themselves */
  readonly check: () => Readonly<Record<string, string>>;
  readonly send: () => Promise<void>;
  readonly children: ComponentChildren;
}

/** A part of a page with a field or two: the fault stands at the field, which gets the focus. */
export function SmallForm({ title, submit, busy, check, send, children }: Props) {
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const act = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (working) return;
    setProblem(undefined);
    const [wrong] = Object.keys(check());
    if (wrong !== undefined) return document.getElementById(wrong)?.focus();
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
    <Section title={title}>
      <form onSubmit={(event) => void act(event)} noValidate autocomplete="off">
        <Stack>
          {children}
          {problem !== undefined && <ProblemNotice problem={problem} />}
          <Actions>
            <Button type="submit" busy={working && busy}>
              {submit}
            </Button>
          </Actions>
        </Stack>
      </form>
    </Section>
  );
}
