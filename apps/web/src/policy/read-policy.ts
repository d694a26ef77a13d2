import {
  count,
  disclosure,
  domain,
  kind,
  list,
  type Members,
  object,
  optional,
  type Reader,
  record,
  rung,
  text,
  unexpected,
} from './reader';
import type { Content, PartyPart, Policy, Rule, StandIn } from './shapes';

/** A member that this app does not know would be lost when the rule is proposed again: better nothing than that. */
function closed<T extends object>(members: Members<T>): Reader<T> {
  const read = record(members);
  return (value) => {
    if (Object.keys(object(value)).some((name) => !Object.hasOwn(members, name))) throw unexpected();
    return read(value);
  };
}

const partyPart = closed<PartyPart>({
  domain: optional(domain),
  department: optional(text),
  team: optional(text),
});

const rule = closed<Rule>({
  id: text,
  owner: optional(partyPart),
  asker: optional(partyPart),
  purpose: optional(text),
  kind: optional(kind),
  rung: optional(rung),
  disclosure,
  broker: optional(text),
  label: optional(text),
});

const CONTENT: Members<Content> = {
  rules: list(rule),
  brokers: list(closed<StandIn>({ owner: partyPart, team: text, label: text })),
};

export const readContent = record(CONTENT);

export const readPolicy = record<Policy>({ version: count, effectiveFrom: text, ...CONTENT });
