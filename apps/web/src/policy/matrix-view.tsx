import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import { Actions, Button, Section, Text } from '../design';
import { desk } from '../shell/desk';
import { later } from '../shell/later';
import { ProblemNotice } from '../shell/problem-notice';
import { useText } from '../shell/texts';
import { readCell } from './read-cells';
import type { Cell } from './shapes';
import type { Words } from './words';

const MatrixExplorer = later(async () => (await import('./matrix-explorer')).MatrixExplorer, ['matrix']);

/** All that a policy decides, seen from one department or one team; fetched when somebody wants it, since it is much. */
export function MatrixView({ name, words }: { name: string; words: Words }) {
  const m = useText('policyVersion').matrix;
  const [cells, setCells] = useState<readonly Cell[]>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const load = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { goesOn } = words.basis.directory;
      setCells((await desk.raakvlak.policyRoom.cells(name)).map(readCell).filter(({ owner }) => goesOn(owner)));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    }
    setBusy(false);
  };
  return (
    <div class={cells === undefined ? 'no-print' : undefined}>
      <Section title={m.title}>
        <Text>{m.note}</Text>
        {problem !== undefined && <ProblemNotice problem={problem} />}
        {cells === undefined ? (
          <Actions>
            <Button busy={busy && m.loading} onClick={() => void load()}>
              {m.load}
            </Button>
          </Actions>
        ) : (
          <MatrixExplorer cells={cells} words={words} />
        )}
      </Section>
    </div>
  );
}
