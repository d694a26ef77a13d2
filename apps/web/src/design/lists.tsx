import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Button, Link } from './button';
import { Icon, type IconName } from './icon';
import { Heading } from './text';

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

export interface ProgressProps {
  label: string;
  /** How far it is, in words: "17 van 50". */
  words: string;
  value: number;
  max: number;
}

/** A bar with words. Not read aloud at each step: say the milestones in a `Busy`. Needs `table.css`. */
export function Progress({ label, words, value, max }: ProgressProps) {
  const id = useId();
  return (
    <div class="rv-progress">
      <div class="rv-row">
        <label for={id}>{label}</label>
        <strong>{words}</strong>
      </div>
      <progress id={id} value={value} max={max} aria-valuetext={words}>
        {words}
      </progress>
    </div>
  );
}

export interface EmptyProps {
  icon?: IconName;
  title: string;
  children?: ComponentChildren;
}

/** Nothing here yet: what that means, and the next step as its children. Needs `table.css`. */
export const Empty = ({ icon = 'list', title, children }: EmptyProps) => (
  <div class="rv-card rv-empty">
    <Icon name={icon} />
    <Heading level={2}>{title}</Heading>
    {children}
  </div>
);

export interface TabsProps {
  label: string;
  tabs: readonly { href: string; words: string; current: boolean; onClick?: (event: MouseEvent) => void }[];
}

/** Views of one subject, each with its own address: links, not ARIA tabs. Needs `table.css`. */
export const Tabs = ({ label, tabs }: TabsProps) => (
  <nav class="rv-tabs" aria-label={label}>
    <ul class="rv-list">
      {tabs.map(({ href, words, current, onClick }) => (
        <li key={href}>
          <a href={href} aria-current={current ? 'page' : undefined} onClick={onClick}>
            {words}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

interface Turn {
  words: string;
  /** A link when it has an address, else a button. */
  href?: string;
  onClick?: () => void;
}

const PageTurn = ({ words, href, onClick }: Turn) =>
  href === undefined ? (
    <Button compact onClick={onClick}>
      {words}
    </Button>
  ) : (
    <Link href={href} block onClick={onClick}>
      {words}
    </Link>
  );

/** Newer at the start, older at the end; what does not exist is left out. Needs `table.css`. */
export const Pagination = ({ label, newer, older }: { label: string; newer?: Turn; older?: Turn }) => (
  <nav class="rv-pages" aria-label={label}>
    {newer === undefined ? <span /> : <PageTurn {...newer} />}
    {older !== undefined && <PageTurn {...older} />}
  </nav>
);

export interface CopyButtonProps {
  /** What goes to the clipboard. Never an identifier: other programs read it there. */
  text: string;
  label: string;
  done: string;
  failed: string;
}

export function CopyButton({ text, label, done, failed }: CopyButtonProps) {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(done);
    } catch {
      setSaid(failed);
    }
  };
  return (
    <span class="rv-row no-print">
      <Button compact icon="copy" onClick={() => void copy()}>
        {label}
      </Button>
      <span role="status">{said}</span>
    </span>
  );
}
