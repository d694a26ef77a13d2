import type { ComponentChildren } from 'preact';

/** A list of short lines, as text is read. */
export const Lines = ({ lines }: { lines: readonly ComponentChildren[] }) => (
  <div class="rv-prose">
    <ul>
      {lines.map((line, i) => (
        <li key={i}>{line}</li>
      ))}
    </ul>
  </div>
);
