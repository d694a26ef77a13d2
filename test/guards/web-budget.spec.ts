import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Bytes after gzip, as the index sends them (files `.gz` beside each). */
const MOST = {
  /** The first route: what a phone fetches before anybody signs in */
  landingScript: 15_000,
  /** All of the way to the question; no goal of its own, and a bar that keeps it from growing (docs/performance.md) */
  questionScript: 25_000,
  firstStyle: 8_000,
  /** Scripts and styles of any other route together */
  route: 40_000,
  worker: 60_000,
  /** What the worker fetches later, for one task each */
  task: 10_000,
};

const root = resolve(__dirname, '../..');
const built = join(root, 'dist', 'apps', 'web');

interface Chunk {
  readonly file: string;
  readonly name?: string;
  readonly isEntry?: true;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(built, '.vite', 'manifest.json'), 'utf8')) as Readonly<
  Record<string, Chunk>
>;
const sizeOf = (file: string): number => readFileSync(join(built, `${file}.gz`)).length;

/** A chunk, what it imports at once, and the styles of all of those. */
function filesOf(keys: readonly string[]): string[] {
  const seen = new Set<string>();
  const files = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`the build has no ${key}`);
    if (seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    chunk.imports?.forEach(visit);
  };
  keys.forEach(visit);
  return [...files];
}

const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry === true) ?? '';
const INSIDE = Object.keys(manifest).find((key) => manifest[key]?.name === 'inside') ?? 'inside';
const messages = (sections: readonly string[], language: string): string[] =>
  ['shell', 'common', ...sections].map((section) => `../../messages:${language}/${section}`);

/** What whoever goes on from the first screen fetches: what every page takes, and the screen with its texts. */
const screenFiles = ({ screen, sections }: Route, language: string): string[] =>
  filesOf([entry, INSIDE, `../../messages:${language}`, screen, ...messages(sections, language)]);

interface Route {
  readonly page: string;
  readonly screen: string;
  readonly sections: readonly string[];
}

/** Page, module of its screen and sections of its texts, as apps/web/src/shell/routes.ts has them. */
function routes(): Route[] {
  const text = readFileSync(join(root, 'apps/web/src/shell/routes.ts'), 'utf8');
  const found = [
    ...text.matchAll(/(\w+): \{\s*load: \(\) => import\('\.\.\/([\w/-]+)'\),\s*sections: \[([^\]]*)\]/g),
  ].map(([, page = '', screen = '', sections = '']) => ({
    page,
    screen: `src/${screen}.tsx`,
    sections: [...sections.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
  }));
  const all = [...text.matchAll(/load: \(\) => import/g)].length;
  if (found.length !== all) throw new Error(`${all - found.length} routes are written so that they are not read here`);
  return found;
}

/** Files with their sizes, largest first, for whoever has to make one smaller. */
const listed = (files: readonly string[]): string =>
  [...files]
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .map((file) => `${file} ${sizeOf(file)}`)
    .join(', ');

/** What is over its budget, in words; nothing when all is within. */
function over(what: string, files: readonly string[], most: number): string[] {
  const sum = files.reduce((total, file) => total + sizeOf(file), 0);
  return sum <= most ? [] : [`${what}: ${sum} bytes of at most ${most}: ${listed(files)}`];
}

const scripts = (files: readonly string[]): string[] => files.filter((file) => file.endsWith('.js'));
const styles = (files: readonly string[]): string[] => files.filter((file) => file.endsWith('.css'));

/** What a phone fetches before somebody can ask: frame, question and their words. */
function firstRoute(language: string): string[] {
  const ask = routes().find(({ page }) => page === 'ask');
  if (ask === undefined) throw new Error('there is no question');
  return screenFiles(ask, language);
}

it.each(['nl', 'en'])('who has yet to sign in fetches at most 15 kB of scripts, in %s', (language) => {
  const landing = filesOf([entry, ...messages([], language)]);
  expect(over('scripts of the landing page', scripts(landing), MOST.landingScript)).toEqual([]);
});

it.each(['nl', 'en'])('the question fetches at most 25 kB of scripts, in %s', (language) => {
  expect(over('scripts of the question', scripts(firstRoute(language)), MOST.questionScript)).toEqual([]);
});

it('the first route fetches at most 8 kB of styles', () => {
  expect(over('styles of the question', styles(firstRoute('nl')), MOST.firstStyle)).toEqual([]);
});

it('no route fetches more than 40 kB of scripts and styles', () => {
  const all = routes().flatMap((route) =>
    ['nl', 'en'].flatMap((language) => over(`${route.page} in ${language}`, screenFiles(route, language), MOST.route)),
  );
  expect(all).toEqual([]);
});

it('the worker with WebAssembly takes at most 60 kB, and 10 kB more for a task of its own', () => {
  const known = new Set(Object.values(manifest).flatMap(({ file, css = [] }) => [file, ...css]));
  const others = readdirSync(join(built, 'assets'))
    .filter((name) => /\.(js|wasm)$/.test(name) && !known.has(`assets/${name}`))
    .map((name) => `assets/${name}`);
  const [worker, ...none] = others.filter((file) => /\/worker-/.test(file));
  expect(none).toEqual([]);
  expect(over('worker', [worker ?? ''], MOST.worker)).toEqual([]);
  const tasks = others.filter((file) => file !== worker);
  expect(tasks.flatMap((file) => over('a task', [file], MOST.task))).toEqual([]);
});

it('every file that is sent is there compressed, and no map of the sources is sent', () => {
  const files = readdirSync(join(built, 'assets')).filter((name) => !/\.(gz|br)$/.test(name));
  expect(files.filter((name) => name.endsWith('.map'))).toEqual([]);
  const bare = files.filter(
    (name) =>
      /\.(js|css)$/.test(name) && !['gz', 'br'].every((kind) => existsSync(join(built, 'assets', `${name}.${kind}`))),
  );
  expect(bare).toEqual([]);
});
