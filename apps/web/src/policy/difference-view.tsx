import { Busy, DataTable, Foreign, Section, StatusBadge, Text } from '../design';
import { desk } from '../shell/desk';
import { ProblemNotice } from '../shell/problem-notice';
import { fill, useText } from '../shell/texts';
import { type Effect, effectsOf } from './effects';
import { useLoaded } from './loaded';
import { readDifference, readPolicy } from './read';
import { type Changes, changesOf, countOf } from './rules';
import type { ChangedCell, Content } from './shapes';
import type { Words } from './words';

interface Props {
  /** Names of policies: `v3`, `in-force`, id of a proposal */
  readonly from: string;
  readonly to: string;
  readonly words: Words;
  /** How the two are called, for the heading */
  readonly called: { readonly from: string; readonly to: string };
}

/** What differs between two policies: rule by rule, and for whom something changes. */
export function DifferenceView({ from, to, words, called }: Props) {
  const d = useText('policy').difference;
  const { value, problem } = useLoaded(() => loadDifference(from, to), `${from} ${to}`);
  return (
    <Section title={fill(d.title, called)}>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={d.loading} />}
      {value !== undefined && (
        <>
          <EffectsView cells={value.cells} words={words} />
          <ChangesView changes={value.changes} words={words} />
        </>
      )}
    </Section>
  );
}

async function loadDifference(from: string, to: string): Promise<{ cells: readonly ChangedCell[]; changes: Changes }> {
  const room = desk.raakvlak.policyRoom;
  const [difference, old, fresh] = await Promise.all([room.difference(from, to), room.policy(from), room.policy(to)]);
  return { cells: readDifference(difference).cells, changes: changesOf(readPolicy(old), readPolicy(fresh)) };
}

const TONES = { wider: 'attention', stricter: 'success', other: 'neutral' } as const;

function EffectsView({ cells, words }: { cells: readonly ChangedCell[]; words: Words }) {
  const t = useText('policy');
  const d = t.difference;
  const { goesOn } = words.basis.directory;
  const living = cells.filter(({ owner }) => goesOn(owner));
  const effects = effectsOf(living);
  const count = (direction: Effect['direction']): number =>
    effects
      .filter((one) => one.direction === direction)
      .reduce((sum, one) => sum + one.askers.length * one.owners.length * one.about.length, 0);
  if (effects.length === 0)
    return (
      <Section title={d.effectsTitle} level={3}>
        <Text>{d.noEffects}</Text>
      </Section>
    );
  const counts = { wider: count('wider'), stricter: count('stricter'), other: count('other') };
  return (
    <Section title={d.effectsTitle} level={3}>
      <Text>{fill(d.counts, { n: living.length, ...counts })}</Text>
      <DataTable
        caption={d.effectsTitle}
        captionHidden
        rows={effects}
        rowKey={(effect) => effects.indexOf(effect)}
        columns={[
          {
            key: 'purpose',
            label: t.version.purpose,
            names: true,
            cell: ({ purpose }) => <Foreign text={words.purpose(purpose)} />,
          },
          {
            key: 'askers',
            label: t.version.asker,
            cell: ({ askers, purpose }) => <Foreign text={words.askersFor(askers, purpose)} />,
          },
          { key: 'owners', label: t.draft.owner, cell: ({ owners }) => <Foreign text={words.owners(owners)} /> },
          { key: 'about', label: t.version.about, cell: ({ about }) => words.abouts(about) },
          { key: 'becomes', label: d.becomesWhat, cell: (effect) => <Becomes effect={effect} words={words} /> },
        ]}
      />
    </Section>
  );
}

function Becomes({ effect: { from, to, direction }, words }: { effect: Effect; words: Words }) {
  const d = useText('policy').difference;
  return (
    <>
      <StatusBadge tone={TONES[direction]}>{d.directions[direction]}</StatusBadge>
      <div>
        <Foreign text={fill(d.was, { words: words.decision(from) })} />
      </div>
      <div>
        <Foreign text={fill(d.becomes, { words: words.decision(to) })} />
      </div>
    </>
  );
}

interface Change {
  readonly how: string;
  readonly id: string;
  readonly lines: readonly string[];
}

/** Rule by rule, and the stand-ins. */
export function ChangesView({ changes, words }: { changes: Changes; words: Words }) {
  const d = useText('policy').difference;
  return (
    <Section title={d.rulesTitle} level={3}>
      {countOf(changes) === 0 ? <Text>{d.noRules}</Text> : <ChangesTable lines={linesOf(changes, words)} />}
    </Section>
  );
}

function ChangesTable({ lines }: { lines: readonly Change[] }) {
  const d = useText('policy').difference;
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

function linesOf({ added, removed, changed, brokers }: Changes, words: Words): Change[] {
  const { difference: d, version } = words.t;
  const broker = ({ owner, team, label }: Content['brokers'][number]): string =>
    fill(d.broker, { owner: words.owner(owner), team: words.team(team), label });
  return [
    ...added.map((rule) => ({ how: d.added, id: rule.id, lines: [words.rule(rule)] })),
    ...changed.map(({ from, to }) => ({
      how: d.changed,
      id: to.id,
      lines: [fill(d.was, { words: words.rule(from) }), fill(d.becomes, { words: words.rule(to) })],
    })),
    ...removed.map((rule) => ({ how: d.removed, id: rule.id, lines: [words.rule(rule)] })),
    ...brokers.added.map((one) => ({ how: d.added, id: version.broker, lines: [broker(one)] })),
    ...brokers.removed.map((one) => ({ how: d.removed, id: version.broker, lines: [broker(one)] })),
  ];
}
