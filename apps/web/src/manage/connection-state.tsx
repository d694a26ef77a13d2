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

/** The key that counts, and the one before while both are known. */
export function Keys({ connection: { keys } }: { connection: ListedConnection }) {
  const t = useText('connections');
  return (
    <>
      {keys.map(({ thumbprint, since }) => (
        <div key={thumbprint} class="manage-code">
          {since === undefined
            ? fill(t.keyBefore, { key: shortKey(thumbprint) })
            : fill(t.keySince, { key: shortKey(thumbprint), day: day(since) })}
        </div>
      ))}
    </>
  );
}
