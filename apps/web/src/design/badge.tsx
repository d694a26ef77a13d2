import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';

type Tone = 'neutral' | 'success' | 'attention' | 'danger';

const TONES: Record<Tone, [look: string, icon: IconName | undefined]> = {
  neutral: ['utrecht-badge-status--neutral', undefined],
  success: ['utrecht-badge-status--safe', 'check'],
  attention: ['utrecht-badge-status--warning', 'warning'],
  danger: ['utrecht-badge-status--danger', 'stop'],
};

/** A state in a word or two, with an icon beside the colour. Needs `table.css`. */
export function StatusBadge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  const [look, icon] = TONES[tone];
  return (
    <span class={`utrecht-badge-status ${look}`}>
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </span>
  );
}
