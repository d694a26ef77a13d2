import type { ComponentChildren } from 'preact';
import type { IconName } from './icon';
import { classes, harmless } from './plain';
import { WithIcon } from './text';

export type Appearance = 'primary' | 'secondary' | 'subtle' | 'danger';

const LOOKS: Record<Appearance, string> = {
  primary: 'utrecht-button--primary-action',
  secondary: 'utrecht-button--secondary-action',
  subtle: 'utrecht-button--subtle',
  danger: 'utrecht-button--primary-action utrecht-button--danger',
};

interface Look {
  children: ComponentChildren;
  appearance?: Appearance;
  icon?: IconName;
  /** Not over the full width on phones, and 44 px high: for buttons beside or inside something. */
  compact?: boolean;
}

const look = ({ appearance = 'secondary', compact }: Look, ...more: (string | false | undefined)[]): string =>
  classes('utrecht-button', LOOKS[appearance], compact && 'rv-compact', ...more);

export interface ButtonProps extends Look {
  type?: 'button' | 'submit';
  /** What the button says while it works; it keeps its focus and does nothing until then. */
  busy?: string | false;
  onClick?: (event: MouseEvent) => void;
  id?: string;
  expanded?: boolean;
  controls?: string;
  describedBy?: string;
}

export function Button({
  type = 'button',
  busy = false,
  onClick,
  id,
  expanded,
  controls,
  describedBy,
  ...of
}: ButtonProps) {
  const working = busy !== false;
  return (
    <button
      id={id}
      type={type}
      class={look(of, working && 'utrecht-button--busy')}
      aria-busy={working}
      aria-disabled={working || undefined}
      aria-expanded={expanded}
      aria-controls={controls}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (working) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <WithIcon icon={of.icon}>{working ? busy : of.children}</WithIcon>
    </button>
  );
}

export interface ActionLinkProps extends Look {
  /** `tel:`, `mailto:`, https or a path of this app; anything else leaves plain text. */
  href: string;
  onClick?: (event: MouseEvent) => void;
  /** The big one of a contact card. */
  call?: boolean;
}

/** A link that looks like a button: to call, to mail, to go on. */
export const ActionLink = ({ href, onClick, call, ...of }: ActionLinkProps) => (
  <a class={look(of, call && 'rv-call')} href={harmless(href)} onClick={onClick}>
    <WithIcon icon={of.icon}>{of.children}</WithIcon>
  </a>
);

export interface LinkProps {
  href: string;
  children: ComponentChildren;
  icon?: IconName;
  /** A line of its own, 44 px high. */
  block?: boolean;
  /** Opens elsewhere; say so in the words. */
  external?: boolean;
  onClick?: (event: MouseEvent) => void;
}

export const Link = ({ href, children, icon, block, external, onClick }: LinkProps) => (
  <a
    class={classes('utrecht-link utrecht-link--html-a', block && 'rv-link--block')}
    href={harmless(href)}
    onClick={onClick}
    {...(external === true ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
  >
    {icon === undefined ? children : <WithIcon icon={icon}>{children}</WithIcon>}
  </a>
);
