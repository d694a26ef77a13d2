import type { Actor } from '#access';
import { type Decision, type Party, type Policy, decide, stricterOf } from '#disclosure';
import {
  type CatalogueCopy,
  type Team,
  calledInstead,
  currentCode,
  currentTeams,
  hoursInWords,
  reachableAt,
} from '#organisation';
import type { Kind, Rung } from '#tokens';
import { type Hidden, type Standing, hiding, seesDesk } from './hiding';
import { type FoundInvolvement, OPENINGS } from './lookup';

/** Whom to call. A team, or the broker that stands for it. */
export interface Contact {
  readonly team: string;
  readonly department: string;
  readonly phone: string;
  readonly email: string;
  readonly hours: string;
  readonly reachable: boolean;
  readonly instead?: { readonly team: string; readonly phone: string };
  readonly via: 'team' | 'broker';
  readonly matched: Rung;
}

export interface SubjectAnswer {
  readonly contacts: readonly Contact[];
  /** Random, base64url of 16 bytes; the only thing that differs between two empty answers */
  readonly receipt: string;
  /** Brings the element to a multiple of `ELEMENT` bytes, so that a listener on the line learns nothing from its size */
  readonly padding: string;
}

export interface Weighed {
  readonly contacts: readonly Contact[];
  /** For the officer: what was there and what became of it */
  readonly outcome: readonly string[];
  /** What follows from an emergency: codes of teams that are to call, and of those that learn who asked */
  readonly call: readonly string[];
  readonly tell: readonly string[];
}

/** What a question about one subject is weighed by. */
export interface Weighing {
  readonly asker: Party;
  readonly actor: Actor;
  readonly purpose: string;
  readonly kind: Kind;
  /** Opens what is mediated, and nothing else */
  readonly emergency?: boolean;
}

const ELEMENT = 1_024;

/** What an asker may see of what was found, and what the log says about it. Own teams are left out: "who else?". */
export function weigh(
  found: readonly FoundInvolvement[],
  question: Weighing,
  policy: Policy,
  copy: CatalogueCopy,
  now: number,
): Weighed {
  const { actor, kind } = question;
  const own = currentTeams(actor.teams, copy.teams);
  const standing = found.flatMap(({ team: code, ...rest }): Standing[] => {
    // What has not gone over yet after a merge is the new team's already.
    const team = copy.teams.get(currentCode(code, copy.teams));
    return team === undefined || !copy.departments.has(team.department) ? [] : [{ ...rest, team }];
  });
  const hiddenBy = hiding(standing, own, kind);
  const contacts = new Map<string, Contact>();
  const outcome: string[] = [];
  const call: string[] = [];
  const tell: string[] = [];
  for (const one of standing) {
    if (own.includes(one.team.code)) continue;
    const decision = decisionOn(one, question, policy, copy);
    const hidden = hiddenBy(one);
    const verdict = verdictOn(one, decision, hidden, () => seesDesk(one, standing, own, kind));
    outcome.push(`${one.team.code}:${verdict.disclosure}:${verdict.rule}`);
    if (isDesk(one) || verdict.disclosure === 'silent') call.push(one.team.code);
    else if (verdict.told === 'who') tell.push(one.team.code);
    const contact = contactFor(verdict, one.team, one.rung, copy, now, question.emergency);
    if (contact === undefined) continue;
    // By code, since two teams may bear one name; several teams behind one broker are one contact.
    const key = contact.via === 'broker' ? `broker|${contact.team}` : `team|${one.team.code}`;
    if (contacts.get(key)?.matched !== 'unit') contacts.set(key, contact);
  }
  weighDecoys(standing.length, question, policy, copy);
  const sorted = [...contacts.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return { contacts: sorted, outcome: outcome.sort(), call, tell };
}

/**
 * As many decisions for nothing as for anything up to OPENINGS, in the steps of the look-up: a hundred of them in one list
 * would show on a clock.
 */
function weighDecoys(standing: number, question: Weighing, policy: Policy, copy: CatalogueCopy): void {
  const [team] = copy.teams.values();
  if (team === undefined || !copy.departments.has(team.department)) return;
  const decoy: Standing = { team, rung: 'subject', serial: 0 };
  const outcome: string[] = [];
  for (let done = standing; done % OPENINGS !== 0 || done === 0; done++) {
    const { disclosure, rule } = verdictOn(decoy, decisionOn(decoy, question, policy, copy), 'shielded', () => false);
    outcome.push(`${team.code}:${disclosure}:${rule}`);
  }
}

/** Made for every involvement, hidden ones too, so that the work does not tell which those are. */
function decisionOn(
  { team, rung, atLeast }: Standing,
  { asker, purpose, kind }: Weighing,
  policy: Policy,
  { departments }: CatalogueCopy,
): Decision {
  const owner = { team: team.code, department: team.department, domain: departments.get(team.department)!.domain };
  const row = { owner, kind, rung };
  const decided = decide(policy, asker, purpose, row);
  return atLeast === undefined ? decided : stricterOf(policy, decided, row, atLeast);
}

const isDesk = ({ team }: Standing): boolean => team.part === 'shield-desk';

/** What stands in an answer's record where a marker decided and no rule did. */
function verdictOn(one: Standing, decision: Decision, hidden: Hidden | undefined, seen: () => boolean): Decision {
  const instead = (disclosure: 'open' | 'closed', rule: string): Decision => ({
    disclosure,
    shown: disclosure === 'open' ? 'contact' : 'nothing',
    told: 'nothing',
    rule,
  });
  if (isDesk(one)) return instead(seen() ? 'open' : 'closed', 'shield-desk');
  if (one.team.part === 'collective-list') return instead('closed', 'collective-list');
  return hidden === undefined ? decision : instead('closed', hidden);
}

const nameOf = ({ team, department, phone }: Contact): string => [team, department, phone].join('\n');

function contactFor(
  decision: Decision,
  team: Team,
  rung: Rung,
  copy: CatalogueCopy,
  now: number,
  emergency = false,
): Contact | undefined {
  if (decision.shown === 'nothing') return undefined;
  if (decision.broker === undefined || emergency) return contactOf(team, team.name, 'team', rung, copy, now);
  const broker = copy.teams.get(currentCode(decision.broker.team, copy.teams));
  // A policy that names a broker who is gone shows nothing rather than the team it was to stand for.
  return broker === undefined ? undefined : contactOf(broker, decision.broker.label, 'broker', rung, copy, now);
}

function contactOf(
  team: Team,
  name: string,
  via: 'team' | 'broker',
  rung: Rung,
  copy: CatalogueCopy,
  now: number,
): Contact {
  const reachable = reachableAt(team, now);
  const instead = reachable ? undefined : calledInstead(team, copy.teams, now);
  return {
    team: name,
    department: via === 'broker' ? name : (copy.departments.get(team.department)?.name ?? ''),
    phone: team.phone,
    email: team.email,
    hours: hoursInWords(team.hours),
    reachable,
    ...(instead === undefined ? {} : { instead: { team: instead.name, phone: instead.phone } }),
    via,
    matched: rung,
  };
}

/** One element of the answer, of a size in whole steps of `ELEMENT` bytes. */
export function padded(contacts: readonly Contact[], receipt: string): SubjectAnswer {
  const size = Buffer.byteLength(JSON.stringify({ contacts, receipt, padding: '' }));
  return { contacts, receipt, padding: '.'.repeat((ELEMENT - (size % ELEMENT)) % ELEMENT) };
}
