import { useState } from 'preact/hooks';
import {
  Actions,
  Button,
  CheckboxGroup,
  type Column,
  DataTable,
  Disclosure,
  LongText,
  Section,
  SelectField,
  type Sorting,
  StatusBadge,
  Text,
  TextField,
} from '../design';
import { later } from '../shell/later';
import { counted, day, fill, useText } from '../shell/texts';
import { caseName, kindName } from './case-words';
import { countsOf, EVERYTHING, type Filter, filtered, hasEnded, partsOf, type Row, runsOutSoon, sorted } from './rows';
import type { MyTeam } from './views';

const CaseDialog = later(() => import('./case-dialog').then((part) => part.CaseDialog), ['case']);

/** Rows on the screen at a time. */
const STEP = 50;

export interface CaseTableProps {
  readonly rows: readonly Row[];
  readonly team: MyTeam;
  readonly today: string;
  readonly mayChange: boolean;
  readonly onChanged: () => void;
}

/** Everything that the team registered, to look through and to change one by one. */
export function CaseTable({ rows, team, today, mayChange, onChanged }: CaseTableProps) {
  const t = useText('ours');
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const [sorting, setSorting] = useState<Sorting>({ key: 'expiresOn', direction: 'ascending' });
  const [most, setMost] = useState(STEP);
  const [open, setOpen] = useState<Row>();
  const [changes, setChanges] = useState(0);
  const found = sorted(filtered(rows, filter, today), sorting);
  const shown = found.slice(0, most);
  const close = (changed: boolean): void => {
    setOpen(undefined);
    if (!changed) return;
    setChanges((count) => count + 1);
    onChanged();
  };
  return (
    <Section title={fill(t.caption, { team: team.name })} focus={changes === 0 ? undefined : changes}>
      <Filters rows={rows} today={today} filter={filter} onChange={setFilter} />
      <div role="status">
        {found.length < rows.length && <Text>{fill(counted(rows.length, t.shown), { shown: found.length })}</Text>}
      </div>
      {found.length === 0 ? (
        <Nothing onClear={() => setFilter(EVERYTHING)} />
      ) : (
        <DataTable
          caption={fill(t.caption, { team: team.name })}
          captionHidden
          columns={columnsOf(t, { rows, today, onOpen: setOpen })}
          rows={shown}
          rowKey={({ id }) => id}
          sorting={sorting}
          onSort={setSorting}
        />
      )}
      {found.length > shown.length && (
        <Actions>
          <Button onClick={() => setMost(most + STEP)}>
            {fill(t.showMore, { n: Math.min(STEP, found.length - shown.length) })}
          </Button>
        </Actions>
      )}
      {open !== undefined && <CaseDialog row={open} rows={rows} today={today} mayChange={mayChange} onClose={close} />}
    </Section>
  );
}

function Nothing({ onClear }: { onClear: () => void }) {
  const t = useText('ours');
  return (
    <>
      <Text>{t.noneShown}</Text>
      <Actions>
        <Button onClick={onClear}>{t.showAll}</Button>
      </Actions>
    </>
  );
}

interface FiltersProps {
  readonly rows: readonly Row[];
  readonly today: string;
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

const ONLY = ['soon', 'byHand', 'withoutNumber'] as const;

function Filters({ rows, today, filter, onChange }: FiltersProps) {
  const t = useText('ours');
  const counts = countsOf(rows, today);
  const kinds = [...counts.kinds.keys()].map((kind) => ({ value: kind, label: kindName(kind) }));
  return (
    <div class="no-print">
      <Disclosure summary={t.filterTitle}>
        <TextField
          id="search"
          type="search"
          label={t.search}
          value={filter.search}
          onInput={(search) => onChange({ ...filter, search })}
        />
        <CheckboxGroup
          id="only"
          label={t.show}
          choices={ONLY.map((value) => ({ value, label: fill(t.only[value], { n: counts[value] }) }))}
          values={ONLY.filter((value) => filter[value])}
          onChange={(values) =>
            onChange({ ...filter, ...Object.fromEntries(ONLY.map((value) => [value, values.includes(value)])) })
          }
        />
        {kinds.length > 1 && (
          <SelectField
            id="kind"
            label={t.kind}
            value={filter.kind}
            choices={[{ value: '', label: t.anyKind }, ...kinds]}
            onChange={(kind) => onChange({ ...filter, kind })}
          />
        )}
      </Disclosure>
    </div>
  );
}

interface Beside {
  readonly rows: readonly Row[];
  readonly today: string;
  readonly onOpen: (row: Row) => void;
}

const columnsOf = (t: ReturnType<typeof useText<'ours'>>, { rows, today, onOpen }: Beside): readonly Column<Row>[] => [
  {
    key: 'case',
    label: t.columns.case,
    names: true,
    sortable: true,
    cell: (row) => <CaseCell row={row} />,
  },
  {
    key: 'kind',
    label: t.columns.kind,
    sortable: true,
    cell: (row) => (
      <>
        {kindName(row.kind)}
        {[...new Set(partsOf(row, rows).map(({ kind }) => kind))].map((kind) => (
          <div key={kind} class="rv-small">
            {(t.partWith as Readonly<Record<string, string>>)[kind ?? '']}
          </div>
        ))}
      </>
    ),
  },
  {
    key: 'registeredOn',
    label: t.columns.registeredOn,
    sortable: true,
    cell: ({ registeredOn, registeredBy }) => (
      <>
        {day(registeredOn)}
        {registeredBy !== undefined && <div class="rv-small">{t.registeredBy[registeredBy]}</div>}
      </>
    ),
  },
  {
    key: 'expiresOn',
    label: t.columns.expiresOn,
    sortable: true,
    cell: (row) => (
      <>
        {day(row.expiresOn)}
        {hasEnded(row, today) && (
          <div>
            <StatusBadge tone="danger">{t.ended}</StatusBadge>
          </div>
        )}
        {runsOutSoon(row, today) && (
          <div>
            <StatusBadge tone="attention">{t.soonBadge}</StatusBadge>
          </div>
        )}
      </>
    ),
  },
  {
    key: 'notice',
    label: t.columns.notice,
    sortable: true,
    cell: ({ notice: { state, reviewOn } }) => (
      <>
        {t.notice[state]}
        {reviewOn !== undefined && <div class="rv-small">{fill(t.reviewOn, { day: day(reviewOn) })}</div>}
      </>
    ),
  },
  {
    key: 'open',
    label: t.columns.open,
    cell: (row) => (
      <Button appearance="subtle" compact onClick={() => onOpen(row)}>
        {t.open}
        <span class="rv-hidden"> {caseName(row)}</span>
      </Button>
    ),
  },
];

function CaseCell({ row: { caseNumber, disclosure } }: { row: Row }) {
  const t = useText('ours');
  const { more } = useText('common');
  return (
    <>
      {caseNumber === undefined ? (
        <span class="rv-soft">{t.noNumber}</span>
      ) : (
        <LongText text={caseNumber} more={more} most={40} />
      )}
      {disclosure !== undefined && <div class="rv-small">{t.less[disclosure]}</div>}
    </>
  );
}
