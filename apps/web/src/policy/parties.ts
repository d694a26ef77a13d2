import { DOMAINS, type Domain, type Parties } from './shapes';

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
}
