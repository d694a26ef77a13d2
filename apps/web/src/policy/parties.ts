import { DOMAINS, type Domain, type Parties, type PartyPart } from './shapes';

/** Some of all teams or departments, said as short as it can be: whole domains first, then departments, then teams. */
export interface Summed {
  readonly domains: readonly Domain[];
  readonly departments: readonly string[];
  readonly teams: readonly string[];
  /** All there are */
  readonly all: boolean;
}

/** Who can be named in a rule, by code. Teams that have ended keep their name and count for nothing else. */
export class Directory {
  readonly #departments: ReadonlyMap<string, Parties['departments'][number]>;
  readonly #teams: ReadonlyMap<string, Parties['teams'][number]>;

  constructor(readonly parties: Parties) {
    this.#departments = new Map(parties.departments.map((one) => [one.code, one]));
    this.#teams = new Map(parties.teams.map((one) => [one.code, one]));
  }

  /** Its name, or the code of one that is not known any more. */
  readonly department = (code: string): string => this.#departments.get(code)?.name ?? code;
  readonly team = (code: string): string => this.#teams.get(code)?.name ?? code;
  readonly goesOn = (team: string): boolean => this.#teams.get(team)?.ended === false;
  readonly homeOf = (team: string): string | undefined => this.#teams.get(team)?.department;
  readonly domainOf = (department: string): Domain | undefined => this.#departments.get(department)?.domain;

  /** By domain, then by name. */
  departments(): Parties['departments'] {
    return [...this.parties.departments].sort(
      (a, b) => DOMAINS.indexOf(a.domain) - DOMAINS.indexOf(b.domain) || a.name.localeCompare(b.name, 'nl'),
    );
  }

  /** Those that go on, by domain, department and name. */
  teams(department?: string): Parties['teams'] {
    const homes = this.departments().map(({ code }) => code);
    return this.parties.teams
      .filter((one) => !one.ended && (department === undefined || one.department === department))
      .sort((a, b) => homes.indexOf(a.department) - homes.indexOf(b.department) || a.name.localeCompare(b.name, 'nl'));
  }

  /** @param codes of departments */
  sumDepartments(codes: readonly string[]): Summed {
    const given = new Set(codes);
    const known = this.departments();
    const domains = DOMAINS.filter((domain) =>
      isWhole(
        known.filter((one) => one.domain === domain),
        given,
      ),
    );
    const rest = [...given].filter((code) => !domains.some((domain) => domain === this.domainOf(code)));
    return { domains, departments: rest, teams: [], all: isWhole(known, given) };
  }

  /** @param codes of teams */
  sumTeams(codes: readonly string[]): Summed {
    const given = new Set(codes);
    const known = this.teams();
    const whole = this.departments().filter(({ code }) => isWhole(this.teams(code), given));
    const withTeams = new Set(known.map(({ department }) => department));
    const domains = DOMAINS.filter((domain) => {
      const homes = this.departments().filter((one) => one.domain === domain && withTeams.has(one.code));
      return homes.length > 0 && homes.every((one) => whole.includes(one));
    });
    const departments = whole.filter(({ domain }) => !domains.includes(domain)).map(({ code }) => code);
    const covered = new Set(whole.map(({ code }) => code));
    return {
      domains,
      departments,
      teams: [...given].filter((code) => !covered.has(this.homeOf(code) ?? '')),
      all: isWhole(known, given),
    };
  }
}

const isWhole = (known: readonly { readonly code: string }[], given: ReadonlySet<string>): boolean =>
  known.length > 0 && known.every(({ code }) => given.has(code));

/** How much a part says, from everybody to one team; the order in which the index weighs them. */
export const partRank = ({ team, department, domain }: PartyPart = {}): number =>
  (team === undefined ? 0 : 4) + (department === undefined ? 0 : 2) + (domain === undefined ? 0 : 1);

/** One text for one part, for selects and for comparing; empty for everybody. */
export const partKey = ({ domain, department, team }: PartyPart = {}): string =>
  [
    ...(domain === undefined ? [] : [`domain:${domain}`]),
    ...(department === undefined ? [] : [`department:${department}`]),
    ...(team === undefined ? [] : [`team:${team}`]),
  ].join(' ');

/** The part that a key was made of. */
export function partOf(key: string): PartyPart {
  const said = Object.fromEntries(
    key.split(' ').flatMap((word) => (word.includes(':') ? [word.split(':')] : [])),
  ) as Record<string, string>;
  const domain = DOMAINS.find((one) => one === said['domain']);
  return {
    ...(domain === undefined ? {} : { domain }),
    ...(said['department'] === undefined ? {} : { department: said['department'] }),
    ...(said['team'] === undefined ? {} : { team: said['team'] }),
  };
}
