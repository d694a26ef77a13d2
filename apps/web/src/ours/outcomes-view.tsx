import { Actions, Button, Disclosure, Notice, Section, Text } from '../design';
import { ProblemNotice } from '../shell/problem-notice';
import { counted, day, fill, useText } from '../shell/texts';
import { useWork } from '../shell/work';
import { caseName } from './case-words';
import { type Done, isDone, type Outcome } from './outcomes';
import type { Row } from './rows';

/** A longer list is read by whoever opens it. */
const OPEN = 10;

interface Props {
  readonly done: Done & { readonly left: readonly Row[] };
  readonly focus: number;
  readonly onEnd: (addresses: readonly Row[]) => Promise<void>;
}

/** What came of it, in total and line by line. */
export function Outcomes({ done: { act, outcomes, problem, left }, focus, onEnd }: Props) {
  const { soon: t } = useText('ours');
  const good = outcomes.filter(isDone).length;
  const bad = outcomes.length - good;
  const wordsOf = ({ state, expiresOn }: Outcome): string =>
    fill(t.outcome[state], { day: expiresOn === undefined ? '' : day(expiresOn) });
  return (
    <Section title={t.doneTitle} focus={focus}>
      <Notice kind={bad === 0 && problem === undefined ? 'success' : 'attention'} live>
        {good > 0 && <Text>{counted(good, act === 'renew' ? t.renewed : t.withdrawn)}</Text>}
        {bad > 0 && <Text>{counted(bad, t.failed)}</Text>}
        {problem !== undefined && <Text>{t.stopped}</Text>}
      </Notice>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Disclosure summary={t.perLine} open={outcomes.length <= OPEN}>
        <ul class="rv-list">
          {outcomes.map((one) => (
            <li key={one.row.id}>
              <bdi>{caseName(one.row)}</bdi>: {wordsOf(one)}
            </li>
          ))}
        </ul>
      </Disclosure>
      {left.length > 0 && <LeftOpen left={left} onEnd={onEnd} />}
    </Section>
  );
}

function LeftOpen({ left, onEnd }: { left: readonly Row[]; onEnd: Props['onEnd'] }) {
  const { soon: t } = useText('ours');
  const { busy, problem, work } = useWork();
  return (
    <Notice kind="attention">
      <Text>{counted(left.length, t.addresses)}</Text>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Actions>
        <Button compact busy={busy && t.busy} onClick={() => void work(() => onEnd(left))}>
          {t.endAddresses}
        </Button>
      </Actions>
    </Notice>
  );
}
