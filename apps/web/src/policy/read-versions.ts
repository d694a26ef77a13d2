import { among, count, optional, record, text } from './reader';
import { type Proposal, STATES, type Version } from './shapes';

export const readVersion = record<Version>({
  version: count,
  effectiveFrom: text,
  state: among(STATES),
  rules: count,
  proposedBy: text,
  approvedBy: text,
});

export const readProposal = record<Proposal>({
  id: text,
  kind: text,
  effectiveFrom: text,
  proposedBy: text,
  proposedAt: text,
  state: among(['open', 'approved', 'rejected']),
  decidedBy: optional(text),
  decidedAt: optional(text),
});
