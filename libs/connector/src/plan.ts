import { today } from './days';
import { MOST_INVOLVEMENTS, STATUS } from './involvements';
import type { LineReader, PartKind, Understood } from './line';
import { connectorProblem } from './problems';
import type { Rejected } from './rejected';
import type { Source } from './source';
import type { State } from './state';
import type { Plan } from './unusual';

/** Where the parts of one line stand in the table, in order; -1 for none. */
export type Places = readonly { readonly kind: PartKind; readonly place: number }[];

/** Finds the places of a line's parts. @param missing is called for a part that is not there yet */
export function placesOf(
  { team, caseNumber, notice, parts }: Understood,
  state: State,
  epoch: number,
  missing: (name: Buffer) => number,
): Places {
  const owner = parts.find(({ kind }) => kind !== 'address')?.subject ?? '';
  return parts.map(({ kind, subject }) => {
    const name = state.nameOf(team, subject, caseNumber, notice, kind === 'address' ? owner : '');
    const place = state.table.find(name, epoch);
    return { kind, place: place >= 0 ? place : missing(name) };
  });
}

/**
 * The first pass: reads every line, and marks in the table what is to be registered and what was seen. Changes nothing
 * else. What can be read of a rejected line counts as seen: a typing error must not end an involvement.
 * @param epoch number of the active epoch
 * @param most involvements of one connection
 * @throws Problem `connector.too-many`, and as `Source.rows`
 */
export async function makePlan(
  { source, reader, state, rejected }: { source: Source; reader: LineReader; state: State; rejected: Rejected },
  epoch: number,
  progress: (bytes: number) => void,
  most = MOST_INVOLVEMENTS,
): Promise<Plan> {
  const planning = new Planning(state, epoch, most);
  let lines = 0;
  for await (const row of source.rows(progress)) {
    lines += 1;
    const understood = reader.understand(row.cells);
    if (understood.problem === undefined) planning.take(understood);
    else {
      rejected.add(row, understood.problem);
      planning.hold(understood);
    }
  }
  rejected.end();
  return { lines, rejected: rejected.count, ...planning.figures() };
}

class Planning {
  readonly #today = today();
  readonly #figures = { unchanged: 0, additions: 0, renewals: 0, rotating: 0, again: 0, stoodInOther: 0 };
  #seen = 0;

  constructor(
    private readonly state: State,
    private readonly epoch: number,
    private readonly most: number,
  ) {}

  /** A line that is delivered. */
  take(line: Understood): void {
    const { table } = this.state;
    const places = placesOf(line, this.state, this.epoch, (name) => this.#add(name));
    const owner = places.find(({ kind }) => kind !== 'address')?.place ?? -1;
    for (const { kind, place } of places) {
      if (kind === 'address') {
        table.mark(place, 'address');
        if (owner >= 0) table.give(place, owner);
      }
      if (table.has(place, 'seen')) continue;
      table.mark(place, 'seen');
      if (++this.#seen > this.most) throw connectorProblem('too-many');
      this.#count(place);
    }
  }

  /** A line that is rejected: what stands already and can be recognised stays as it is. */
  hold(line: Understood): void {
    const { table } = this.state;
    for (let epoch = 0; epoch < this.state.epochs.length; epoch++) {
      for (const { place } of placesOf(line, this.state, epoch, () => -1)) {
        if (place < 0) continue;
        for (const one of [place, ...table.addressesOf(place)]) this.#stay(one);
      }
    }
  }

  figures(): Omit<Plan, 'lines' | 'rejected'> {
    const { table } = this.state;
    const { unchanged, additions, renewals, rotating, again, stoodInOther } = this.#figures;
    let ends = 0;
    for (const place of table.places()) {
      if (table.has(place, 'seen')) continue;
      if (this.#ranOut(place)) table.setStatus(place, STATUS.gone);
      else if (table.statusOf(place) === STATUS.standing) ends += 1;
    }
    return { stood: unchanged + stoodInOther + ends, unchanged, additions, ends, renewals, rotating, again };
  }

  #add(name: Buffer): number {
    return this.state.table.add(name, this.epoch);
  }

  #count(place: number): void {
    const { table } = this.state;
    const before = this.#inOtherEpoch(place);
    switch (table.statusOf(place)) {
      case STATUS.standing:
        if (!this.#ranOut(place)) return this.#stay(place, false);
        table.setStatus(place, STATUS.planned);
        this.#figures.again += 1;
        return;
      case STATUS.uncertain:
        this.#figures.again += 1;
        return;
      default:
        table.setStatus(place, STATUS.planned);
        if (before) this.#figures.rotating += 1;
        else this.#figures.additions += 1;
    }
  }

  /** Stands already and stays. */
  #stay(place: number, marking = true): void {
    const { table } = this.state;
    if (marking) {
      if (table.has(place, 'seen') || table.statusOf(place) < STATUS.uncertain || this.#ranOut(place)) return;
      table.mark(place, 'seen');
      // Whether it arrived is found out when the line is mended.
      if (table.statusOf(place) === STATUS.uncertain) return;
    }
    this.#figures.unchanged += 1;
    const { expires, period } = table.termOf(place);
    if ((expires - this.#today) * 2 <= period) this.#figures.renewals += 1;
  }

  /** The same registration in an epoch before this one: it is withdrawn after the new one stands. */
  #inOtherEpoch(place: number): boolean {
    const { table, epochs } = this.state;
    let found = false;
    for (let epoch = 0; epoch < epochs.length; epoch++) {
      const other = epoch === this.epoch ? -1 : table.find(table.keyOf(place), epoch);
      if (other < 0 || table.statusOf(other) === STATUS.gone || this.#ranOut(other)) continue;
      const both = table.statusOf(place) === STATUS.standing;
      if (table.statusOf(other) === STATUS.standing && !both) this.#figures.stoodInOther += 1;
      table.mark(other, 'seen');
      table.mark(other, 'superseded');
      found = true;
    }
    return found;
  }

  #ranOut(place: number): boolean {
    const { table } = this.state;
    return table.statusOf(place) === STATUS.standing && table.termOf(place).expires < this.#today;
  }
}
