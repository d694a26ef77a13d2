import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientConfiguration, LogIdentity } from '#client/node';
import { type CustodianKeys, custodianKeys } from './ceremony';
import { enrolDemoConnections } from './enrolment';
import { type Claim, Taken, claim } from './claim';
import { removeOffice, writeOffice } from './office-file';
import { LocalFault, program, root } from './place';
import { freePort } from './ports';
import { type Postgres, startPostgres } from './postgres';
import { type Environment, type RunningProcess, runToEnd, startProcess } from './processes';
import { LOG_ORIGIN, type Secrets, secretsOf } from './secrets';

const HOST = '127.0.0.1';

/** What the pages of the web app say about whom to ask; made up, as all of the demonstration. */
const WHOM_TO_ASK = {
  municipality: 'gemeente Amersfoort (demonstratie)',
  helpdesk: { phone: '033-000 00 90', email: 'helpdesk@amersfoort.example' },
  privacyContact: 'privacy@amersfoort.example',
  accessibilityContact: 'toegankelijk@amersfoort.example',
};

export type PartName = 'identity' | 'custodian' | 'index' | 'worker';

/** Real parts in the place of embedded ones; empty means embedded. */
export interface Replacements {
  /** PostgreSQL database of the index */
  readonly DATABASE_URL?: string;
  /** PostgreSQL database of the custodian */
  readonly CUSTODIAN_DATABASE_URL?: string;
  /** OpenID Connect provider; then the three below are needed as well */
  readonly OIDC_ISSUER?: string;
  readonly INDEX_AUDIENCE?: string;
  readonly CUSTODIAN_AUDIENCE?: string;
  readonly CLIENT_ID?: string;
}

export interface StackOptions {
  /** Absolute path; holds data, keys, logs and the client configuration, and is kept between starts */
  readonly folder: string;
  /** Wanted ports; a free one is taken when absent or in use */
  readonly ports?: { readonly index?: number; readonly custodian?: number; readonly identity?: number };
  readonly replacements?: Replacements;
  /** Demonstration: test citizen numbers only. Decided at the first start of a folder. */
  readonly demo?: boolean;
  /** Seconds between signed heads of the log, and between published ones */
  readonly signSeconds?: number;
  readonly publishSeconds?: number;
  /** Address under which the index finds the custodian, when that is not the custodian's own */
  readonly custodianForIndex?: string;
  /** Other budgets of the custodian than its defaults, in the shape of its BUDGETS_FILE */
  readonly budgets?: object;
  /** The same for the index, which has budgets of its own */
  readonly indexBudgets?: object;
  /** Extra PostgreSQL settings */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Told what a person should know, in Dutch */
  readonly say?: (line: string) => void;
}

/** What a client needs to know; the contents of `client.json`. */
export type StackConfiguration = ClientConfiguration & Required<LogIdentity>;

/** The running product. */
export interface Stack {
  readonly folder: string;
  readonly configuration: StackConfiguration;
  /** `client.json` in the folder */
  readonly configurationFile: string;
  /** Connection strings of the two databases */
  readonly databases: { readonly index: string; readonly custodian: string };
  /** Where every process writes its log */
  readonly logFolder: string;
  /** Whether the local identity provider with demo people runs */
  readonly demoPeople: boolean;
  /** The embedded PostgreSQL; undefined when both databases are elsewhere */
  readonly postgres: Postgres | undefined;
  /** Settles with the name of the first part that ended without being told to. */
  readonly brokenBy: Promise<string>;
  /** The process that plays this part now; undefined when somebody else provides it. */
  part(name: PartName): RunningProcess | undefined;
  /** Stops a part when it still runs, and starts it again on the same port. */
  restart(name: PartName): Promise<RunningProcess>;
  /** One more index process on the same database, on a free port unless told otherwise. */
  addIndex(port?: number): Promise<RunningProcess>;
  /** Kills PostgreSQL and starts it again on the same port: a crash. */
  crashPostgres(): Promise<void>;
  /** Ends everything in order: first who takes questions, last the databases; `remove` deletes the folder as well. */
  stop(options?: { remove?: boolean }): Promise<void>;
}

/**
 * Starts the whole product on this machine: PostgreSQL, identity provider, custodian, index and worker, each as the
 * process it is in production, with keys and data in one folder. What fails to start takes the rest down again.
 * @throws LocalFault when the person at the keyboard must do something; Error with the end of a log otherwise
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const held = hold(options.folder);
  const stack = new LocalStack(options, held);
  try {
    await stack.start();
    held.tell(stack.configuration.index);
    return stack;
  } catch (fault) {
    await stack.stop();
    throw fault;
  }
}

function hold(folder: string): Claim {
  try {
    mkdirSync(folder, { recursive: true });
    return claim(join(folder, 'running'));
  } catch (fault) {
    if (fault instanceof Taken) {
      const where = fault.holder.note === '' ? 'en is nog bezig met starten' : `op ${fault.holder.note}`;
      throw new LocalFault(`Raakvlak draait hier al ${where} (proces ${fault.holder.pid}). Stop dat eerst met Ctrl-C.`);
    }
    if (!['EACCES', 'EPERM', 'EROFS'].includes((fault as NodeJS.ErrnoException).code ?? '')) throw fault;
    throw new LocalFault(
      `De map ${folder} is niet van u (eerder als root gestart?). Start weer als de eigenaar, of verwijder de map met alle gegevens: sudo rm -rf "${folder}"`,
    );
  }
}

interface Provider {
  readonly issuer: string;
  readonly indexAudience: string;
  readonly custodianAudience: string;
  readonly clientId: string;
  /** Port of the embedded provider; undefined when it is somebody else's */
  readonly port: number | undefined;
}

class LocalStack implements Stack {
  readonly folder: string;
  readonly logFolder: string;
  readonly configurationFile: string;
  readonly brokenBy: Promise<string>;
  configuration: StackConfiguration;
  databases: { index: string; custodian: string };
  postgres: Postgres | undefined;

  readonly #options: StackOptions;
  readonly #held: Claim;
  readonly #say: (line: string) => void;
  readonly #parts = new Map<PartName, RunningProcess>();
  readonly #extra: RunningProcess[] = [];
  #ports: { index: number; custodian: number };
  #provider: Provider;
  #keys: CustodianKeys;
  #secrets: Secrets;
  #broken: (name: string) => void = () => undefined;
  #expected = new Set<number>();

  constructor(options: StackOptions, held: Claim) {
    this.folder = options.folder;
    this.logFolder = join(options.folder, 'logs');
    this.configurationFile = join(options.folder, 'client.json');
    this.#options = options;
    this.#held = held;
    this.#say = options.say ?? (() => undefined);
    this.brokenBy = new Promise((resolve) => (this.#broken = resolve));
  }

  get demoPeople(): boolean {
    return this.#provider.port !== undefined;
  }

  async start(): Promise<void> {
    // An account without rights has to get through to its own folder; the secrets in here have modes of their own.
    chmodSync(this.folder, 0o755);
    this.#secrets = secretsOf(this.folder);
    this.#provider = await this.#chooseProvider();
    this.#ports = {
      index: await this.#port('index', this.#options.ports?.index),
      custodian: await this.#port('custodian', this.#options.ports?.custodian),
    };
    // What does not need each other starts side by side; all are waited for, so that a failure leaves nothing behind.
    const begun = await Promise.allSettled([this.#openDatabases(), this.#prepareKeys(), this.#startIdentity()]);
    for (const outcome of begun) if (outcome.status === 'rejected') throw outcome.reason;
    const next = await Promise.allSettled([this.#launch('custodian'), this.#enrol(), this.#migrate()]);
    for (const outcome of next) if (outcome.status === 'rejected') throw outcome.reason;
    const last = await Promise.allSettled([this.#launch('index'), this.#launch('worker')]);
    for (const outcome of last) if (outcome.status === 'rejected') throw outcome.reason;
    this.configuration = this.#describe();
    writeFileSync(`${this.configurationFile}.new`, `${JSON.stringify(this.configuration, null, 2)}\n`);
    renameSync(`${this.configurationFile}.new`, this.configurationFile);
    const { issuer } = this.configuration;
    writeOffice(this.folder, { custodianDatabase: this.databases.custodian, issuer, localIdentity: this.demoPeople });
  }

  part(name: PartName): RunningProcess | undefined {
    return this.#parts.get(name);
  }

  async restart(name: PartName): Promise<RunningProcess> {
    const before = this.#parts.get(name);
    if (before !== undefined) await this.#end(before);
    return this.#launch(name);
  }

  async addIndex(port?: number): Promise<RunningProcess> {
    const added = await this.#run(
      'index',
      `index-${this.#extra.length + 2}`,
      this.#indexEnvironment(await freePort(port)),
    );
    this.#extra.push(added);
    return added;
  }

  async crashPostgres(): Promise<void> {
    if (this.postgres === undefined) throw new Error('there is no embedded PostgreSQL to crash');
    const { port, pid } = this.postgres;
    this.#expected.add(pid);
    await this.postgres.kill();
    this.postgres = await this.#startPostgres(port);
  }

  async stop({ remove = false }: { remove?: boolean } = {}): Promise<void> {
    removeOffice(this.folder);
    const of = (name: PartName): RunningProcess[] => [this.#parts.get(name) ?? []].flat();
    await Promise.all([...this.#extra, ...of('index'), ...of('worker')].map((part) => this.#end(part)));
    await Promise.all([...of('custodian'), ...of('identity')].map((part) => this.#end(part)));
    if (this.postgres !== undefined) {
      this.#expected.add(this.postgres.pid);
      await this.postgres.stop({ remove });
    }
    if (remove) rmSync(this.folder, { recursive: true, force: true });
    this.#held.release();
  }

  // ---- parts ----

  async #chooseProvider(): Promise<Provider> {
    const given = this.#options.replacements ?? {};
    if (!given.OIDC_ISSUER) {
      const port = await this.#port('identity', this.#options.ports?.identity);
      return {
        issuer: `http://localhost:${port}`,
        indexAudience: 'urn:raakvlak:index',
        custodianAudience: 'urn:raakvlak:custodian',
        clientId: 'raakvlak-cli',
        port,
      };
    }
    const {
      OIDC_ISSUER: issuer,
      INDEX_AUDIENCE: indexAudience,
      CUSTODIAN_AUDIENCE: custodianAudience,
      CLIENT_ID: clientId,
    } = given;
    if (!indexAudience || !custodianAudience || !clientId) {
      throw new LocalFault('Bij OIDC_ISSUER horen ook INDEX_AUDIENCE, CUSTODIAN_AUDIENCE en CLIENT_ID.');
    }
    return { issuer, indexAudience, custodianAudience, clientId, port: undefined };
  }

  async #port(name: string, wanted = 0): Promise<number> {
    const port = await freePort(wanted);
    if (wanted !== 0 && port !== wanted) this.#say(`Poort ${wanted} is bezet; ${name} gebruikt poort ${port}.`);
    return port;
  }

  async #openDatabases(): Promise<void> {
    const { DATABASE_URL: index, CUSTODIAN_DATABASE_URL: custodian } = this.#options.replacements ?? {};
    if (index && custodian) {
      this.databases = { index, custodian };
      return;
    }
    this.postgres = await this.#startPostgres();
    this.databases = {
      index: index || (await this.#database('raakvlak_index', this.#secrets.indexPassword)),
      custodian: custodian || (await this.#database('raakvlak_custodian', this.#secrets.custodianPassword)),
    };
  }

  /** A database that belongs to a user of the same name, who can enter no other. */
  async #database(name: string, password: string): Promise<string> {
    await (this.postgres as Postgres).createDatabase(name, name, password);
    return (this.postgres as Postgres).url(name, name, password);
  }

  async #startPostgres(port?: number): Promise<Postgres> {
    const postgres = await startPostgres({
      folder: join(this.folder, 'postgres'),
      say: this.#say,
      ...(port === undefined ? {} : { port }),
      ...(this.#options.settings === undefined ? {} : { settings: this.#options.settings }),
    });
    void postgres.exited.then(() => this.#expected.has(postgres.pid) || this.#broken('PostgreSQL'));
    return postgres;
  }

  async #prepareKeys(): Promise<void> {
    this.#keys = await custodianKeys({
      folder: join(this.folder, 'custodian'),
      logFile: this.#log('ceremony'),
      demo: this.#options.demo ?? true,
    });
  }

  /** The connections of the demonstration; those of a provider elsewhere are enrolled by its operator. */
  async #enrol(): Promise<void> {
    if (!this.demoPeople) return;
    await enrolDemoConnections({
      folder: this.folder,
      issuer: this.#provider.issuer,
      database: this.databases.custodian,
      logFile: this.#log('office'),
    });
  }

  async #startIdentity(): Promise<void> {
    if (this.#provider.port !== undefined) await this.#launch('identity');
  }

  async #migrate(): Promise<void> {
    const logFile = this.#log('migrations');
    await runToEnd('migrations', program('migrations/run'), { DATABASE_URL: this.databases.index }, { logFile });
  }

  async #launch(name: PartName): Promise<RunningProcess> {
    const environment: Record<PartName, () => Environment> = {
      identity: () => this.#identityEnvironment(),
      custodian: () => this.#custodianEnvironment(),
      index: () => this.#indexEnvironment(this.#ports.index),
      worker: () => this.#workerEnvironment(),
    };
    const started = await this.#run(name, name, environment[name]());
    this.#parts.set(name, started);
    return started;
  }

  async #run(app: PartName, name: string, environment: Environment): Promise<RunningProcess> {
    const started = await startProcess(name, program(`apps/${app}/src/main`), environment, {
      logFile: this.#log(name),
    });
    void started.exited.then(() => this.#expected.has(started.pid) || this.#broken(name));
    return started;
  }

  async #end(part: RunningProcess): Promise<void> {
    this.#expected.add(part.pid);
    await part.stop();
  }

  readonly #log = (name: string): string => join(this.logFolder, `${name}.log`);

  // ---- what each process is told, and nothing else ----

  #identityEnvironment(): Environment {
    const { port, issuer, indexAudience, custodianAudience } = this.#provider;
    return {
      PORT: String(port),
      ISSUER: issuer,
      DATA_DIR: join(this.folder, 'identity'),
      INDEX_AUDIENCE: indexAudience,
      CUSTODIAN_AUDIENCE: custodianAudience,
      PEOPLE_FILE: join(root, 'apps', 'identity', 'people.json'),
      REDIRECT_ORIGINS: this.#indexUrl(),
    };
  }

  #budgetsFile(name: string, budgets: object | undefined): Environment {
    if (budgets === undefined) return {};
    writeFileSync(join(this.folder, name), JSON.stringify(budgets));
    return { BUDGETS_FILE: join(this.folder, name) };
  }

  #custodianEnvironment(): Environment {
    return {
      ...this.#budgetsFile('budgets.json', this.#options.budgets),
      PORT: String(this.#ports.custodian),
      HOST,
      DATABASE_URL: this.databases.custodian,
      OIDC_ISSUER: this.#provider.issuer,
      AUDIENCE: this.#provider.custodianAudience,
      KEY_FILE: this.#keys.keyFile,
      KEK_FILE: this.#keys.kekFile,
      EPOCH_DOCUMENT_FILE: this.#keys.documentFile,
      ROOT_PUBLIC_KEY: this.#keys.rootKey,
      TICKET_KEY_FILE: this.#keys.ticketKeyFile,
      DEMO: String(this.#keys.demo),
      ALLOWED_ORIGINS: this.#indexUrl(),
    };
  }

  #indexEnvironment(port: number): Environment {
    return {
      ...this.#budgetsFile('index-budgets.json', this.#options.indexBudgets),
      PORT: String(port),
      HOST,
      DATABASE_URL: this.databases.index,
      OIDC_ISSUER: this.#provider.issuer,
      AUDIENCE: this.#provider.indexAudience,
      CUSTODIAN_URL: this.#options.custodianForIndex ?? this.#custodianUrl(),
      ROOT_PUBLIC_KEY: this.#keys.rootKey,
      STORAGE_KEY_FILE: this.#secrets.storageKeyFile,
      AUDIT_KEY_FILE: this.#secrets.auditKeyFile,
      PUBLISH_SECONDS: String(this.#options.publishSeconds ?? 10),
      DEMO: String(this.#keys.demo),
      WEB_CONFIGURATION_FILE: this.#webConfiguration(),
    };
  }

  #webConfiguration(): string {
    const file = join(this.folder, 'web.json');
    const { index: _, clientId, ...app } = this.#describe();
    const own = { ...app, clientId: this.demoPeople ? 'raakvlak-web' : clientId, ...WHOM_TO_ASK };
    writeFileSync(file, `${JSON.stringify(own, null, 2)}\n`);
    return file;
  }

  #workerEnvironment(): Environment {
    return {
      ...this.#budgetsFile('index-budgets.json', this.#options.indexBudgets),
      DATABASE_URL: this.databases.index,
      LOG_KEY_FILE: this.#secrets.logKeyFile,
      LOG_ORIGIN,
      SIGN_SECONDS: String(this.#options.signSeconds ?? 2),
      PUBLISH_SECONDS: String(this.#options.publishSeconds ?? 10),
      STORAGE_KEY_FILE: this.#secrets.storageKeyFile,
      AUDIT_KEY_FILE: this.#secrets.auditKeyFile,
      ORGANISE_SECONDS: '10',
    };
  }

  #indexUrl = (): string => `http://localhost:${this.#ports.index}`;
  #custodianUrl = (): string => `http://localhost:${this.#ports.custodian}`;

  #describe(): StackConfiguration {
    const { issuer, indexAudience, custodianAudience, clientId } = this.#provider;
    return {
      index: this.#indexUrl(),
      indexAudience,
      custodian: this.#custodianUrl(),
      custodianAudience,
      issuer,
      clientId,
      rootKey: this.#keys.rootKey,
      demo: this.#keys.demo,
      logKey: this.#secrets.logKey,
      logOrigin: LOG_ORIGIN,
    };
  }
}
