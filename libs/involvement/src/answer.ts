import type { Actor } from '#access';
import { type Decision, type Party, type Policy, decide } from '#disclosure';
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
import type { FoundInvolvement } from './lookup';

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
}

const ELEMENT = 1_024;

/** What an asker may see of what was found, and what the log says about it. Own teams are left out: "who else?". */
export function weigh(
  found: readonly FoundInvolvement[],
  question: { asker: Party; actor: Actor; purpose: string; kind: Kind },
  policy: Policy,
  copy: CatalogueCopy,
  now: number,
): Weighed {
  const contacts = new Map<string, Contact>();
  const outcome: string[] = [];
  const own = currentTeams(question.actor.teams, copy.teams);
  for (const { team: registered, rung } of found) {
    // What has not gone over yet after a merge is the new team's already.
    const code = currentCode(registered, copy.teams);
    const team = copy.teams.get(code);
    const department = copy.departments.get(team?.department ?? '');
    if (team === undefined || department === undefined || own.includes(code)) continue;
    const owner = { team: code, department: department.code, domain: department.domain };
    const decision = decide(policy, question.asker, question.purpose, { owner, kind: question.kind, rung });
    outcome.push(`${code}:${decision.disclosure}:${decision.rule}`);
    const contact = contactFor(decision, team, rung, copy, now);
    if (contact === undefined) continue;
    // By code, since two teams may bear one name; several teams behind one broker are one contact.
    const key = contact.via === 'broker' ? `broker|${contact.team}` : `team|${code}`;
    if (contacts.get(key)?.matched !== 'unit') contacts.set(key, contact);
  }
  const sorted = [...contacts.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return { contacts: sorted, outcome: outcome.sort() };
}

const nameOf = ({ team, department, phone }: Contact): string => [team, department, phone].join('\n');

function contactFor(decision: Decision, team: Team, rung: Rung, copy: CatalogueCopy, now: number): Contact | undefined {
  if (decision.shown === 'nothing') return undefined;
  if (decision.broker === undefined) return contactOf(team, team.name, 'team', rung, copy, now);
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
