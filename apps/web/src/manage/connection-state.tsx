import type { ConnectionState, ListedConnection } from '#client/browser';
import { StatusBadge } from '../design';
import { day, fill, useText } from '../shell/texts';
import { shortKey } from './connections';

const TONES = {
  ended: 'neutral',
  'never-seen': 'attention',
  'never-delivered': 'attention',
  rotating: 'attention',
  behind: 'danger',
  current: 'success',
} as const;

export function ConnectionBadge({ state }: { state: ConnectionState }) {
  const { states } = useText('connections');
  return <StatusBadge tone={TONES[state]}>{states[state]}</StatusBadge>;
}

interface KeysProps {
  readonly connection: ListedConnection;
  /** Without the day of the first */
  readonly short?: boolean;
}

/** The key that counts, and the one before while both are known. */
export function Keys({ connection: { keys }, short = false }: KeysProps) {
  const t = useText('connections');
  const said = (thumbprint: string, since: string | undefined): string => {
    const key = shortKey(thumbprint);
    if (since === undefined) return fill(t.keyBefore, { key });
    return short ? key : fill(t.keySince, { key, day: day(since) });
  };
  return (
    <>
      {keys.map(({ thumbprint, since }) => (
        <div key={thumbprint} class="manage-code">
          {said(thumbprint, since)}
        </div>
      ))}
    </>
  );
}
