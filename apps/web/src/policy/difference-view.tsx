import { Busy, DataTable, Foreign, Section, StatusBadge, Text } from '../design';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { fill, useText } from '../shell/texts';
import { type Changes, changesOf } from './changes';
import { ChangesView } from './changes-view';
import { type Effect, effectsOf } from './effects';
import { readDifference } from './read-cells';
import { readPolicy } from './read-policy';
import { disclosureWords } from './rule-words';
import type { ChangedCell, Decision } from './shapes';
import { aboutsWords, askersForWords, ownersWords } from './summed-words';
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
export function DifferenceView({ called, ...props }: Props) {
  const d = useText('difference');
  return (
    <Section title={fill(d.title, called)}>
      <Difference {...props} key={`${props.from} ${props.to}`} />
    </Section>
  );
}

function Difference({ from, to, words }: Omit<Props, 'called'>) {
  const d = useText('difference');
  const { value, problem } = useFetched(() => loadDifference(from, to));
  return (
    <>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={d.loading} />}
      {value !== undefined && (
        <>
          <EffectsView cells={value.cells} words={words} />
          <ChangesView changes={value.changes} words={words} />
        </>
      )}
    </>
  );
}

async function loadDifference(from: string, to: string): Promise<{ cells: readonly ChangedCell[]; changes: Changes }> {
  const room = desk.raakvlak.policyRoom;
  const [difference, old, fresh] = await Promise.all([room.difference(from, to), room.policy(from), room.policy(to)]);
  return { cells: readDifference(difference).cells, changes: changesOf(readPolicy(old), readPolicy(fresh)) };
}

const TONES = { wider: 'attention', stricter: 'success', other: 'neutral' } as const;

function EffectsView({ cells, words }: { cells: readonly ChangedCell[]; words: Words }) {
  const d = useText('difference');
  const { columns } = words.t;
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
            label: columns.purpose,
            names: true,
            cell: ({ purpose }) => <Foreign text={words.purpose(purpose)} />,
          },
          {
            key: 'askers',
            label: columns.asker,
            cell: ({ askers, purpose }) => <Foreign text={askersForWords(askers, purpose, words)} />,
          },
          { key: 'owners', label: columns.owner, cell: ({ owners }) => <Foreign text={ownersWords(owners, words)} /> },
          { key: 'about', label: columns.about, cell: ({ about }) => aboutsWords(about, words) },
          { key: 'becomes', label: d.becomesWhat, cell: (effect) => <Becomes effect={effect} words={words} /> },
        ]}
      />
    </Section>
  );
}

function Becomes({ effect: { from, to, direction }, words }: { effect: Effect; words: Words }) {
  const d = useText('difference');
  const said = ({ disclosure, broker }: Decision): string => disclosureWords(disclosure, broker?.label, words);
  return (
    <>
      <StatusBadge tone={TONES[direction]}>{d.directions[direction]}</StatusBadge>
      <div>
        <Foreign text={fill(d.was, { words: said(from) })} />
      </div>
      <div>
        <Foreign text={fill(d.becomes, { words: said(to) })} />
      </div>
    </>
  );
}
