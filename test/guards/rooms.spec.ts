import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createRequire } from 'node:module';

const cruise = createRequire(__filename)('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
const root = resolve(__dirname, '../..');
const folders = (of: string): string[] =>
  readdirSync(join(root, of)).filter((name) => statSync(join(root, of, name)).isDirectory());
const GENERATED = ['node_modules', 'dist', '.raakvlak', '.git', 'coverage', '~'];
const walk = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (GENERATED.includes(path)) return [];
    return entry.isDirectory() ? walk(path) : [path];
  });
const tracked = walk('').filter((file) => !file.endsWith('.log'));
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

it('every room under apps and libs has a rule about whom it may import', () => {
  const rules = cruise.forbidden.map(({ name }) => name);
  const rooms = ['apps', 'libs'].flatMap((of) =>
    folders(of).map((name) => `${of}-${name}-imports-only-its-neighbours`),
  );
  expect(rooms.filter((rule) => !rules.includes(rule))).toEqual([]);
});

it('every front door opens with its purpose', () => {
  const doors = folders('libs').flatMap((room) =>
    ['index.ts', 'browser.ts', 'node.ts', 'evaluator.ts', 'proofs.ts', 'file-check.ts']
      .map((file) => `libs/${room}/src/${file}`)
      .filter((file) => tracked.includes(file)),
  );
  expect(doors.length).toBeGreaterThan(9);
  expect(doors.filter((door) => !/^(import[^;]+;\n)*\/\*\*\n( \*.*\n){3,}/.test(textOf(door)))).toEqual([]);
});

it('the top level is what the client fixed', () => {
  const allowed = [
    'apps',
    'libs',
    'migrations',
    'test',
    'docs',
    'nest-cli.json',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'docker-compose.yml',
    'Dockerfile',
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'publiccode.yml',
    'eslint.config.mjs',
    'jest.config.mjs',
  ];
  const top = [...new Set(tracked.map((file) => file.split('/')[0] as string))];
  expect(top.filter((name) => !name.startsWith('.') && !allowed.includes(name))).toEqual([]);
});

it('no citizen number outside the reserved test range stands anywhere', () => {
  const passes = (digits: string): boolean =>
    digits !== '000000000' &&
    [...digits].reduce((sum, digit, i) => sum + (i < 8 ? 9 - i : -1) * Number(digit), 0) % 11 === 0;
  const found = tracked
    .filter((file) => file !== 'package-lock.json')
    .flatMap((file) =>
      [...textOf(file).matchAll(/(?<![\dA-Za-z.+/=_-])\d{9}(?![\dA-Za-z.+/=_-])/g)]
        .filter(([digits]) => passes(digits) && !/^(99999|0000)/.test(digits))
        .map(() => file),
    );
  expect(found).toEqual([]);
});

it('no source is unfinished, or about the machine it was written on', () => {
  const sources = tracked.filter((file) => /\.(ts|mjs|cjs)$/.test(file));
  expect(sources.length).toBeGreaterThan(50);
  const marks = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].map((mark) => `\\b${mark}\\b`).join('|'));
  expect(sources.filter((file) => marks.test(textOf(file)))).toEqual([]);
  const paths = new RegExp(`(^|[\\s"(=\`'])/(${['wo' + 'rk', 'ro' + 'ot', 'fa' + 'rm'].join('|')})/`, 'm');
  expect(tracked.filter((file) => file !== 'package-lock.json' && paths.test(textOf(file)))).toEqual([]);
});
