import { fill, type Messages } from '../shell/texts';
import { type About, aboutKey } from './about';
import type { Basis } from './basis';
import type { PartyPart, Rule } from './shapes';

/** Codes of rules and cells in the words that people know them by. */
export class Words {
  constructor(
    readonly t: Messages['policy'],
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

  /** Kind and rung of a rule. */
  ruleAbout({ kind, rung }: Pick<Rule, 'kind' | 'rung'>): string {
    const { t } = this;
    if (kind === undefined) return rung === undefined ? t.everyKind : `${t.everyKind}, ${t.rungs[rung]}`;
    return rung === undefined ? t.kinds[kind] : this.about({ kind, rung });
  }

  readonly about = (about: About): string =>
    (this.t.about as Readonly<Record<string, string>>)[aboutKey(about)] ?? `${about.kind}, ${about.rung}`;
}

/** In the middle of a sentence. */
export const lowered = (words: string): string => words.slice(0, 1).toLowerCase() + words.slice(1);

/** At the beginning of a line. */
export const raised = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);
