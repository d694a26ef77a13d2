import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { classes } from './plain';
import { Heading } from './text';

/** One thing under the other, with air between. */
export const Stack = ({ children, wide }: { children: ComponentChildren; wide?: boolean }) => (
  <div class={classes('rv-stack', wide === true && 'rv-stack--wide')}>{children}</div>
);

/** Buttons beside each other; below each other on phones. */
export const Actions = ({ children }: { children: ComponentChildren }) => <div class="rv-actions">{children}</div>;

export const Card = ({ children }: { children: ComponentChildren }) => <div class="rv-card">{children}</div>;

export interface SectionProps {
  title: string;
  level?: 2 | 3;
  /** As for Heading. */
  focus?: string | number | true;
  children: ComponentChildren;
}

/** A part of the page with its heading. */
export function Section({ title, level = 2, focus, children }: SectionProps) {
  const id = useId();
  return (
    <section class="rv-section" aria-labelledby={id}>
      <Heading level={level} id={id} focus={focus}>
        {title}
      </Heading>
      {children}
    </section>
  );
}
