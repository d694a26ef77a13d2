import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postcss, { type Plugin } from 'postcss';

const { prune } = createRequire(__filename)('./prune.mjs') as { prune: (folder: string) => Plugin };

/** What is left of a style sheet when the sources name one class and the theme sets one token. */
function left(css: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'prune-'));
  writeFileSync(join(folder, 'part.tsx'), 'const part = <p class="utrecht-used utrecht-used--on" />;');
  writeFileSync(join(folder, 'theme.css'), ':root { --utrecht-themed: red; }');
  return postcss([prune(folder)])
    .process(css, { from: undefined })
    .css.replace(/\s+/g, ' ')
    .trim();
}

it('a rule for a class that no source names is dropped, alone or among others', () => {
  expect(left('.utrecht-other { color: red } .utrecht-used .utrecht-used--off { color: red }')).toBe('');
  expect(left('.utrecht-used, .utrecht-other { color: red }')).toBe('.utrecht-used { color: red }');
});

it('our own rules stay, and so does a rule that only excludes an unknown class', () => {
  const css = '.rv-card { color: red } .utrecht-used:hover:not(.utrecht-other) { color: red }';
  expect(left(css)).toBe(css);
});

it('a token of the theme stays a variable; one that nobody sets gives way to what stands behind it', () => {
  expect(left('.utrecht-used { color: var(--utrecht-themed, blue) }')).toContain('var(--utrecht-themed, blue)');
  expect(left('.utrecht-used { color: var(--utrecht-a, var(--utrecht-b, calc(1px + 2px))) }')).toBe(
    '.utrecht-used { color: calc(1px + 2px) }',
  );
  expect(left('.utrecht-used { color: var(--utrecht-a) }')).toBe('.utrecht-used { color: unset }');
});

it('a private variable goes when nobody reads or nobody sets it, and stays when both are left', () => {
  expect(left('.utrecht-used { --_utrecht-x: 1px; color: red }')).toBe('.utrecht-used { color: red }');
  expect(left('.utrecht-off { --_utrecht-x: 1px } .utrecht-used { width: var(--_utrecht-x, 2px) }')).toBe(
    '.utrecht-used { width: 2px }',
  );
  const both = '.utrecht-used--on { --_utrecht-x: 1px } .utrecht-used { width: var(--_utrecht-x, 2px) }';
  expect(left(both)).toBe(both);
});
