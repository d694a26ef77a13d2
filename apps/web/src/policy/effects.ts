import { ABOUT, type About, aboutKey } from './about';
import { groupBy } from './grouping';
import { type ChangedCell, type Decision, DISCLOSURES, type Place } from './shapes';

/** What it comes down to, whichever rule said it. */
export const effectKey = ({ disclosure, broker }: Decision): string =>
  `${disclosure}|${broker?.team ?? ''}|${broker?.label ?? ''}`;

/** Whether more is opened, less, or another broker takes over. */
export type Direction = 'wider' | 'stricter' | 'other';

export function directionOf(from: Decision, to: Decision): Direction {
  const step = DISCLOSURES.indexOf(to.disclosure) - DISCLOSURES.indexOf(from.disclosure);
  if (step === 0) return 'other';
  return step < 0 ? 'wider' : 'stricter';
}

/** Many cells that changed alike: everybody of `askers` about everybody of `owners`. */
export interface Effect {
  readonly purpose: string;
  readonly askers: readonly string[];
  readonly owners: readonly string[];
  readonly about: readonly About[];
  readonly from: Decision;
  readonly to: Decision;
  readonly direction: Direction;
}

/**
 * Cells as few sentences as they allow. Owners for whom just the same changed stand together, then askers; so that a rule
 * about a domain reads as one line and not as a thousand.
 */
export function effectsOf(cells: readonly ChangedCell[]): Effect[] {
  const changes = groupBy(cells, ({ purpose, from, to }) => [purpose, effectKey(from), effectKey(to)].join('\n'));
  const effects = changes.flatMap((change) =>
    sameFor(change, 'owner', (cell) => `${cell.asker} ${aboutKey(cell)}`).flatMap((owners) =>
      sameFor(owners, 'asker', aboutKey).map((block): Effect => {
        const { purpose, from, to } = block[0]!;
        const about = ABOUT.filter((one) => block.some((cell) => aboutKey(cell) === aboutKey(one)));
        return {
          purpose,
          askers: distinct(block, 'asker'),
          owners: distinct(block, 'owner'),
          about,
          from,
          to,
          direction: directionOf(from, to),
        };
      }),
    ),
  );
  return effects.sort((a, b) => ORDER.indexOf(a.direction) - ORDER.indexOf(b.direction));
}

/** What opens more is read first. */
const ORDER: readonly Direction[] = ['wider', 'other', 'stricter'];

const distinct = (cells: readonly Place[], part: 'owner' | 'asker'): string[] => [
  ...new Set(cells.map((cell) => cell[part])),
];

/** Cells of parties whose cells are alike, together. */
function sameFor(
  cells: readonly ChangedCell[],
  part: 'owner' | 'asker',
  restKey: (cell: ChangedCell) => string,
): ChangedCell[][] {
  const byParty = groupBy(cells, (cell) => cell[part]);
  return groupBy(byParty, (own) => own.map(restKey).sort().join('\n')).map((alike) => alike.flat());
}
