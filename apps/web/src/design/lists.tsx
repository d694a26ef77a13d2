import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon';
import { Heading } from './text';

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
