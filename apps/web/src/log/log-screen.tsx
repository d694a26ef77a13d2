import type { LogHead, LookPage } from '#client/browser';
import { Problem } from '#problem';
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
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { fill, moment, useText } from '../shell/texts';
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
  const [busy, setBusy] = useState(true);
  const [problem, setProblem] = useState<Problem>();

  const search = async (wanted: Filters, before?: number): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const kept = before === undefined ? [] : looks;
    try {
      const found: Look[] = [];
      let place = before;
      for (let step = 0; step < STEPS && found.length === 0; step++) {
        const options = { limit: STEP, ...(place === undefined ? {} : { before: place }) };
        const page = await desk.raakvlak.looks.search(searchOf(wanted, me.actor), options);
        found.push(...page.looks);
        place = page.next;
        if (place === undefined) break;
      }
      setLooks([...kept, ...found]);
      setNext(place);
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    } finally {
      setBusy(false);
    }
  };
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
      {looks.length === 0 && !busy && problem === undefined && (
        <Empty title={t.noneTitle}>{<Text>{t.none}</Text>}</Empty>
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
  const [head, setHead] = useState<LogHead>();
  const [good, setGood] = useState<boolean>();
  useEffect(() => {
    desk.raakvlak.looks
      .head()
      .then(async (found) => {
        setHead(found);
        if (found.head !== undefined) setGood(await desk.proofs.head(found.head.note));
      })
      .catch((fault: unknown) => {
        if (!(fault instanceof Problem)) throw fault;
        setGood(false);
      });
  }, []);
  if (good === false)
    return (
      <Notice kind="danger" title={t.headBrokenTitle} live>
        {t.headBroken}
      </Notice>
    );
  if (head === undefined || good === undefined) return null;
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
  return (
    <Disclosure summary={t.filters} open={Object.values(filters).filter((value) => value !== '').length > 1}>
      <form onSubmit={onApply} noValidate>
        <Stack>
          <div class="rv-columns">
            <DateField id="from" label={t.from} value={filters.from} max={filters.to} onInput={set('from')} />
            <DateField id="to" label={t.to} value={filters.to} min={filters.from} onInput={set('to')} />
            <SelectField
              id="action"
              label={t.action}
              value={filters.action}
              choices={[
                { value: '', label: t.all },
                ...Object.entries(t.actions).map(([value, label]) => ({ value, label })),
              ]}
              onChange={set('action')}
            />
            <SelectField
              id="outcome"
              label={t.outcome}
              value={filters.outcome}
              choices={[
                { value: '', label: t.all },
                { value: 'done', label: t.done },
                { value: 'refused', label: t.refused },
              ]}
              onChange={set('outcome')}
            />
            <SelectField
              id="department"
              label={t.department}
              value={filters.department}
              choices={choicesOf(t.all, names.departments, filters.department)}
              onChange={set('department')}
            />
            <SelectField
              id="purpose"
              label={t.purpose}
              value={filters.purpose}
              choices={choicesOf(t.all, names.purposes, filters.purpose)}
              onChange={set('purpose')}
            />
            <SelectField
              id="kind"
              label={t.kind}
              value={filters.kind}
              choices={[
                { value: '', label: t.all },
                ...Object.entries(t.kinds).map(([value, label]) => ({ value, label })),
              ]}
              onChange={set('kind')}
            />
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

const choicesOf = (all: string, known: readonly { code: string; name: string }[], chosen: string) => [
  { value: '', label: all },
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
