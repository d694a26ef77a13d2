import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon';
import { classes } from './plain';
import { WithIcon } from './text';

export interface MenuEntry {
  /** Without it the entry is a button, such as "log out". */
  href?: string;
  words: string;
  icon?: IconName;
  current?: boolean;
  /** How many wait there, and how that is read aloud. */
  count?: { shown: string; words: string };
  onClick?: (event: MouseEvent) => void;
}

export interface PageFrameProps {
  name: string;
  home: string;
  skip: string;
  menu?: { words: string; label: string; entries: readonly MenuEntry[] };
  /** Who is signed in; on phones an icon with these words for screen readers. */
  account?: { words: string; href: string; onClick?: (event: MouseEvent) => void };
  footer?: ComponentChildren;
  wide?: boolean;
  children: ComponentChildren;
}

/** The mark: two circles that touch. */
export const Mark = () => (
  <svg class="rv-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <circle cx="7" cy="12" r="5" />
    <circle cx="17" cy="12" r="5" />
  </svg>
);

function Entry({ href, words, icon, current, count, onClick, close }: MenuEntry & { close: () => void }) {
  const common = {
    'aria-current': current === true ? ('page' as const) : undefined,
    onClick: (event: MouseEvent) => {
      close();
      onClick?.(event);
    },
  };
  const inside = (
    <>
      <WithIcon icon={icon}>{words}</WithIcon>
      {count !== undefined && (
        <span class="rv-count">
          <span aria-hidden="true">{count.shown}</span>
          <span class="rv-hidden">{count.words}</span>
        </span>
      )}
    </>
  );
  if (href !== undefined)
    return (
      <a href={href} {...common}>
        {inside}
      </a>
    );
  return (
    <button type="button" {...common}>
      {inside}
    </button>
  );
}

/** Skip link, bar, menu, main column and footer. The skip link moves the focus and leaves the address alone. */
export function PageFrame({ name, home, skip, menu, account, footer, wide, children }: PageFrameProps) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <div class="rv-frame">
      <header
        onKeyDown={({ key }) => {
          if (key !== 'Escape' || !open) return;
          setOpen(false);
          opener.current?.focus();
        }}
      >
        <a
          class="rv-skip"
          href="#main"
          onClick={(event) => {
            event.preventDefault();
            document.getElementById('main')?.focus();
          }}
        >
          {skip}
        </a>
        <div class="rv-bar">
          <a class="rv-name" href={home}>
            <Mark />
            <span>{name}</span>
          </a>
          {account !== undefined && (
            <a class="rv-account" href={account.href} aria-label={account.words} onClick={account.onClick}>
              <WithIcon icon="person">{account.words}</WithIcon>
            </a>
          )}
          {menu !== undefined && (
            <button
              ref={opener}
              type="button"
              class="rv-menu-button"
              aria-expanded={open}
              aria-controls="menu"
              onClick={() => setOpen(!open)}
            >
              <Icon name={open ? 'close' : 'menu'} />
              {menu.words}
            </button>
          )}
        </div>
        {menu !== undefined && (
          <nav id="menu" class="rv-menu" aria-label={menu.label} data-open={open || undefined}>
            <ul>
              {menu.entries.map((entry) => (
                <li key={entry.words}>
                  <Entry {...entry} close={() => setOpen(false)} />
                </li>
              ))}
            </ul>
          </nav>
        )}
      </header>
      <main id="main" class={classes('rv-main', wide === true && 'rv-main--wide')} tabIndex={-1}>
        {children}
      </main>
      {footer !== undefined && <footer class="rv-footer">{footer}</footer>}
    </div>
  );
}
