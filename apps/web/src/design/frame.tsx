import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Icon, type IconName } from './icon';
import { classes } from './plain';
import { WithIcon } from './text';

export interface MenuEntry {
  href: string;
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
  /** At the end of the bar: who is signed in, log out. */
  account?: ComponentChildren;
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

function Menu({ menu, open, close }: { menu: NonNullable<PageFrameProps['menu']>; open: boolean; close: () => void }) {
  return (
    <nav id="menu" class="rv-menu" aria-label={menu.label} data-open={open || undefined}>
      <ul>
        {menu.entries.map(({ href, words, icon, current, count, onClick }) => (
          <li key={href}>
            <a
              href={href}
              aria-current={current === true ? 'page' : undefined}
              onClick={(event) => {
                close();
                onClick?.(event);
              }}
            >
              <WithIcon icon={icon}>{words}</WithIcon>
              {count !== undefined && (
                <span class="rv-count">
                  <span aria-hidden="true">{count.shown}</span>
                  <span class="rv-hidden">{count.words}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Skip link, bar, menu, main column and footer. The skip link moves the focus and leaves the address alone. */
export function PageFrame({ name, home, skip, menu, account, footer, wide, children }: PageFrameProps) {
  const [open, setOpen] = useState(false);
  return (
    <div class="rv-frame">
      <header
        onKeyDown={({ key }) => {
          if (key === 'Escape') setOpen(false);
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
          {account}
          {menu !== undefined && (
            <button
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
        {menu !== undefined && <Menu menu={menu} open={open} close={() => setOpen(false)} />}
      </header>
      <main id="main" class={classes('rv-main', wide === true && 'rv-main--wide')} tabIndex={-1}>
        {children}
      </main>
      {footer !== undefined && <footer class="rv-footer">{footer}</footer>}
    </div>
  );
}
