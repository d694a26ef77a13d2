import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { en } from './en';
import { nl } from './nl';

type Texts = { readonly [key: string]: string | Texts } | readonly (string | Texts)[];

/** Every text with the way to it: `ask.matched.unit`. */
const leaves = (texts: Texts, way: readonly string[] = []): [way: readonly string[], text: string][] =>
  Object.entries<string | Texts>(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[[...way, key], value] as [string[], string]] : leaves(value, [...way, key]),
  );

const dutch = leaves(nl);
const english = new Map(leaves(en).map(([way, text]) => [way.join(' › '), text]));
const placesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();

it('both languages have the same texts', () => {
  expect([...english.keys()].sort()).toEqual(dutch.map(([way]) => way.join(' › ')).sort());
});

it('both languages have the same places to fill', () => {
  const different = dutch.filter(
    ([way, text]) => placesIn(text).join() !== placesIn(english.get(way.join(' › ')) ?? '').join(),
  );
  expect(different.map(([way]) => way.join(' › '))).toEqual([]);
});

it('no Dutch text has a word that means something else to people in care', () => {
  const words = /risico|melding|dossier|signaal|signalen/i;
  expect(dutch.filter(([, text]) => words.test(text)).map(([way]) => way.join(' › '))).toEqual([]);
});

it('no text is empty, or has a space at an end or twice', () => {
  const untidy = [...dutch, ...leaves(en)].filter(
    ([, text]) => text === '' || text !== text.trim() || / {2}/.test(text),
  );
  expect(untidy.map(([way]) => way.join(' › '))).toEqual([]);
});

it('every text is used by a screen', () => {
  const sources = resolve(__dirname, '../src');
  const code = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(sources, name), 'utf8'))
    .join('\n');
  const words = new Set(code.match(/[\w-]+/g));
  /** A list that is looked up by a code, `t.matched[…]` or `own(t.facts, …)`, uses all that is in it. */
  const lookedUp = (name: string): boolean =>
    new RegExp(
      `\\b${name}(\\)|!| as [^;]{0,80})*\\??\\.?\\[|\\b${name}\\b[^.\\n]{0,60}\\)\\[|own\\(t\\.${name}\\b`,
    ).test(code);
  const used = ([, ...way]: readonly string[]): boolean => {
    const name = way.at(-1) ?? '';
    return words.has(name) || way.slice(0, -1).some(lookedUp);
  };
  expect(dutch.filter(([way]) => !used(way)).map(([way]) => way.join(' › '))).toEqual([]);
});
