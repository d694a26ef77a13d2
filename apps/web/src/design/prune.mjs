/**
 * PostCSS: of the `@utrecht/*-css` packages ships only what the app uses, so that a first visit stays within its budget.
 *
 * A rule goes when its selector needs a `utrecht-` class that no source names; write class names whole. A variable that
 * nothing here sets gives way to its fallback, or to `unset`, which is what a browser makes of it. So a municipality's own
 * theme may give every token that `theme.css` has another value at any time; a token beyond those needs a build with
 * its theme in this folder. Without this plugin all looks the same and weighs half as much again.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const VARIABLE = /var\(\s*(--_?utrecht-[\w-]+)\s*([,)])/g;

/** All that `pattern` finds in the files below `folder` whose names end as given. */
function wordsIn(folder, ending, pattern) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => ending.test(name));
  return files.flatMap((name) => readFileSync(join(folder, name), 'utf8').match(pattern) ?? []);
}

/** The value with variables that nobody sets replaced by their fallbacks; undefined when nothing is left. */
function settle(value, set) {
  const found = [...value.matchAll(VARIABLE)].find(([, name]) => !set.has(name));
  if (found === undefined) return value;
  const [{ length }, , next] = found;
  if (next === ')') return length === value.trim().length ? undefined : value;
  let [depth, end] = [1, found.index + 4];
  for (; depth > 0; end += 1) depth += value[end] === '(' ? 1 : value[end] === ')' ? -1 : 0;
  const rest = value.slice(found.index + length, end - 1).trim();
  return settle(value.slice(0, found.index) + rest + value.slice(end), set);
}

function variablesOf(root) {
  const [set, read] = [new Set(), new Set()];
  root.walkDecls(({ prop, value }) => {
    if (prop.startsWith('--')) set.add(prop);
    for (const [, name] of value.matchAll(VARIABLE)) read.add(name);
  });
  return { set, read };
}

/** One round over all declarations; true when something changed. */
function round(root, tokens) {
  const { set, read } = variablesOf(root);
  for (const token of tokens) set.add(token);
  let changed = false;
  root.walkDecls((declaration) => {
    const { prop, value } = declaration;
    const own = prop.startsWith('--_');
    const settled = settle(value, set);
    if (settled === value && (!own || read.has(prop))) return;
    changed = true;
    if (own && (settled === undefined || !read.has(prop))) declaration.remove();
    else declaration.value = settled ?? (prop.startsWith('--') ? 'initial' : 'unset');
  });
  return changed;
}

/** @param folder the sources; their TypeScript says which classes are used, their CSS which tokens are set */
export function prune(folder) {
  const used = new Set(wordsIn(folder, /\.tsx?$/, /utrecht-[\w-]+/g));
  const tokens = wordsIn(folder, /\.css$/, /--utrecht-[\w-]+(?=:)/g);
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
      while (round(root, tokens));
    },
  };
}
