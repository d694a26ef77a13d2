import { ABOUT, type About, aboutKey } from './about';
import { effectKey } from './effects';
import { groupBy } from './grouping';
import type { Cell, Decision } from './shapes';

/** From whose place one looks: what this department sees of others, or what others see of this team. */
export type View = 'asker' | 'owner';

/** Parties for whom the whole row is alike. */
export interface Row {
  /** Codes: teams for an asker's view, departments for an owner's */
  readonly parties: readonly string[];
  /** In the order of the columns; undefined where the question cannot be asked */
  readonly decisions: readonly (Decision | undefined)[];
}

export interface Matrix {
  /** Codes of purposes */
  readonly purposes: readonly string[];
  readonly rows: readonly Row[];
}

/** What a table can be about, given these cells. */
export const aboutIn = (cells: readonly Cell[]): About[] => {
  const known = new Set(cells.map(aboutKey));
  return ABOUT.filter((one) => known.has(aboutKey(one)));
};

/** @param code of the department that asks, or of the team that is involved */
export function matrixOf(cells: readonly Cell[], view: View, code: string, about: About): Matrix {
  const other = view === 'asker' ? 'owner' : 'asker';
  const own = cells.filter((cell) => cell[view] === code && aboutKey(cell) === aboutKey(about));
  const purposes = [...new Set(own.map(({ purpose }) => purpose))];
  const rows = groupBy(own, (cell) => cell[other]).map((row) => ({
    party: row[0]![other],
    decisions: purposes.map((purpose) => row.find((cell) => cell.purpose === purpose)?.decision),
  }));
  const alike = ({ decisions }: (typeof rows)[number]): string =>
    decisions.map((decision) => (decision === undefined ? '' : `${effectKey(decision)}|${decision.rule}`)).join('\n');
  return {
    purposes,
    rows: groupBy(rows, alike).map((group) => ({
      parties: group.map(({ party }) => party),
      decisions: group[0]!.decisions,
    })),
  };
}
