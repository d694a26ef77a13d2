import { StatusBadge } from '../design';
import { day, fill, useText } from '../shell/texts';
import type { Proposal } from './shapes';
import type { Words } from './words';

const TONES = { open: 'attention', approved: 'success', rejected: 'neutral' } as const;

export function Outcome({ state }: { state: Proposal['state'] }) {
  const p = useText('policy').proposals;
  return <StatusBadge tone={TONES[state]}>{p.states[state]}</StatusBadge>;
}

export const kindWords = (kind: string, { proposals: { kinds } }: Words['t']): string =>
  (kinds as Readonly<Record<string, string>>)[kind] ?? fill(kinds.other, { kind });

/** Nothing begins before somebody approved it. */
export const fromWords = ({ effectiveFrom, proposedAt }: Proposal, { proposals: p }: Words['t']): string =>
  Date.parse(effectiveFrom) <= Date.parse(proposedAt) ? p.fromApproval : day(effectiveFrom);
