import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  attempt,
  compose,
  composeText,
  environmentOf,
  ours,
  prepare,
  type Preparation,
  programOf,
  type Service,
} from '../support/compose';

const root = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const names = (of: Service['networks'] = []): string[] => (Array.isArray(of) ? [...of] : Object.keys(of));
const service = (name: string): Service => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`there is no service ${name}`);
  return found;
};
const all = Object.entries(compose.services);
const NOT_CONFIGURED = /does not allow a start/;
/** What Node itself and the PostgreSQL driver read, not our processes. */
const OF_LIBRARIES = ['PGPASSFILE', 'NODE_EXTRA_CA_CERTS'];

let made: Preparation;
beforeAll(() => {
  made = prepare();
});
afterAll(() => made.remove());

/** Names that stand in the list of settings of a program, from its source. */
function settingsOf(program: string): Set<string> {
  const folder = program.replace(/^dist\//, '').replace(/\/[^/]+$/, '');
  const sources = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  const texts = sources.map((name) => read(join(folder, name))).filter((text) => text.includes('readConfiguration'));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/\b([A-Z][A-Z_]{2,}):/g)].map(([, name]) => name as string)),
  );
}

/** Settings that the program names when it is given only these. */
const missing = (program: string, given: Record<string, string>): string[] =>
  [...attempt(program, given).words.matchAll(/^ {2}- ([A-Z_]+) /gm)].map(([, name]) => name as string);

describe.each(ours)('the service %s', (_name, one) => {
  it('starts with exactly the settings and secrets that the file gives it, up to its database', () => {
    const { code, words } = attempt(programOf(one), environmentOf(one, made.values));
    expect(words).not.toMatch(NOT_CONFIGURED);
    expect(words).toMatch(/ECONNREFUSED|did not start/);
    expect(code).toBe(1);
  });

  it('is given nothing that it does not read', () => {
    const known = [...settingsOf(programOf(one)), ...OF_LIBRARIES];
    expect(Object.keys(one.environment ?? {}).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('would say so when any setting without a default were left out', () => {
    const whole = environmentOf(one, made.values);
    const duties: Record<string, string> = whole['DUTIES'] === undefined ? {} : { DUTIES: whole['DUTIES'] };
    const needed = missing(programOf(one), duties).filter((name) => name !== 'KEK_COMMAND');
    expect(needed.length).toBeGreaterThan(0);
    expect(needed.filter((name) => !(name in whole))).toEqual([]);
  });

  it('reads only secrets that it was given, and is given none that it does not read', () => {
    const read = Object.values(one.environment ?? {}).flatMap((text) => /^\/run\/secrets\/(.+)$/.exec(text)?.[1] ?? []);
    expect(read.toSorted()).toEqual([...(one.secrets ?? [])].toSorted());
  });

  it('runs the image of this version, which is built here, as a user without rights', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(one).toMatchObject({ image: `raakvlak:${version}`, build: '.', user: 'node', read_only: true });
    expect(one).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(existsSync(join(root, programOf(one)))).toBe(true);
  });

  it('is asked for its health where it listens, at a path that it serves', () => {
    const asked = /http:\/\/127\.0\.0\.1:(\d+)(\/[\w/]+)'/.exec(one.healthcheck?.test.join(' ') ?? '');
    const { PORT } = one.environment ?? {};
    expect(asked?.[1]).toBe(PORT);
    if (asked === null || asked[2] === undefined) return;
    const folder = programOf(one)
      .replace(/^dist\//, '')
      .replace(/\/[^/]+$/, '');
    const controllers = readdirSync(join(root, folder)).filter((name) => name.endsWith('.controller.ts'));
    const served = controllers.flatMap((name) => {
      const text = read(join(folder, name));
      const prefix = /@Controller\('([^']*)'\)/.exec(text)?.[1];
      return [...text.matchAll(/@Get\('([^']+)'\)/g)].map(([, path]) => `/${[prefix, path].filter(Boolean).join('/')}`);
    });
    expect(served).toContain(asked[2]);
  });
});

describe('the file as a whole', () => {
  it('has the production shape', () => {
    expect(all.map(([name]) => name).toSorted()).toEqual(
      // prettier-ignore
      ['custodian', 'custodian-db', 'detector', 'feeder', 'follower', 'index-1', 'index-2', 'index-db', 'keycloak', 'login-db', 'migrate', 'proxy', 'worker'],
    );
  });

  it('declares every secret, config, network and volume that is used, and uses every one that is declared', () => {
    const used = (of: (one: Service) => readonly string[]): string[] =>
      [...new Set(all.flatMap(([, one]) => of(one)))].toSorted();
    expect(used(({ secrets = [] }) => secrets)).toEqual(Object.keys(compose.secrets).toSorted());
    expect(used(({ configs = [] }) => configs.map(({ source }) => source))).toEqual(
      Object.keys(compose.configs).toSorted(),
    );
    expect(used(({ networks }) => names(networks))).toEqual(Object.keys(compose.networks).toSorted());
    expect(used(({ volumes = [] }) => volumes.map((one) => one.split(':')[0] as string))).toEqual(
      Object.keys(compose.volumes).toSorted(),
    );
  });

  it('leaves no value open but those that its first lines name', () => {
    const asked = [...new Set([...composeText.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name]) => name as string))];
    expect(asked.toSorted()).toEqual(Object.keys(made.values).toSorted());
    const opening = composeText.slice(0, composeText.indexOf('x-raakvlak'));
    expect(asked.filter((name) => !opening.includes(name))).toEqual([]);
  });

  it('makes nobody wait for a service that is not there, or for the health of one that has no check', () => {
    for (const [, { depends_on = {} }] of all)
      for (const [name, { condition }] of Object.entries(depends_on))
        expect([name, service(name).healthcheck !== undefined]).toEqual([name, condition === 'service_healthy']);
  });

  it('sends visitors to services that listen there, on a network of the proxy', () => {
    const { content } = compose.configs['caddyfile'] ?? { content: '' };
    const targets = [...content.matchAll(/\b([a-z][\w-]*):(\d+)/g)].map(([, name, port]) => [name, port] as const);
    expect(targets.map(([name]) => name)).toEqual(['index-1', 'index-2', 'custodian', 'keycloak']);
    for (const [name, port] of targets) {
      const { environment, networks } = service(name ?? '');
      expect(names(networks)).toContain('edge');
      if (environment?.['PORT'] !== undefined) expect([name, environment['PORT']]).toEqual([name, port]);
    }
  });

  it('pins every image to a version', () => {
    for (const [, { image }] of all) expect(image).toMatch(/^[\w./-]+:\d+\.\d+(\.\d+)?(-\w+)?$/);
    expect(read('Dockerfile').match(/^FROM .*$/gm)).toEqual([
      'FROM node:24-bookworm-slim AS build',
      'FROM node:24-bookworm-slim',
    ]);
  });

  it('holds no secret: passwords and keys are files outside the folder, and the environment names only where they are', () => {
    for (const [, { environment = {} }] of all)
      for (const [name, text] of Object.entries(environment)) {
        if (/PASS|SECRET|KEY|TOKEN|CREDENTIAL/.test(name) && name !== 'ROOT_PUBLIC_KEY')
          expect(text).toMatch(/^\/run\/secrets\//);
        expect(text).not.toMatch(/:\/\/[^/@]*:[^/@]*@/);
      }
    for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^\$\{SECRETS_DIR:\?[^}]+\}\/[\w.-]+$/);
    expect(composeText).not.toMatch(/-----BEGIN|eyJ[\w-]{20,}|\b[\w-]{43}\b/);
  });
});

describe('hands that must stay apart', () => {
  const INDEX_SIDE = ['index-db', 'migrate', 'index-1', 'index-2', 'feeder', 'worker', 'detector', 'follower'];
  const CUSTODIAN_SIDE = ['custodian', 'custodian-db'];
  const shared = (of: (one: Service) => readonly string[], ones: readonly string[], others: readonly string[]) =>
    ones.flatMap((name) => of(service(name))).filter((what) => others.some((name) => of(service(name)).includes(what)));

  it('custodian and index share no secret, volume or config', () => {
    expect(shared(({ secrets = [] }) => secrets, CUSTODIAN_SIDE, INDEX_SIDE)).toEqual([]);
    expect(shared(({ volumes = [] }) => volumes, CUSTODIAN_SIDE, INDEX_SIDE)).toEqual([]);
    expect(shared(({ configs = [] }) => configs.map(({ source }) => source), CUSTODIAN_SIDE, INDEX_SIDE)).toEqual([]);
  });

  it('no database is on a network of the other side, or reachable from outside', () => {
    expect(shared(({ networks }) => names(networks), CUSTODIAN_SIDE, ['index-db', 'login-db'])).toEqual([]);
    expect(shared(({ networks }) => names(networks), INDEX_SIDE, ['custodian-db', 'login-db'])).toEqual([]);
    for (const name of ['index-db', 'custodian-db', 'login-db'])
      for (const network of names(service(name).networks))
        expect(compose.networks[network]).toEqual({ internal: true });
    expect(all.filter(([, one]) => 'ports' in one).map(([name]) => name)).toEqual(['proxy']);
  });

  it('nobody holds the key of the log together with a key of the store or of the audit record', () => {
    for (const [, { secrets = [] }] of all)
      if (secrets.includes('log.key'))
        expect(secrets.filter((name) => ['storage.key', 'audit.key', 'token.keys', 'kek.key'].includes(name))).toEqual(
          [],
        );
    const holders = (secret: string): string[] =>
      all.filter(([, { secrets = [] }]) => secrets.includes(secret)).map(([name]) => name);
    expect(holders('log.key')).toEqual(['feeder']);
    expect(holders('storage.key')).toEqual(['index-1', 'index-2', 'worker']);
    expect(holders('audit.key').toSorted()).toEqual(['detector', 'follower', 'index-1', 'index-2', 'worker']);
    for (const secret of ['token.keys', 'kek.key', 'ticket.key']) expect(holders(secret)).toEqual(['custodian']);
  });
});

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');
  const copies = lines.filter((line) => line.startsWith('COPY ')).map((line) => line.split(' ').slice(1));

  it('is built from files that are there and that the builder gets to see', () => {
    const sources = copies.filter(([first]) => !first?.startsWith('--from')).flatMap((words) => words.slice(0, -1));
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const seen = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    expect(sources.filter((path) => !seen.includes(path))).toEqual([]);
    // Documents that a server serves are read by the build as well.
    const imported = ['index', 'custodian'].flatMap((app) =>
      readdirSync(join(root, 'apps', app, 'src')).flatMap((name) =>
        [...read(`apps/${app}/src/${name}`).matchAll(/from '(?:\.\.\/)+(docs\/[^']+)'/g)].map(([, path]) => path),
      ),
    );
    expect(imported.sort()).toEqual(sources.filter((path) => path.startsWith('docs/')).sort());
    expect(read('.dockerignore')).toMatch(/^\*$/m);
  });

  it('holds what was built, with what it needs to run, and no more; it runs without rights', () => {
    const taken = copies.filter(([first]) => first === '--from=build').map(([, path]) => path);
    expect(taken).toEqual(['/app/package.json', '/app/node_modules', '/app/migrations', '/app/dist']);
    expect(lines.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
    expect(lines.filter((line) => /^(ENV|ARG) /.test(line))).toEqual(['ENV NODE_ENV=production']);
  });
});

const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0;
(hasCompose ? it : it.skip)('docker compose itself takes the file (skipped where it is not installed)', () => {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...made.values };
  const run = spawnSync('docker', ['compose', '-f', join(root, 'docker-compose.yml'), 'config', '--quiet'], {
    env,
    encoding: 'utf8',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
});
