import type { ComponentChildren } from 'preact';
import { Icon } from './icon';
import { classes } from './plain';

export interface Column<Row> {
  key: string;
  label: string;
  cell: (row: Row) => ComponentChildren;
  numeric?: boolean;
  /** The column that names the row: its cells are row headers. */
  names?: boolean;
  sortable?: boolean;
}

export interface Sorting {
  key: string;
  direction: 'ascending' | 'descending';
}

export interface DataTableProps<Row> {
  caption: string;
  /** The caption is said elsewhere already: for screen readers only. */
  captionHidden?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  sorting?: Sorting;
  onSort?: (sorting: Sorting) => void;
}

/** The other way round for the column that is sorted already. */
const next = (key: string, sorting: Sorting | undefined): Sorting => ({
  key,
  direction: sorting?.key === key && sorting.direction === 'ascending' ? 'descending' : 'ascending',
});

const numeric = (column: { numeric?: boolean }, kind: 'cell' | 'header'): string | false =>
  column.numeric === true &&
  (kind === 'cell'
    ? 'utrecht-table__cell--numeric-column utrecht-table__cell--numeric-data'
    : 'utrecht-table__header-cell--numeric-column');

type HeadProps<Row> = Pick<DataTableProps<Row>, 'columns' | 'sorting' | 'onSort'>;

const Head = <Row,>({ columns, sorting, onSort }: HeadProps<Row>) => (
  <thead role="rowgroup" class="utrecht-table__header">
    <tr role="row">
      {columns.map((column) => (
        <th
          key={column.key}
          role="columnheader"
          scope="col"
          class={classes('utrecht-table__header-cell', numeric(column, 'header'))}
          aria-sort={sorting?.key === column.key ? sorting.direction : undefined}
        >
          {column.sortable === true ? (
            <button type="button" class="rv-sort" onClick={() => onSort?.(next(column.key, sorting))}>
              {column.label}
              <Icon name="chevron" />
            </button>
          ) : (
            column.label
          )}
        </th>
      ))}
    </tr>
  </thead>
);

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const inside = (
    <>
      <span class="rv-cell-label" aria-hidden="true">
        {column.label}
      </span>
      <div>{column.cell(row)}</div>
    </>
  );
  if (column.names === true)
    return (
      <th role="rowheader" scope="row" class="utrecht-table__header-cell">
        {inside}
      </th>
    );
  return (
    <td role="cell" class={classes('utrecht-table__cell', numeric(column, 'cell'))}>
      {inside}
    </td>
  );
}

/**
 * A table, and on phones a card per row. The roles are spelled out because browsers forget them once the boxes are no
 * longer a table's. Sorting is the screen's affair. Needs `table.css`.
 */
export const DataTable = <Row,>(props: DataTableProps<Row>) => (
  <div class="rv-card rv-table">
    <table role="table" class="utrecht-table">
      <caption class={classes('utrecht-table__caption', props.captionHidden === true && 'rv-hidden')}>
        {props.caption}
      </caption>
      <Head columns={props.columns} sorting={props.sorting} onSort={props.onSort} />
      <tbody role="rowgroup">
        {props.rows.map((row) => (
          <tr key={props.rowKey(row)} role="row">
            {props.columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

export interface DefinitionListProps {
  items: readonly { term: string; value: ComponentChildren }[];
}

/** Terms with what they are. Needs `table.css`. */
export const DefinitionList = ({ items }: DefinitionListProps) => (
  <dl class="utrecht-data-list">
    {items.map(({ term, value }) => (
      <div key={term} class="rv-pair">
        <dt class="utrecht-data-list__item-key">{term}</dt>
        <dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{value}</dd>
      </div>
    ))}
  </dl>
);
