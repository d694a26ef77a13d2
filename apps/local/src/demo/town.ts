/**
 * A made-up town. Everything follows from one seed, so that every machine has the same people at the same addresses.
 *
 * Citizen numbers are of the range that is reserved for tests. Most postcodes do not exist (`3899 Z.`); the others
 * belong to public buildings of Amersfoort, with house numbers from 9001 up that nobody has.
 */

/** Fractions below 1, always the same ones for a seed (mulberry32): a demonstration needs no more than that. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** True in this share of the calls */
  happens(share: number): boolean {
    return this.fraction() < share;
  }

  /** Whole number from `least` up to and including `most` */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[this.between(0, choices.length - 1)] as T;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const mixed = [...items];
    for (let last = mixed.length - 1; last > 0; last--) {
      const other = this.between(0, last);
      [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
    }
    return mixed;
  }
}

/** Parts as the BAG has them; '' for no letter or no addition. */
export interface Home {
  readonly postcode: string;
  readonly number: number;
  readonly letter: string;
  readonly addition: string;
}

/** Who lives at one address; adults first. */
export interface Household {
  readonly home: Home;
  /** Citizen numbers */
  readonly adults: readonly string[];
  readonly children: readonly string[];
}

/** Which part of the town a postcode lies in; decides which team of a department has the case. */
export type Quarter = 'soesterkwartier' | 'liendert' | 'schothorst' | 'vathorst';
const QUARTERS: readonly Quarter[] = ['soesterkwartier', 'liendert', 'schothorst', 'vathorst'];

// Letters as in real postcodes, which leave out what can be misread (F, I, O, Q, U, Y).
const INVENTED = [...'BCDEGHJKLMNPRSTVWXZ'].map((letter) => `3899Z${letter}`);
/** Stadhuisplein, Achter Davidshof, Utrechtseweg: the town hall and two polling stations. */
const PUBLIC_BUILDINGS = ['3811LM', '3811BD', '3818EW'];
const FIRST_UNUSED_NUMBER = 9001;
/** On 3899 ZZ the lower ones are taken by the few that README and story name. */
const FIRST_NUMBER: Readonly<Record<string, number>> = { '3899ZZ': 61 };

export const quarterOf = ({ postcode }: Home): Quarter =>
  QUARTERS[[...INVENTED, ...PUBLIC_BUILDINGS].indexOf(postcode) % QUARTERS.length] as Quarter;

/** Known from README and story; not handed out to anybody else. */
const NAMED = ['999993653', '999992971', '999990019'];

/** `9·d1 + … + 2·d8 − d9 ≡ 0 (mod 11)` */
const passes = (digits: string): boolean =>
  [...digits].reduce((sum, digit, place) => sum + Number(digit) * (place === 8 ? -1 : 9 - place), 0) % 11 === 0;

/** Every valid number from `first` on, `count` numbers far. */
function numbersFrom(first: number, count: number): string[] {
  const all = Array.from({ length: count }, (_, i) => String(first + i).padStart(9, '0'));
  return all.filter((digits) => passes(digits) && !NAMED.includes(digits));
}

/** One number in ten begins with 99999, as most test numbers do; the rest are 0000xxxxx, of which there are enough. */
function* citizenNumbers(chance: Chance): Generator<string, never> {
  const high = chance.shuffled(numbersFrom(999_990_000, 10_000));
  const low = chance.shuffled(numbersFrom(10_000, 90_000));
  for (;;) {
    const next = (high.length > 0 && chance.happens(0.1) ? high : low).pop();
    if (next === undefined) throw new RangeError('the test range is used up');
    yield next;
  }
}

/** The units at one house number: mostly one, sometimes a divided house or a block of flats. */
function unitsAt(chance: Chance): Pick<Home, 'letter' | 'addition'>[] {
  const kind = chance.fraction();
  const bare = { letter: '', addition: '' };
  if (kind < 0.62) return [bare];
  if (kind < 0.74) return [bare, { letter: 'A', addition: '' }];
  if (kind < 0.8) return [bare, { letter: '', addition: 'BIS' }, { letter: 'A', addition: 'BIS' }];
  if (kind < 0.9) return [...'ABCDEF'].slice(0, chance.between(3, 6)).map((letter) => ({ letter, addition: '' }));
  return Array.from({ length: chance.between(4, 9) }, (_, i) => ({ letter: '', addition: String(i + 1) }));
}

/** Households street by street, for as long as there are numbers. */
export function* households(chance: Chance): Generator<Household, never> {
  const numbers = citizenNumbers(chance);
  const next = (): string => numbers.next().value;
  const reached = new Map([
    ...INVENTED.map((postcode) => [postcode, FIRST_NUMBER[postcode] ?? 1] as const),
    ...PUBLIC_BUILDINGS.map((postcode) => [postcode, FIRST_UNUSED_NUMBER] as const),
  ]);
  for (;;) {
    const postcode = chance.oneOf(chance.happens(0.04) ? PUBLIC_BUILDINGS : INVENTED);
    const number = reached.get(postcode) as number;
    reached.set(postcode, number + chance.between(1, 3));
    for (const unit of unitsAt(chance)) {
      const adults = Array.from({ length: chance.happens(0.45) ? 2 : 1 }, next);
      const children = Array.from({ length: chance.happens(0.4) ? chance.between(1, 4) : 0 }, next);
      yield { home: { postcode, number, ...unit }, adults, children };
    }
  }
}
