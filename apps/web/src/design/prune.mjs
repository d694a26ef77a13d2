/**
 * PostCSS: of the `@utrecht/*-css` packages ships only what the app uses, so that a first visit stays within its budget.
 *
 * A rule goes when its selector needs a `utrecht-` class that no source names; write class names whole. Private variables
 * (`--_utrecht-…`) that nobody sets or reads go with it: each package keeps its own to itself. Public tokens stay, read or
 * not: another theme may set them. Without this plugin everything looks the same and weighs three times as much.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const CLASS = /utrecht-[\w-]+/g;

/** Every `utrecht-` word in the sources below `folder`. */
export function classesIn(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.tsx?$/.test(name));
  return new Set(files.flatMap((name) => readFileSync(join(folder, name), 'utf8').match(CLASS) ?? []));
}

/** `var(--_never-set, rest)` becomes `rest`. */
function settle(value, set) {
  const found = [...value.matchAll(/var\(\s*(--_[\w-]+)\s*,/g)].find(([, name]) => !set.has(name));
  if (found === undefined) return value;
  let [depth, end] = [1, found.index + 4];
  for (; depth > 0; end += 1) depth += value[end] === '(' ? 1 : value[end] === ')' ? -1 : 0;
  const rest = value.slice(found.index + found[0].length, end - 1).trim();
  return settle(value.slice(0, found.index) + rest + value.slice(end), set);
}

function variablesOf(root) {
  const [set, read] = [new Set(), new Set()];
  root.walkDecls(({ prop, value }) => {
    if (prop.startsWith('--')) set.add(prop);
    for (const [, name] of value.matchAll(/var\(\s*(--[\w-]+)/g)) read.add(name);
  });
  return { set, read };
}

export function prune(folder) {
  const used = classesIn(folder);
  const needed = (selector) =>
    (selector.replace(/:not\([^)]*\)/g, '').match(/\.utrecht-[\w-]+/g) ?? []).every((name) => used.has(name.slice(1)));
  return {
    postcssPlugin: 'raakvlak-prune',
    OnceExit(root) {
      root.walkRules((rule) => {
        const selectors = rule.selectors.filter(needed);
        if (selectors.length === 0) rule.remove();
        else if (selectors.length < rule.selectors.length) rule.selectors = selectors;
      });
      for (let changed = true; changed;) {
        changed = false;
        const { set, read } = variablesOf(root);
        root.walkDecls((declaration) => {
          const idle = declaration.prop.startsWith('--_') && !read.has(declaration.prop);
          const value = settle(declaration.value, set);
          if (!idle && value === declaration.value) return;
          changed = true;
          if (idle) declaration.remove();
          else declaration.value = value;
        });
      }
    },
  };
}
