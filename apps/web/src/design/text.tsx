import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon';
import { classes, shorten } from './plain';

/** The words with which a cut text is opened and closed. */
export interface More {
  show: string;
  hide: string;
}

/** A text that somebody else wrote: it keeps its direction and its markup to itself. */
export const Foreign = ({ text }: { text: string }) => <bdi>{text}</bdi>;

export interface LongTextProps {
  text: string;
  more: More;
  /** UTF-16 units that are always shown. */
  most?: number;
  /** What stands around the text, but not around the button: a heading, say. */
  around?: (text: ComponentChildren) => ComponentChildren;
}

/** The same for a text of any length: cut, with a button for the rest. */
export function LongText({ text, more, most = 200, around = (it) => it }: LongTextProps) {
  const [open, setOpen] = useState(false);
  const { shown, cut } = shorten(text, open ? Infinity : most);
  return (
    <>
      {around(<bdi>{shown}</bdi>)}
      {(cut || open) && (
        <button
          type="button"
          class="utrecht-button utrecht-button--subtle rv-compact no-print"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? more.hide : more.show}
        </button>
      )}
    </>
  );
}

export interface PageTitleProps {
  children: ComponentChildren;
  /** Focus moves to the heading when it appears and when this value changes; undefined never moves it. */
  focus?: string | number | true;
}

export function PageTitle({ children, focus }: PageTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (focus !== undefined) heading.current?.focus();
  }, [focus]);
  return (
    <h1 class="utrecht-heading-1" tabIndex={-1} ref={heading}>
      {children}
    </h1>
  );
}

export interface HeadingProps {
  level: 2 | 3;
  id?: string;
  /** As for PageTitle: for the heading of a result. */
  focus?: string | number | true;
  children: ComponentChildren;
}

export function Heading({ level, id, focus, children }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (focus !== undefined) heading.current?.focus();
  }, [focus]);
  const Tag = level === 2 ? 'h2' : 'h3';
  return (
    <Tag
      id={id}
      ref={heading}
      class={level === 2 ? 'utrecht-heading-2' : 'utrecht-heading-3'}
      tabIndex={focus === undefined ? undefined : -1}
    >
      {children}
    </Tag>
  );
}

export const Text = ({ children, small }: { children: ComponentChildren; small?: boolean }) => (
  <p class={classes('utrecht-paragraph', small && 'utrecht-paragraph--small')}>{children}</p>
);

export interface DisclosureProps {
  summary: string;
  children: ComponentChildren;
  open?: boolean;
}

export const Disclosure = ({ summary, children, open }: DisclosureProps) => (
  <details class="rv-disclosure" open={open}>
    <summary>
      <Icon name="chevron" />
      {summary}
    </summary>
    <div class="rv-stack">{children}</div>
  </details>
);

/** Something is under way; the words are read aloud. Keep it in the page and change `words`: '' while idle. */
export const Busy = ({ words }: { words: string }) => (
  <div role="status">{words !== '' && <div class="rv-busy">{words}</div>}</div>
);

/** An icon with words behind it. */
export const WithIcon = ({ icon, children }: { icon?: IconName; children: ComponentChildren }) => (
  <>
    {icon !== undefined && <Icon name={icon} />}
    <span>{children}</span>
  </>
);
