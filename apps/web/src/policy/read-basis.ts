import { among, count, domain, flag, kind, list, type Members, optional, record, text } from './reader';
import { type Department, type Parties, type PurposeGiven, type PurposeVersion, ROLES, type Team } from './shapes';

export const readParties = record<Parties>({
  departments: list(record<Department>({ code: text, name: text, domain })),
  teams: list(record<Team>({ code: text, name: text, department: text, ended: flag })),
});

export const PURPOSE: Members<PurposeGiven> = {
  code: text,
  name: text,
  roles: list(among(ROLES)),
  domains: list(domain),
  kinds: list(kind),
  legalBasis: text,
  registerEntry: text,
  effectiveFrom: text,
  effectiveUntil: optional(text),
};

export const readPurposeVersion = record<PurposeVersion>({
  ...PURPOSE,
  version: count,
  proposedBy: text,
  approvedBy: text,
});
