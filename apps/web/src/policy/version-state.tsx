import { StatusBadge } from '../design';
import { useText } from '../shell/texts';
import type { State } from './shapes';

const TONES = { 'in-force': 'success', planned: 'attention', past: 'neutral', 'passed-over': 'neutral' } as const;

export function VersionState({ state }: { state: State }) {
  const t = useText('policy');
  return <StatusBadge tone={TONES[state]}>{t.states[state]}</StatusBadge>;
}
