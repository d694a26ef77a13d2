import type { Me } from '#client/browser';
import { day, fill, type Messages } from '../shell/texts';
import type { Basis } from './basis';
import { type About, aboutKey } from './effects';
import type { Summed } from './parties';
import type { Decision, PartyPart, Proposal, Rule, Version } from './shapes';

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
    return listed(this.#summed(sum, t.teamsOfDomain, t.teamsOfDepartment));
  };

  /** @param codes of departments */
  readonly askers = (codes: readonly string[]): string => {
    const { t, basis } = this;
    const sum = basis.directory.sumDepartments(codes);
    if (sum.all) return t.everybody;
    return listed(this.#summed(sum, t.peopleOfDomain, t.peopleOfDepartment));
  };

  #summed({ domains, departments, teams }: Summed, ofDomain: string, ofDepartment: string): string[] {
    return [
      ...domains.map((domain) => fill(ofDomain, { name: this.t.domains[domain] })),
      ...departments.map((code) => fill(ofDepartment, { name: this.department(code) })),
      ...teams.map(this.team),
    ];
  }

  /** Kind and rung of a rule. */
  ruleAbout({ kind, rung }: Pick<Rule, 'kind' | 'rung'>): string {
    const { t } = this;
    if (kind === undefined) return rung === undefined ? t.everyKind : `${t.everyKind}, ${t.rungs[rung]}`;
    return rung === undefined ? t.kinds[kind] : this.about({ kind, rung });
  }

  readonly about = (about: About): string =>
    (this.t.about as Readonly<Record<string, string>>)[aboutKey(about)] ?? `${about.kind}, ${about.rung}`;

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

const listed = (parts: readonly string[]): string => parts.join(', ');

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
