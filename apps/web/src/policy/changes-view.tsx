import { DataTable, Foreign, Section, StatusBadge, Text } from '../design';
import { fill, type Messages, useText } from '../shell/texts';
import { type Changes, countOf } from './changes';
import { ruleWords } from './rule-words';
import type { Content } from './shapes';
import type { Words } from './words';

interface Change {
  readonly how: string;
  readonly id: string;
  readonly lines: readonly string[];
}

/** Rule by rule, and the stand-ins. */
export function ChangesView({ changes, words }: { changes: Changes; words: Words }) {
  const d = useText('difference');
  return (
    <Section title={d.rulesTitle} level={3}>
      {countOf(changes) === 0 ? <Text>{d.noRules}</Text> : <ChangesTable lines={linesOf(changes, words, d)} />}
    </Section>
  );
}

function ChangesTable({ lines }: { lines: readonly Change[] }) {
  const d = useText('difference');
  return (
    <DataTable
      caption={d.rulesTitle}
      captionHidden
      rows={lines}
      rowKey={(line) => lines.indexOf(line)}
      columns={[
        { key: 'rule', label: d.rule, names: true, cell: ({ id }) => <Foreign text={id} /> },
        { key: 'how', label: d.change, cell: ({ how }) => <StatusBadge tone="neutral">{how}</StatusBadge> },
        {
          key: 'says',
          label: d.says,
          cell: ({ lines: said }) =>
            said.map((line) => (
              <div key={line}>
                <Foreign text={line} />
              </div>
            )),
        },
      ]}
    />
  );
}

function linesOf({ added, removed, changed, brokers }: Changes, words: Words, d: Messages['difference']): Change[] {
  const broker = ({ owner, team, label }: Content['brokers'][number]): string =>
    fill(d.broker, { owner: words.owner(owner), team: words.team(team), label });
  return [
    ...added.map((rule) => ({ how: d.added, id: rule.id, lines: [ruleWords(rule, words)] })),
    ...changed.map(({ from, to }) => ({
      how: d.changed,
      id: to.id,
      lines: [fill(d.was, { words: ruleWords(from, words) }), fill(d.becomes, { words: ruleWords(to, words) })],
    })),
    ...removed.map((rule) => ({ how: d.removed, id: rule.id, lines: [ruleWords(rule, words)] })),
    ...brokers.added.map((one) => ({ how: d.added, id: words.t.brokers.broker, lines: [broker(one)] })),
    ...brokers.removed.map((one) => ({ how: d.removed, id: words.t.brokers.broker, lines: [broker(one)] })),
  ];
}
