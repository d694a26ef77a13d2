import type { Me } from '#client/browser';
import { day, fill, type Messages } from '../shell/texts';
import type { Basis } from './basis';
import { type About, aboutKey, RUNGS_OF } from './effects';
import type { Summed } from './parties';
import { type Decision, KINDS, type PartyPart, type Proposal, type Rule, type Version } from './shapes';

type Texts = Messages['policy'];

/** Codes of rules and cells in the words that people know them by. */
export class Words {
  constructor(
    readonly t: Texts,
    readonly basis: Basis,
  ) {}

  readonly department = (code: string): string => this.basis.directory.department(code);
  readonly team = (code: string): string => this.basis.directory.team(code);
  readonly purpose = (code: string): string =>
    this.basis.purposes.find((purpose) => purpose.code === code)?.shown.name ?? code;

  /** Whose involvement a rule is about. */
  owner({ domain, department, team }: PartyPart = {}): string {
    const { t } = this;
    const parts = [
      ...(team === undefined ? [] : [this.team(team)]),
      ...(department === undefined ? [] : [fill(t.teamsOfDepartment, { name: this.department(department) })]),
      ...(domain === undefined ? [] : [fill(t.teamsOfDomain, { name: t.domains[domain] })]),
    ];
    return parts.length === 0 ? t.everyTeam : parts.join(', ');
  }

  /** Whose questions a rule is about. */
  asker({ domain, department }: PartyPart = {}): string {
    const { t } = this;
    const parts = [
      ...(department === undefined ? [] : [fill(t.peopleOfDepartment, { name: this.department(department) })]),
      ...(domain === undefined ? [] : [fill(t.peopleOfDomain, { name: t.domains[domain] })]),
    ];
    return parts.length === 0 ? t.everybody : parts.join(', ');
  }

  /** @param codes of teams */
  readonly owners = (codes: readonly string[]): string => {
    const { t, basis } = this;
    const sum = basis.directory.sumTeams(codes);
    if (sum.all) return t.everyTeam;
    return this.#summed(sum, [t.teamsOfDomain, t.teamsOfDomains], t.teamsOfDepartment);
  };

  /** @param codes of departments */
  readonly askers = (codes: readonly string[]): string => {
    const { t, basis } = this;
    const sum = basis.directory.sumDepartments(codes);
    if (sum.all) return t.everybody;
    return this.#summed(sum, [t.peopleOfDomain, t.peopleOfDomains], t.peopleOfDepartment);
  };

  /** The same, where only some may ask at all. */
  askersFor(codes: readonly string[], purpose: string): string {
    const { t, basis } = this;
    const found = basis.purposes.find(({ code }) => code === purpose)?.shown;
    const may = basis.directory.departments().filter(({ domain }) => found?.domains.includes(domain) === true);
    return may.length > 0 && may.every(({ code }) => codes.includes(code)) ? t.everybody : this.askers(codes);
  }

  #summed(
    { domains, departments, teams }: Summed,
    [ofOne, ofMore]: readonly [string, string],
    ofDepartment: string,
  ): string {
    const { t } = this;
    const ofDomains = domains.length === 1 ? ofOne : ofMore;
    return [
      ...(domains.length === 0 ? [] : [fill(ofDomains, { name: domains.map((one) => t.domains[one]).join(', ') })]),
      ...departments.map((code) => fill(ofDepartment, { name: this.department(code) })),
      ...teams.map(this.team),
    ].join('; ');
  }

  /** Kind and rung of a rule. */
  ruleAbout({ kind, rung }: Pick<Rule, 'kind' | 'rung'>): string {
    const { t } = this;
    if (kind === undefined) return rung === undefined ? t.everyKind : `${t.everyKind}, ${t.rungs[rung]}`;
    return rung === undefined ? t.kinds[kind] : this.about({ kind, rung });
  }

  readonly about = (about: About): string =>
    (this.t.about as Readonly<Record<string, string>>)[aboutKey(about)] ?? `${about.kind}, ${about.rung}`;

  /** A kind that is meant in every way in which it can be found is named once. */
  readonly abouts = (all: readonly About[]): string =>
    KINDS.flatMap((kind) => {
      const own = all.filter((one) => one.kind === kind);
      return own.length === RUNGS_OF[kind].length ? [this.t.kinds[kind]] : own.map(this.about);
    }).join('; ');

  /** A rule in one line, without its name. */
  rule(rule: Rule): string {
    const { t } = this;
    return fill(t.difference.sentence, {
      owner: this.owner(rule.owner),
      purpose: rule.purpose === undefined ? t.everyPurpose : this.purpose(rule.purpose),
      asker: this.asker(rule.asker),
      about: this.ruleAbout(rule),
      disclosure: this.disclosure(rule.disclosure, rule.label),
    });
  }

  readonly decision = ({ disclosure, broker }: Decision): string => this.disclosure(disclosure, broker?.label);

  disclosure(disclosure: Rule['disclosure'], label: string | undefined): string {
    const { t } = this;
    return label === undefined ? t.disclosures[disclosure].name : fill(t.difference.mediatedAs, { label });
  }
}

/** In the middle of a sentence. */
export const lowered = (words: string): string => words.slice(0, 1).toLowerCase() + words.slice(1);

/** At the beginning of a line. */
export const raised = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

/** Somebody, as the provider calls her: her number there is all that the index knows. */
export function person(actor: string, me: Me, t: Texts): string {
  if (actor === me.actor) return t.you;
  if (actor.startsWith('founding-set')) return t.founding;
  return actor.slice(actor.lastIndexOf('|') + 1);
}

/** Everything that can be compared, tried or opened: versions, and proposals that wait. */
export function policyChoices(
  versions: readonly Version[],
  proposals: readonly Proposal[],
  me: Me,
  t: Texts,
): { readonly value: string; readonly label: string }[] {
  const open = proposals.filter(({ kind, state }) => kind === 'policy' && state === 'open');
  return [
    ...versions.map(({ version, state }) => ({
      value: `v${version}`,
      label: `${fill(t.versions.name, { n: version })} (${t.versions.states[state].toLowerCase()})`,
    })),
    ...open.map(({ id, proposedAt, proposedBy }) => ({
      value: id,
      label: fill(t.versions.proposal, { day: day(proposedAt), who: person(proposedBy, me, t) }),
    })),
  ];
}
