/**
 * Makes a fresh clone ready to run: dependencies, then the build, each only when something changed.
 *
 * Only Node's own parts are used here, because this runs before the dependencies are there. Owns the two stamps
 * (`node_modules/.raakvlak-installed`, `dist/.raakvlak-built`) and the lock that keeps two set-ups apart. It starts no
 * process of the product and never touches its data.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './set-up-lock.mjs';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Everything that the local product keeps; git ignores it. */
export const KEEP = path.join(ROOT, '.raakvlak');

const INSTALLED = path.join(ROOT, 'node_modules', '.raakvlak-installed');
const BUILT = path.join(ROOT, 'dist', '.raakvlak-built');
const WEB = path.join(ROOT, 'apps', 'web');
const WEB_BUILT = path.join(ROOT, 'dist', 'apps', 'web', '.raakvlak-built');

/** A fault that the person at the keyboard can mend; its message is all there is to show. */
export class SetUpFault extends Error {}

/**
 * Installs and builds when needed.
 * @param {(line: string) => void} say receives progress in plain Dutch; silent when nothing needs doing
 * @throws {SetUpFault} with what to do
 */
export async function setUp(say) {
  checkNode();
  if (installed() && built() && webBuilt()) return;
  try {
    fs.mkdirSync(KEEP, { recursive: true });
    await withLock(
      path.join(KEEP, 'set-up.lock'),
      () => say('Een andere start is nog bezig met klaarzetten; even wachten.'),
      async () => {
        await install(say);
        await build(say);
        await buildWeb(say);
      },
    );
  } catch (fault) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(fault.code)) throw fault;
    throw new SetUpFault(
      `Geen schrijfrecht op ${fault.path ?? ROOT}. Start als de eigenaar van deze map, of maak een eigen kopie.\n` +
        `No permission to write there. Start as the owner of this folder, or make a clone of your own.`,
    );
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  // 21 and the first releases of 22 cannot require() ES modules, which NestJS 12 consists of.
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return;
  throw new SetUpFault(
    `Raakvlak heeft Node 20.19, 22.12 of nieuwer nodig; dit is Node ${process.versions.node}. Zie https://nodejs.org.\n` +
      `Raakvlak needs Node 20.19, 22.12 or newer; this is Node ${process.versions.node}. See https://nodejs.org.`,
  );
}

// ---- dependencies ----

/** Native parts differ per platform, so a node_modules that was copied from elsewhere counts as another one. */
const installedStamp = () =>
  sha256(process.platform, process.arch, fs.readFileSync(path.join(ROOT, 'package-lock.json')));

const installed = () => readOr(INSTALLED) === installedStamp();

async function install(say) {
  if (installed()) return;
  const stamp = installedStamp();
  if (!installedByHand()) {
    say('Onderdelen installeren (npm ci) …');
    const started = Date.now();
    // No install script is needed: argon2 ships its binaries and apps/local makes PostgreSQL's links itself.
    // Development and optional parts are asked for by name, since NODE_ENV or a user's npmrc may leave them out.
    const flags = [
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--include=dev',
      '--include=optional',
      '--loglevel=error',
      '--no-update-notifier',
    ];
    await runNpm(flags);
    say(`Onderdelen geïnstalleerd (${seconds(started)}).`);
  }
  writeStamp(INSTALLED, stamp);
}

/** Whether someone ran `npm ci` already: npm's own list of what stands in node_modules names all that the lock asks. */
function installedByHand() {
  const have = JSON.parse(readOr(path.join(ROOT, 'node_modules', '.package-lock.json')) ?? '{"packages":{}}').packages;
  const want = JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const here = ([place, { os: systems, cpu, optional }]) =>
    place !== '' && !optional && !systems && !cpu && place.startsWith('node_modules/');
  const native = Object.keys(want).filter((place) => place.endsWith(`/${process.platform}-${process.arch}`));
  return (
    Object.entries(want)
      .filter(here)
      .every(([place, { version }]) => have[place]?.version === version) &&
    native.every((place) => have[place]?.version === want[place].version)
  );
}

function runNpm(args) {
  const npm = process.env.npm_execpath;
  const environment = { ...process.env, ...npmCache() };
  if (npm && /npm-cli\.c?js$/.test(npm)) return run('npm ci', process.execPath, [npm, ...args], environment);
  return run(
    'npm ci',
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    args,
    environment,
    process.platform === 'win32',
  );
}

/** Without a home of its own (empty HOME, a service account) npm has nowhere to keep its cache: give it a place here. */
function npmCache() {
  const home = process.env.HOME ?? os.homedir();
  if (home !== '' && writable(home)) return {};
  return { npm_config_cache: path.join(KEEP, 'npm-cache'), HOME: KEEP };
}

function writable(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

// ---- build ----

const SOURCES = ['apps', 'libs', 'migrations', 'test'];

function filesIn(folder, fits) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && fits(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
}

/** Files the compiler reads: not the specs, and no SQL or people file, which the programs read where they stand. */
function sources() {
  const compiled = (name) => name.endsWith('.ts') && !/\.(spec|d)\.ts$/.test(name);
  const found = SOURCES.flatMap((folder) => filesIn(path.join(ROOT, folder), compiled));
  return found.filter((file) => !file.startsWith(path.join('apps', 'web', path.sep))).sort();
}

/** What the web app is made of: its own files, and what its worker takes from the client's side. */
function webSources() {
  const shared = ['problem', 'tokens', 'client', 'transparency', 'connector'].flatMap((room) =>
    filesIn(path.join(ROOT, 'libs', room), (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts')),
  );
  return [...filesIn(WEB, (name) => !name.endsWith('.spec.ts')), ...shared].sort();
}

const webBuilt = () => readOr(WEB_BUILT) === builtStamp(webSources());

async function buildWeb(say) {
  if (webBuilt()) return;
  say('De webapp bouwen …');
  const started = Date.now();
  const stamp = builtStamp(webSources());
  const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  await run('vite build', process.execPath, [
    vite,
    'build',
    '--config',
    path.join(WEB, 'vite.config.mjs'),
    '--logLevel',
    'warn',
  ]);
  writeStamp(WEB_BUILT, stamp);
  say(`Webapp gebouwd (${seconds(started)}).`);
}

function builtStamp(files) {
  const settings = ['package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
  return sha256(...[...settings, ...files].flatMap((file) => [file, fs.readFileSync(path.join(ROOT, file))]));
}

/** Programs that the tests start must be there too, hence the look at the files besides the stamp. */
function built() {
  const files = sources();
  const output = (file) => path.join(ROOT, 'dist', file.replace(/\.ts$/, '.js'));
  const { exclude } = JSON.parse(fs.readFileSync(path.join(ROOT, 'tsconfig.build.json'), 'utf8'));
  const compiled = files.filter((file) => !exclude.some((left) => file.startsWith(path.join(left, path.sep))));
  return readOr(BUILT) === builtStamp(files) && compiled.every((file) => fs.existsSync(output(file)));
}

async function build(say) {
  if (built()) return;
  say('Bouwen …');
  const started = Date.now();
  // The stamp is taken before the compiler looks: a file saved meanwhile gives another build at the next start.
  const stamp = builtStamp(sources());
  // The compiler's own memory of what it wrote does not notice a removed output.
  fs.rmSync(path.join(ROOT, 'dist', '.tsbuildinfo'), { force: true });
  fs.rmSync(BUILT, { force: true });
  await run('nest build', process.execPath, [
    path.join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'),
    'build',
  ]);
  writeStamp(BUILT, stamp);
  say(`Gebouwd (${seconds(started)}).`);
}

// ---- small parts ----

/** Runs a program with its output shown; it fails when the program does. */
function run(what, command, args, environment = process.env, shell = false) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env: environment, stdio: ['ignore', 'inherit', 'inherit'], shell });
    child.on('error', (cause) =>
      reject(new SetUpFault(`Klaarzetten lukt niet: ${what} kan niet starten (${cause.code}).`)),
    );
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(new SetUpFault(`Klaarzetten lukt niet: ${what} stopte met ${signal ?? code}. Zie de regels hierboven.`));
    });
  });
}

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

function readOr(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a stamp cut short by a crash would only cost a second build, a wrong one would cost a day. */
function writeStamp(file, stamp) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.${process.pid}`, stamp);
  fs.renameSync(`${file}.${process.pid}`, file);
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Says what is wrong and sets the exit code, for the scripts that use the set-up. */
export function fail(fault) {
  console.error(fault instanceof SetUpFault ? fault.message : fault);
  process.exit(1);
}
