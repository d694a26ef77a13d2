import type { Problem } from '#problem';
import { useEffect, useState } from 'preact/hooks';
import { Notice, Text } from '../design';
import { clock, fill, loadTexts, text, useText } from './texts';

/** What went wrong and what to do, in words; the code stands below it for whoever is asked for help. */
export function ProblemNotice({ problem }: { problem: Problem }) {
  const t = useText('shell');
  const [words, setWords] = useState(PLAIN);
  useEffect(() => {
    loadTexts(['problems']).then(
      () => setWords(wordsFor(problem)),
      () => setWords({ said: t.offline }),
    );
  }, [problem]);
  return (
    <Notice kind="danger" title={words.title ?? t.problem} live>
      <Text>{words.said}</Text>
      <Text small>{fill(t.problemCode, { code: problem.code })}</Text>
    </Notice>
  );
}

interface Words {
  readonly title?: string;
  readonly said: string;
}
const PLAIN: Words = { said: '' };

/** Its own words, else those for its status: a new code of a server still says something. */
export function wordsFor({ code, kind, detail }: Problem): Words {
  const { codes, statuses, again } = text('problems');
  const byStatus = statuses as Readonly<Record<string, string>>;
  const own = (codes as Readonly<Record<string, string>>)[code];
  const said = own ?? byStatus[String(kind.status)] ?? byStatus[kind.status >= 500 ? '5xx' : '4xx'] ?? '';
  const seconds = detail['retryAfterSeconds'];
  const when =
    typeof seconds === 'number' && seconds > 0 ? ` ${fill(again, { at: clock(Date.now() + seconds * 1000) })}` : '';
  return { said: `${said}${when}` };
}
