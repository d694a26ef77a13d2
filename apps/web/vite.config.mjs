/**
 * Builds the web app into dist/apps/web: hashed files, each compressed beforehand, and `pages.json`, from which the index
 * knows the addresses of the app.
 */
import { transformSync } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

const HERE = import.meta.dirname;
const ROOT = path.resolve(HERE, '../..');
const OUT = path.join(ROOT, 'dist/apps/web');

/** Doors lead to the sources; an import that is no door does not resolve. */
const { imports } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const doors = Object.entries(imports).map(([door, { types }]) => ({
  find: new RegExp(`^${door}$`),
  replacement: path.join(ROOT, types),
}));

const PAGES = JSON.parse(readFileSync(path.join(HERE, 'pages.json'), 'utf8'));
const MESSAGES = /^messages:(nl|en)(?:\/(\w+))?$/;
const LANGUAGES = ['nl', 'en'];

async function languageOf(name) {
  const { code } = transformSync(readFileSync(path.join(HERE, 'messages', `${name}.ts`), 'utf8'), {
    loader: 'ts',
    format: 'esm',
  });
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`))[name];
}

/** What stands on the first screen. */
const FIRST_SECTIONS = ['shell', 'common'];

/**
 * `messages:nl/ask` is the section `ask` of messages/nl.ts: one file to translate, and no screen carries another's texts.
 * `messages:first` has in each language a function for each section of the first screen that fetches it; `messages:nl` has
 * those for all others, so that whoever goes on fetches them of her own language alone.
 */
const messages = {
  name: 'messages',
  resolveId: (id) => (MESSAGES.test(id) || id === 'messages:first' ? `\0${id}` : undefined),
  async load(id) {
    if (!id.startsWith('\0messages:')) return undefined;
    for (const language of LANGUAGES) this.addWatchFile(path.join(HERE, 'messages', `${language}.ts`));
    const [, language, section] = MESSAGES.exec(id.slice(1)) ?? [];
    if (section !== undefined) return `export default ${JSON.stringify((await languageOf(language))[section])};`;
    const loaders = (of, sections) => `{${sections.map((name) => `${name}: () => import('messages:${of}/${name}')`)}}`;
    const others = async () => Object.keys(await languageOf('nl')).filter((name) => !FIRST_SECTIONS.includes(name));
    if (language !== undefined) return `export default ${loaders(language, await others())};`;
    return `export default {${LANGUAGES.map((each) => `${each}: ${loaders(each, FIRST_SECTIONS)}`)}};`;
  },
};

const PRELOAD = '\0vite/preload-helper.js';

/** What Vite puts around `import()`, with nothing but what is needed here: the styles of a screen come before it. */
const styles = {
  name: 'styles',
  enforce: 'pre',
  load: (id) =>
    id === PRELOAD
      ? `const asked = {};
// The styles of the page itself stand in it already: once more, they would come after those of the screen.
const style = (path) => (asked[path] ??= document.querySelector('link[href="/' + path + '"]') ? Promise.resolve() : new Promise((done, failed) => {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'stylesheet', href: '/' + path, onload: done, onerror: () => (delete asked[path], failed(Error(path))) });
  document.head.append(link);
}));
export const __vitePreload = (load, paths = []) => Promise.all(paths.filter((path) => path.endsWith('.css')).map(style)).then(load);`
      : undefined,
};

const COMPRESSED = /\.(js|css|html|svg|json|webmanifest)$/;

/** What the page itself is made of: the web worker's files stay out, they come with a policy that may change. */
let own = [];
let entry;

const files = {
  name: 'files',
  apply: 'build',
  generateBundle(_options, bundle) {
    const parts = Object.values(bundle);
    own = parts
      .filter(({ type, fileName }) => type === 'chunk' || fileName.endsWith('.css'))
      .map(({ fileName }) => fileName);
    entry = parts.find(({ isEntry }) => isEntry)?.fileName;
  },
  closeBundle() {
    if (entry === undefined) return;
    writeFileSync(path.join(OUT, 'pages.json'), JSON.stringify(PAGES));
    fillServiceWorker();
    for (const name of readdirSync(OUT, { recursive: true })) {
      if (!COMPRESSED.test(name)) continue;
      const file = path.join(OUT, name);
      const bytes = readFileSync(file);
      writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      writeFileSync(`${file}.br`, brotliCompressSync(bytes));
    }
  },
};

/** The service worker keeps the files of this very build, and none of another. */
function fillServiceWorker() {
  // A chunk of nothing but styles is gone by now.
  const listed = own
    .filter((name) => existsSync(path.join(OUT, name)))
    .map((name) => `/${name}`)
    .sort();
  const page = readFileSync(path.join(OUT, 'index.html'), 'utf8');
  const version = createHash('sha256').update(listed.join()).update(page).digest('hex').slice(0, 16);
  const file = path.join(OUT, 'service-worker.js');
  const told = { VERSION: version, ENTRY: entry, FILES: listed.join(' '), PAGES: Object.values(PAGES).join(' ') };
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/%([A-Z]+)%/g, (_place, name) => told[name]),
  );
}

// Our modules do nothing when they are loaded, but for the entries and styles: so a front door costs what is taken there.
const treeshake = { moduleSideEffects: (id) => /\.css$|\/(main\.tsx|worker\.ts)(\?.*)?$/.test(id) };

const FIRST =
  /\/(preact|libs\/problem|apps\/web\/(pages\.json|src\/(shell\/(app|connection|desk|frame|problem-notice|router|session|sign-in-screen|texts|unloadable)|design\/(button|frame|icon|plain|surface|text))))/;

/** What everybody needs who goes on from there. */
const INSIDE = /\/web\/src\/(shell\/(?!keep|later)|design\/(field|choice)\.)/;

export default defineConfig({
  root: HERE,
  base: '/',
  // A build of ours never reads the environment.
  envPrefix: 'RAAKVLAK_WEB_',
  resolve: { alias: [...doors, { find: /^node:crypto$/, replacement: path.join(HERE, 'src/worker/node-crypto.ts') }] },
  plugins: [messages, styles, files],
  worker: { format: 'es', rolldownOptions: { treeshake } },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: true,
    rolldownOptions: {
      treeshake,
      // What every first visit needs compresses better in one file, and comes in one round trip.
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', test: FIRST, priority: 2 },
            { name: 'inside', test: INSIDE, priority: 1 },
          ],
        },
      },
    },
    // What imports what, for the budgets (test/guards/web-budget.spec.ts)
    manifest: true,
  },
});
