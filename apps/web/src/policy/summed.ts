import type { Directory } from './parties';
import { DOMAINS, type Domain } from './shapes';

/** Some of all teams or departments, said as short as it can be: whole domains first, then departments, then teams. */
export interface Summed {
  readonly domains: readonly Domain[];
  readonly departments: readonly string[];
  readonly teams: readonly string[];
  /** All there are */
  readonly all: boolean;
}

/** @param codes of departments */
export function sumDepartments(directory: Directory, codes: readonly string[]): Summed {
  const given = new Set(codes);
  const known = directory.departments();
  const domains = DOMAINS.filter((domain) =>
    isWhole(
      known.filter((one) => one.domain === domain),
      given,
    ),
  );
  const rest = [...given].filter((code) => !domains.some((domain) => domain === directory.domainOf(code)));
  return { domains, departments: rest, teams: [], all: isWhole(known, given) };
}

/** @param codes of teams */
export function sumTeams(directory: Directory, codes: readonly string[]): Summed {
  const given = new Set(codes);
  const known = directory.teams();
  const whole = directory.departments().filter(({ code }) => isWhole(directory.teams(code), given));
  const withTeams = new Set(known.map(({ department }) => department));
  const domains = DOMAINS.filter((domain) => {
    const homes = directory.departments().filter((one) => one.domain === domain && withTeams.has(one.code));
    return homes.length > 0 && homes.every((one) => whole.includes(one));
  });
  const departments = whole.filter(({ domain }) => !domains.includes(domain)).map(({ code }) => code);
  const covered = new Set(whole.map(({ code }) => code));
  return {
    domains,
    departments,
    teams: [...given].filter((code) => !covered.has(directory.homeOf(code) ?? '')),
    all: isWhole(known, given),
  };
}

const isWhole = (known: readonly { readonly code: string }[], given: ReadonlySet<string>): boolean =>
  known.length > 0 && known.every(({ code }) => given.has(code));
