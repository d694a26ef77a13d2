import type { Notice } from '#client/node';
import { Problem } from '#problem';
import {
  addressOf,
  type Identifier,
  lineOf,
  mayBeCaseNumber,
  readAddress,
  readBagId,
  readBusiness,
  readPerson,
  readVNumber,
  requireTestRange,
} from '#tokens';
import type { Columns } from './columns';
import { connectorProblem } from './problems';
import type { Field, Profile } from './profile';

/** Kinds of subject on a line; each becomes an involvement of its own. */
export type PartKind = 'person' | 'business' | 'address';

export interface Part {
  readonly kind: PartKind;
  readonly identifier: Identifier;
  /** Canonical line of the identifier */
  readonly subject: string;
}

/** One line of the file, understood. The address belongs to the person, or else to the business, that stands before it. */
export interface Understood {
  readonly team: string;
  readonly caseNumber?: string;
  readonly notice: Notice;
  readonly parts: readonly Part[];
  /** Why the line is rejected; `parts` then holds what was right, so that it is not taken for ended */
  readonly problem?: Problem;
}

/** Where the address of a BAG id is looked up. */
export interface BagAddresses {
  addressOf(id: string): Identifier | undefined;
}

export interface LineRules {
  readonly columns: Columns;
  readonly profile: Profile;
  /** Teams of the department: code and name */
  readonly teams: readonly { readonly code: string; readonly name: string }[];
  readonly demo: boolean;
  readonly bag?: BagAddresses;
}

/** What Dutch systems write in a column about the notice. */
const NOTICE_WORDS: Readonly<Record<string, Notice>> = {
  '': { state: 'pending' },
  nee: { state: 'pending' },
  'nog niet': { state: 'pending' },
  pending: { state: 'pending' },
  ja: { state: 'given' },
  geïnformeerd: { state: 'given' },
  given: { state: 'given' },
};

/** Reads lines of one file: which persons, businesses and addresses, of which team. Never throws a value. */
export class LineReader {
  readonly #rules: LineRules;
  readonly #teams = new Map<string, string>();
  readonly #notices: ReadonlyMap<string, Notice>;

  /** @throws Problem `connector.no-team`, `connector.not-your-team`, `connector.notice-incomplete` */
  constructor(rules: LineRules) {
    this.#rules = rules;
    const { profile, columns, teams } = rules;
    const codes = new Set(teams.map(({ code }) => code));
    const named = typeof profile.team === 'string' ? [profile.team] : Object.values(profile.team?.values ?? {});
    if (named.some((code) => !codes.has(code))) throw connectorProblem('not-your-team');
    for (const { code, name } of teams) this.#teams.set(code, code).set(folded(name), code);
    if (typeof profile.team === 'object') {
      for (const [word, code] of Object.entries(profile.team.values)) this.#teams.set(folded(word), code);
    }
    if (typeof profile.team !== 'string' && !columns.of.has('team') && teams.length !== 1) {
      throw connectorProblem('no-team');
    }
    const words = profile.notice !== undefined && 'values' in profile.notice ? profile.notice.values : undefined;
    this.#notices = new Map(
      Object.entries({ ...NOTICE_WORDS, ...words }).map(([word, notice]) => [folded(word), notice]),
    );
  }

  /** Understands one line. What is wrong with it comes back in `problem`; it never throws for what stands in the file. */
  understand(cells: readonly string[]): Understood {
    const found: { team: string; caseNumber?: string; notice: Notice; parts: Part[] } = {
      team: '',
      notice: { state: 'pending' },
      parts: [],
    };
    const steps = [
      () => this.#requireWidth(cells),
      () => (found.team = this.#team(cells)),
      () => (found.notice = this.#notice(cells)),
      () => {
        const caseNumber = this.#caseNumber(cells);
        if (caseNumber !== undefined) found.caseNumber = caseNumber;
      },
    ];
    const wrong = steps.map(problemOf).find((problem) => problem !== undefined);
    if (wrong !== undefined) return { ...found, problem: wrong };
    const problem = [
      () => this.#add(found.parts, 'person', this.#person(cells)),
      () => this.#add(found.parts, 'business', this.#business(cells)),
      () => this.#add(found.parts, 'address', this.#address(cells)),
    ]
      .map(problemOf)
      .find((one) => one !== undefined);
    if (problem !== undefined) return { ...found, problem };
    return found.parts.length === 0 ? { ...found, problem: connectorProblem('line-empty') } : found;
  }

  /** The BAG id of a line that has no other address; undefined when there is none, or it is no BAG id at all. */
  bagIdOf(cells: readonly string[]): string | undefined {
    if (this.#hasAddress(cells)) return undefined;
    const text = this.#cell(cells, 'bag');
    if (text === '') return undefined;
    try {
      return readBagId(text).value;
    } catch {
      return undefined;
    }
  }

  #cell(cells: readonly string[], field: Field): string {
    const place = this.#rules.columns.of.get(field);
    return place === undefined ? '' : (cells[place] ?? '').trim();
  }

  #requireWidth(cells: readonly string[]): void {
    if (cells.length !== this.#rules.columns.count) throw connectorProblem('line-columns');
  }

  #team(cells: readonly string[]): string {
    const { profile, teams, columns } = this.#rules;
    if (typeof profile.team === 'string') return profile.team;
    const text = this.#cell(cells, 'team');
    if (text === '') {
      if (!columns.of.has('team') && teams.length === 1) return teams[0]!.code;
      throw connectorProblem('team-missing');
    }
    const code = this.#teams.get(folded(text));
    if (code === undefined) throw connectorProblem('team-unknown');
    return code;
  }

  #notice(cells: readonly string[]): Notice {
    const { profile, columns } = this.#rules;
    if (profile.notice !== undefined && 'state' in profile.notice) return profile.notice;
    if (!columns.of.has('notice')) return { state: 'pending' };
    const notice = this.#notices.get(folded(this.#cell(cells, 'notice')));
    if (notice === undefined) throw connectorProblem('notice-unknown');
    return notice;
  }

  #caseNumber(cells: readonly string[]): string | undefined {
    const text = this.#cell(cells, 'caseNumber').toUpperCase();
    if (text === '') return undefined;
    if (mayBeCaseNumber(text)) return text;
    if (this.#rules.profile.caseNumber === 'leave-out') return undefined;
    throw connectorProblem('case-number-refused');
  }

  /** A V-number is for people without a BSN. */
  #person(cells: readonly string[]): Identifier | undefined {
    const bsn = this.#cell(cells, 'bsn');
    if (bsn !== '') return readPerson(bsn);
    const vnr = this.#cell(cells, 'vnr');
    return vnr === '' ? undefined : readVNumber(vnr);
  }

  #business(cells: readonly string[]): Identifier | undefined {
    const text = this.#cell(cells, 'kvk');
    return text === '' ? undefined : readBusiness(text);
  }

  #hasAddress(cells: readonly string[]): boolean {
    return this.#cell(cells, 'postcode') !== '' || this.#cell(cells, 'address') !== '';
  }

  #address(cells: readonly string[]): Identifier | undefined {
    const postcode = this.#cell(cells, 'postcode');
    const whole = this.#cell(cells, 'address');
    const number = this.#cell(cells, 'number');
    if (postcode !== '' && this.#rules.columns.of.has('number')) return this.#fromParts(cells, postcode, number);
    // A column of its own with street, number and perhaps the postcode.
    if (whole !== '') return readAddress(postcode === '' ? whole : `${whole}, ${postcode}`);
    if (postcode !== '') return readAddress(postcode);
    const bag = this.#cell(cells, 'bag');
    if (bag !== '') return this.#fromBag(bag);
    if (number !== '') return readAddress(number);
    return undefined;
  }

  #fromParts(cells: readonly string[], postcode: string, number: string): Identifier {
    const letter = this.#cell(cells, 'letter');
    const addition = this.#cell(cells, 'addition');
    // "12 A" in the column of the number, and nothing in those of letter and addition.
    if (letter === '' && addition === '' && !/^\d+$/.test(number)) return readAddress(`${postcode} ${number}`);
    return addressOf({
      postcode: postcode.replace(/\s/g, '').toUpperCase(),
      number,
      letter,
      addition: addition.replace(/[\s/-]/g, ''),
    });
  }

  #fromBag(text: string): Identifier {
    const id = readBagId(text);
    if (this.#rules.bag === undefined) throw connectorProblem('bag-extract-needed');
    const address = this.#rules.bag.addressOf(id.value);
    if (address === undefined) throw connectorProblem('bag-unknown');
    return address;
  }

  #add(parts: Part[], kind: PartKind, identifier: Identifier | undefined): void {
    if (identifier === undefined) return;
    requireTestRange(identifier, this.#rules.demo);
    parts.push({ kind, identifier, subject: lineOf(identifier) });
  }
}

const folded = (text: string): string => text.trim().toLowerCase();

/** The problem of one step; a fault of ours goes through. */
function problemOf(step: () => unknown): Problem | undefined {
  try {
    step();
    return undefined;
  } catch (fault) {
    if (fault instanceof Problem) return fault;
    throw fault;
  }
}
