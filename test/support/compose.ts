import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { generateSigningKey } from '#transparency';

const root = resolve(__dirname, '../..');
const CEREMONY = join(root, 'dist/apps/custodian/src/ceremony.js');

export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly user?: string;
  readonly command?: readonly string[] | string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const composeText = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
export const compose = parse(composeText, { merge: true }) as Compose;

/** What an operator makes before the first start: the values of the settings file, and the folder of secrets. */
export interface Preparation {
  readonly values: Readonly<Record<string, string>>;
  remove(): void;
}

/** By the real ceremony, in its order; what belongs to parts of others is random. */
export function prepare(): Preparation {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-compose-'));
  const ceremony = (...args: string[]): string => {
    const run = spawnSync(process.execPath, [CEREMONY, ...args], { cwd: folder, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`ceremony ${args[0]}: ${run.stderr}`);
    return run.stdout.trim();
  };
  const [document, keys] = [
    ['--document', 'epochs.json'],
    ['--keys', 'token.keys'],
  ] as const;
  const rootKey = ceremony('root', '--out', 'root.key');
  ceremony('document', ...document, '--custodian', 'custodian.example');
  ceremony('ticket-key', '--out', 'ticket.key', ...document);
  ceremony('kek', '--out', 'kek.key');
  ceremony('epoch', '--id', '2026-1', ...keys, ...document, '--kek', 'kek.key');
  ceremony('sign', ...document, '--root', 'root.key', '--out', 'epochs.jws');
  const origin = 'log.example/audit/2026';
  const random = (): string => randomBytes(32).toString('base64url');
  const made: Record<string, string> = {
    'storage.key': random(),
    'audit.key': random(),
    'log.key': generateSigningKey(origin),
  };
  for (const name of Object.keys(compose.secrets)) {
    const file = join(folder, name);
    if (['token.keys', 'kek.key', 'ticket.key', 'epochs.jws'].includes(name)) continue;
    writeFileSync(file, `${made[name] ?? `of-a-test-${random()}`}\n`);
    chmodSync(file, 0o600);
  }
  const values = {
    INDEX_HOST: 'raakvlak.example',
    CUSTODIAN_HOST: 'custodian.example',
    LOGIN_HOST: 'login.example',
    ROOT_PUBLIC_KEY: rootKey,
    LOG_ORIGIN: origin,
    LOG_PUBLIC_KEY: `${origin}+00000000+AAAA`,
    SECRETS_DIR: folder,
  };
  // Lies beside the secrets, where environmentOf looks for what a container finds in /etc/raakvlak.
  writeFileSync(join(folder, 'web.json'), filled(compose.configs['web']?.content ?? '', values));
  return {
    values,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Every `${NAME:?words}` of the text with its value, and `$$` as one `$`. An unknown name stays as it is. */
const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\$\$|\$\{(\w+)(?::\?[^}]*)?\}/g, (whole, name?: string) =>
    name === undefined ? '$' : (values[name] ?? whole),
  );

/** Our own services, by the image. */
export const ours = Object.entries(compose.services).filter(([, { image }]) => image.startsWith('raakvlak:'));

/** The compiled program that a service of ours runs, from the top of the image. */
export function programOf({ command }: Service): string {
  const [node, file] = Array.isArray(command) ? (command as string[]) : [];
  if (node !== 'node' || file === undefined) throw new Error('a service of ours runs node and one program');
  return file;
}

/** The environment as the container gets it, but that secrets lie in the folder and the database at a closed port. */
export function environmentOf(service: Service, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, text]) => [
      name,
      filled(text, values)
        .replace(/^\/(run\/secrets|etc\/raakvlak)\//, `${values['SECRETS_DIR']}/`)
        .replace(/@[\w-]+-db:5432\//, '@127.0.0.1:1/'),
    ]),
  );
}

/** Runs the program with this environment and no other; its exit code and words. */
export function attempt(program: string, environment: Record<string, string>): { code: number | null; words: string } {
  const run = spawnSync(process.execPath, [join(root, program)], {
    env: environment,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { code: run.status, words: `${run.stdout}${run.stderr}` };
}
