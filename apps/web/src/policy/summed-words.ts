import { fill } from '../shell/texts';
import { type About, RUNGS_OF } from './about';
import { KINDS } from './shapes';
import { sumDepartments, type Summed, sumTeams } from './summed';
import type { Words } from './words';

/** @param codes of teams */
export function ownersWords(codes: readonly string[], words: Words): string {
  const { t, basis } = words;
  const sum = sumTeams(basis.directory, codes);
  if (sum.all) return t.everyTeam;
  return summedWords(sum, [t.teamsOfDomain, t.teamsOfDomains], t.teamsOfDepartment, words);
}

/** @param codes of departments */
export function askersWords(codes: readonly string[], words: Words): string {
  const { t, basis } = words;
  const sum = sumDepartments(basis.directory, codes);
  if (sum.all) return t.everybody;
  return summedWords(sum, [t.peopleOfDomain, t.peopleOfDomains], t.peopleOfDepartment, words);
}

/** The same, where only some may ask at all. */
export function askersForWords(codes: readonly string[], purpose: string, words: Words): string {
  const { t, basis } = words;
  const found = basis.purposes.find(({ code }) => code === purpose)?.shown;
  const may = basis.directory.departments().filter(({ domain }) => found?.domains.includes(domain) === true);
  return may.length > 0 && may.every(({ code }) => codes.includes(code)) ? t.everybody : askersWords(codes, words);
}

function summedWords(
  { domains, departments, teams }: Summed,
  [ofOne, ofMore]: readonly [string, string],
  ofDepartment: string,
  { t, team, department }: Words,
): string {
  const ofDomains = domains.length === 1 ? ofOne : ofMore;
  return [
    ...(domains.length === 0 ? [] : [fill(ofDomains, { name: domains.map((one) => t.domains[one]).join(', ') })]),
    ...departments.map((code) => fill(ofDepartment, { name: department(code) })),
    ...teams.map(team),
  ].join('; ');
}

/** A kind that is meant in every way in which it can be found is named once. */
export const aboutsWords = (all: readonly About[], { t, about }: Words): string =>
  KINDS.flatMap((kind) => {
    const own = all.filter((one) => one.kind === kind);
    return own.length === RUNGS_OF[kind].length ? [t.kinds[kind]] : own.map(about);
  }).join('; ');
