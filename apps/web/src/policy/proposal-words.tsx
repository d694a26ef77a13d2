import { StatusBadge } from '../design';
import { day, fill, text, useText } from '../shell/texts';
import type { Proposal } from './shapes';

const TONES = { open: 'attention', approved: 'success', rejected: 'neutral' } as const;

export function Outcome({ state }: { state: Proposal['state'] }) {
  const t = useText('policy');
  return <StatusBadge tone={TONES[state]}>{t.outcomes[state]}</StatusBadge>;
}

export function kindWords(kind: string): string {
  const { kinds } = text('proposals');
  return (kinds as Readonly<Record<string, string>>)[kind] ?? fill(kinds.other, { kind });
}

/** Nothing begins before somebody approved it. */
export const fromWords = ({ effectiveFrom, proposedAt }: Proposal): string =>
  Date.parse(effectiveFrom) <= Date.parse(proposedAt) ? text('proposals').fromApproval : day(effectiveFrom);
