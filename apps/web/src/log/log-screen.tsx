import type { LookPage } from '#client/browser';
import { useEffect, useState } from 'preact/hooks';
import {
  Actions,
  Busy,
  Button,
  type Column,
  DataTable,
  DateField,
  Disclosure,
  Empty,
  Link,
  Notice,
  PageTitle,
  SelectField,
  Stack,
  StatusBadge,
  Text,
  TextField,
} from '../design';
import '../design/fields.css';
import '../design/table.css';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { fill, moment, useText } from '../shell/texts';
import { useWork } from '../shell/work';
import { type Filters, filtersIn, NO_FILTERS, queryOf, searchOf, shortActor } from './filters';
import { type Names, useNames } from './names';
import { actionWords, kindWords, purposeWords } from './words';

type Look = LookPage['looks'][number];
/** Looks in one step, and steps that the screen goes on by itself when a filter finds nothing in one. */
const STEP = 50;
const STEPS = 10;

/** Who looked, when, and what for. Every reading of this page is a line of it as well. */
export default function LogScreen({ me, query }: ScreenProps) {
  const t = useText('log');
  const names = useNames();
  const [filters, setFilters] = useState(() => filtersIn(query));
  const [looks, setLooks] = useState<readonly Look[]>([]);
  const [next, setNext] = useState<number>();
  const [searched, setSearched] = useState(false);
  const { busy, problem, work } = useWork();

  const search = (wanted: Filters, before?: number): Promise<void> =>
    work(async () => {
      const found: Look[] = [];
      let place = before;
      for (let step = 0; step < STEPS && found.length === 0; step++) {
        const options = { limit: STEP, ...(place === undefined ? {} : { before: place }) };
        const page = await desk.raakvlak.looks.search(searchOf(wanted, me.actor), options);
        found.push(...page.looks);
        place = page.next;
        if (place === undefined) break;
      }
      setLooks([...(before === undefined ? [] : looks), ...found]);
      setNext(place);
      setSearched(true);
    });
  useEffect(() => void search(filters), []);

  const apply = (event: Event): void => {
    event.preventDefault();
    history.replaceState(null, '', pathOf('log', queryOf(filters)));
    void search(filters);
  };
  const clear = (): void => {
    setFilters(NO_FILTERS);
    history.replaceState(null, '', pathOf('log'));
    void search(NO_FILTERS);
  };
  return (
    <Stack wide>
      <PageTitle>{t.title}</PageTitle>
      <Text>{t.intro}</Text>
      <Integrity />
      <FilterForm filters={filters} names={names} busy={busy} onChange={setFilters} onApply={apply} onClear={clear} />
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Busy words={busy ? t.searching : ''} />
      {looks.length > 0 && <Looks looks={looks} names={names} />}
      {looks.length === 0 && searched && !busy && problem === undefined && (
        <Empty title={t.noneTitle}>
          <Text>{t.none}</Text>
        </Empty>
      )}
      <Actions>
        {next !== undefined && !busy && <Button onClick={() => void search(filters, next)}>{t.older}</Button>}
        {looks.length > 0 && (
          <Button appearance="subtle" icon="print" onClick={() => print()}>
            {t.print}
          </Button>
        )}
      </Actions>
    </Stack>
  );
}

/** How far the log is signed, checked in this browser under the key that the page was told. */
function Integrity() {
  const t = useText('log');
  const { value, problem } = useFetched(async () => {
    const head = await desk.raakvlak.looks.head();
    return { head, good: head.head !== undefined && (await desk.proofs.head(head.head.note)) };
  });
  if (problem !== undefined) return <ProblemNotice problem={problem} />;
  // Nothing is signed yet in the first seconds of a new log.
  if (value?.head.head === undefined) return null;
  const { head, good } = value;
  if (!good)
    return (
      <Notice kind="danger" title={t.headBrokenTitle} live>
        {t.headBroken}
      </Notice>
    );
  const words = { size: head.size, signed: head.head?.size ?? 0, at: moment(head.head?.signedAt ?? 0) };
  return (
    <Notice kind="success" title={t.headTitle}>
      {fill(head.size > words.signed ? t.headWaiting : t.head, words)}
    </Notice>
  );
}

interface FormProps {
  readonly filters: Filters;
  readonly names: Names;
  readonly busy: boolean;
  readonly onChange: (filters: Filters) => void;
  readonly onApply: (event: Event) => void;
  readonly onClear: () => void;
}

function FilterForm({ filters, names, busy, onChange, onApply, onClear }: FormProps) {
  const t = useText('log');
  const set =
    (name: keyof Filters) =>
    (value: string): void =>
      onChange({ ...filters, [name]: value });
  const choice = (name: 'action' | 'outcome' | 'department' | 'purpose' | 'kind', choices: readonly Choice[]) => (
    <SelectField
      id={name}
      label={t[name]}
      value={filters[name]}
      choices={[{ value: '', label: t.all }, ...choices]}
      onChange={set(name)}
    />
  );
  return (
    <Disclosure summary={t.filters} open={Object.values(filters).filter((value) => value !== '').length > 1}>
      <form onSubmit={onApply} noValidate>
        <Stack>
          <div class="rv-columns">
            <DateField id="from" label={t.from} value={filters.from} max={filters.to} onInput={set('from')} />
            <DateField id="to" label={t.to} value={filters.to} min={filters.from} onInput={set('to')} />
            {choice('action', listed(t.actions))}
            {choice('outcome', listed({ done: t.done, refused: t.refused }))}
            {choice('department', withChosen(names.departments, filters.department))}
            {choice('purpose', withChosen(names.purposes, filters.purpose))}
            {choice('kind', listed(t.kinds))}
            <TextField id="actor" label={t.actor} hint={t.actorHint} value={filters.actor} onInput={set('actor')} />
          </div>
          <Actions>
            <Button type="submit" appearance="primary" icon="search" busy={busy && t.searching}>
              {t.search}
            </Button>
            <Button onClick={onClear}>{t.clear}</Button>
          </Actions>
        </Stack>
      </form>
    </Disclosure>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

const listed = (labels: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

/** What came in by the address stays to be seen, even when nobody knows its code any more. */
const withChosen = (known: readonly { code: string; name: string }[], chosen: string): Choice[] => [
  ...known.map(({ code, name }) => ({ value: code, label: name })),
  ...(chosen === '' || known.some(({ code }) => code === chosen) ? [] : [{ value: chosen, label: chosen }]),
];

function Looks({ looks, names }: { looks: readonly Look[]; names: Names }) {
  const t = useText('log');
  const open = (seq: number) => pathOf('look', { seq: String(seq) });
  const columns: Column<Look>[] = [
    {
      key: 'at',
      label: t.when,
      names: true,
      cell: ({ seq, at }) => <Link href={open(seq)}>{moment(at)}</Link>,
    },
    { key: 'action', label: t.action, cell: (look) => (look.broken ? t.broken : actionWords(look.action, t)) },
    { key: 'actor', label: t.actor, cell: (look) => (look.broken ? '' : <bdi>{shortActor(look.actor)}</bdi>) },
    { key: 'department', label: t.department, cell: (look) => (look.broken ? '' : names.department(look.department)) },
    { key: 'purpose', label: t.purpose, cell: (look) => (look.broken ? '' : purposeWords(look.purpose, names, t)) },
    { key: 'kind', label: t.kind, cell: (look) => (look.broken ? '' : kindWords(look.kind, t)) },
    { key: 'outcome', label: t.outcome, cell: (look) => <Outcome look={look} /> },
  ];
  return <DataTable caption={t.tableCaption} columns={columns} rows={looks} rowKey={({ seq }) => seq} />;
}

function Outcome({ look }: { look: Look }) {
  const t = useText('log');
  if (look.broken) return <StatusBadge tone="danger">{t.broken}</StatusBadge>;
  return (
    <>
      <StatusBadge tone={look.outcome === 'done' ? 'neutral' : 'attention'}>
        {look.outcome === 'done' ? t.done : t.refused}
      </StatusBadge>
      {look.mistake && <StatusBadge tone="attention">{t.mistake}</StatusBadge>}
    </>
  );
}
