import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { AMPLE_BUDGETS } from './budgets';

// Flows run from source, the bench from the build.
const root = join(__dirname, '../..');
const BUILD = basename(root) === 'dist' ? root : join(root, 'dist');
const CUSTODIAN = join(BUILD, 'apps/custodian/src');

export const CUSTODIAN_AUDIENCE = 'urn:raakvlak:custodian';

export interface RunningCustodian {
  readonly url: string;
  readonly child: ChildProcess;
  /** All that it printed so far */
  output(): string;
  stop(): Promise<void>;
}

export interface CustodianOffice {
  /** 32 bytes in base64url */
  readonly rootPublicKey: string;
  /** Runs the ceremony's command in the folder of the keys; what it printed. The epochs' keys are sealed under kek.key */
  ceremony(...args: string[]): string;
  /** Runs the operator's program on the custodian's database; what it printed */
  office(...args: string[]): string;
  /** The same for what must fail: its exit code and words */
  officeRefuses(...args: string[]): { code: number | null; words: string };
  start(changes?: Record<string, string>): Promise<RunningCustodian>;
  /** Exit code and words of a custodian that must not start */
  refusalToStart(changes: Record<string, string>): Promise<{ code: number | null; words: string }>;
}

/**
 * A folder with root.key, kek.key, ticket.key and an unsigned epochs.json made by the real ceremony, and the real process.
 * Make epochs in token.keys and sign to epochs.jws before the start. Budgets are ample unless BUDGETS_FILE says otherwise.
 * @param settings DATABASE_URL and OIDC_ISSUER at least
 */
export function openCustodianOffice(folder: string, settings: Record<string, string>): CustodianOffice {
  const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
    spawnSync(process.execPath, [join(CUSTODIAN, `${program}.js`), ...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
  const ceremony = (...args: string[]): string => {
    const kek = args[0] === 'epoch' && !args.some((arg) => arg.startsWith('--kek')) ? ['--kek', 'kek.key'] : [];
    const { status, stdout, stderr } = run('ceremony', [...args, ...kek]);
    if (status !== 0) throw new Error(`ceremony ${args[0]}: ${stderr}`);
    return stdout.trim();
  };
  const budgets = join(folder, 'budgets.json');
  writeFileSync(budgets, JSON.stringify(AMPLE_BUDGETS));
  const runOffice = (args: readonly string[]) => {
    const { DATABASE_URL, BUDGETS_FILE = budgets } = settings;
    return run('office', args, { PATH: process.env['PATH'], DATABASE_URL, BUDGETS_FILE });
  };
  const rootPublicKey = ceremony('root', '--out', 'root.key');
  ceremony('kek', '--out', 'kek.key');
  ceremony('document', '--document', 'epochs.json', '--custodian', 'custodian.demo', '--demo');
  ceremony('ticket-key', '--out', 'ticket.key', '--document', 'epochs.json');

  const launch = (changes: Record<string, string>) => {
    const env = {
      PATH: process.env['PATH'],
      AUDIENCE: CUSTODIAN_AUDIENCE,
      KEY_FILE: join(folder, 'token.keys'),
      KEK_FILE: join(folder, 'kek.key'),
      BUDGETS_FILE: budgets,
      EPOCH_DOCUMENT_FILE: join(folder, 'epochs.jws'),
      ROOT_PUBLIC_KEY: rootPublicKey,
      TICKET_KEY_FILE: join(folder, 'ticket.key'),
      DEMO: 'true',
      ...settings,
      ...changes,
    };
    const child = spawn(process.execPath, [join(CUSTODIAN, 'main.js')], { env, stdio: 'pipe' });
    const parts: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { child, ended, output: () => parts.join('') };
  };

  return {
    rootPublicKey,
    ceremony,
    office(...args) {
      const { status, stdout, stderr } = runOffice(args);
      if (status !== 0) throw new Error(`office ${args[0]}: ${stderr}`);
      return stdout.trim();
    },
    officeRefuses(...args) {
      const { status, stdout, stderr } = runOffice(args);
      return { code: status, words: `${stdout}${stderr}` };
    },
    async start(changes = {}) {
      const { child, ended, output } = launch(changes);
      const port = await new Promise<number>((resolve, reject) => {
        createInterface({ input: child.stdout }).on('line', (line) => {
          const said = JSON.parse(line) as { ready?: boolean; port?: number };
          if (said.ready === true) resolve(said.port!);
        });
        void ended.then(() => reject(new Error(`the custodian did not start:\n${output()}`)));
      });
      return {
        url: `http://127.0.0.1:${port}`,
        child,
        output,
        async stop() {
          child.kill('SIGTERM');
          await ended;
        },
      };
    },
    async refusalToStart(changes) {
      const { ended, output } = launch(changes);
      return { code: await ended, words: output() };
    },
  };
}
