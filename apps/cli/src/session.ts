import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AccessTokens,
  openRaakvlak,
  type RaakvlakWithProofs,
  resumeSession,
  type SavedSession,
  signInAsDemoPerson,
  type TokenSource,
} from '#client/node';
import { type CliConfiguration, type Environment, ownFolder } from './configuration';
import { alone } from './lock';
import { cliProblem } from './problems';

/** The one thing that is kept between commands: who is signed in. Holds access and refresh tokens, nothing else. */
export class SessionFile {
  readonly #folder: string;

  /** @throws Problem `cli.session-not-kept` when the environment names no folder of the user's own */
  constructor(environment: Environment) {
    const folder = ownFolder(environment);
    if (folder === undefined) throw cliProblem('session-not-kept');
    this.#folder = folder;
  }

  /** Replaces the session as a whole: a crash leaves the old or the new one. @throws Problem `cli.session-not-kept` */
  write(session: SavedSession): void {
    const fresh = `${this.#path}.${process.pid}.new`;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      rmSync(fresh, { force: true });
      writeFileSync(fresh, JSON.stringify(session), { mode: 0o600, flag: 'wx' });
      chmodSync(fresh, 0o600);
      renameSync(fresh, this.#path);
    } catch {
      throw cliProblem('session-not-kept');
    }
  }

  /** @returns nothing when nobody is signed in, or what is there is no session */
  read(): SavedSession | undefined {
    try {
      const saved = JSON.parse(readFileSync(this.#path, 'utf8')) as Partial<SavedSession> | null;
      const texts = [saved?.issuer, saved?.clientId].every((text) => typeof text === 'string');
      const whole = texts && typeof saved?.tokens === 'object' && saved.tokens !== null;
      return whole ? (saved as SavedSession) : undefined;
    } catch {
      return undefined;
    }
  }

  /** @returns whether there was one */
  remove(): boolean {
    const there = this.read() !== undefined;
    rmSync(this.#path, { force: true });
    return there;
  }

  /** Does the work while no other command renews this session. @throws Problem `cli.session-not-kept` */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    return alone(join(this.#folder, 'session.lock'), work, () => cliProblem('session-not-kept'));
  }

  get #path(): string {
    return join(this.#folder, 'session.json');
  }
}

/**
 * The client in somebody's name: the person of `--as` for this one command, else whoever signed in before.
 *
 * @throws Problem `cli.not-signed-in`, `client.sign-in-again`, `client.not-a-demonstration` and others of the sign-in
 */
export async function signedIn(
  configuration: CliConfiguration,
  person: string | undefined,
  environment: Environment,
): Promise<RaakvlakWithProofs> {
  const tokens = person === undefined ? resumed(configuration, environment) : signInAsDemoPerson(configuration, person);
  return openRaakvlak(configuration, await tokens);
}

function resumed(configuration: CliConfiguration, environment: Environment): AccessTokens {
  // Without a folder there can be no session either; saying so is more use than saying why.
  const file = ownFolder(environment) === undefined ? undefined : new SessionFile(environment);
  const saved = file?.read();
  if (file === undefined || saved === undefined) throw cliProblem('not-signed-in');
  // Says at once that the session is somebody else's or ended, before anything is typed.
  resumeSession(configuration, saved);
  return new SharedSession(configuration, file);
}

/** More than the half minute before its end at which a token is renewed. */
const SURELY_FRESH_SECONDS = 60;

/**
 * Tokens of a session that several commands may use at once. A provider that rotates refresh tokens ends the whole
 * sign-in when one comes back a second time (RFC 9700, 4.14.2), so that only one process at a time may renew, from what
 * the one before it wrote down.
 */
class SharedSession implements AccessTokens {
  constructor(
    private readonly configuration: CliConfiguration,
    private readonly file: SessionFile,
  ) {}

  forIndex(): Promise<string> {
    return this.#token('index', (source) => source.forIndex());
  }

  forCustodian(): Promise<string> {
    return this.#token('custodian', (source) => source.forCustodian());
  }

  async #token(party: 'index' | 'custodian', get: (source: TokenSource) => Promise<string>): Promise<string> {
    const held = this.#saved().tokens[party];
    const fresh = held !== undefined && held.expiresAt - SURELY_FRESH_SECONDS > Date.now() / 1000;
    return fresh ? get(this.#source()) : this.file.alone(() => get(this.#source()));
  }

  #source(): TokenSource {
    return resumeSession(this.configuration, this.#saved(), { keep: (session) => this.file.write(session) });
  }

  #saved(): SavedSession {
    const saved = this.file.read();
    if (saved === undefined) throw cliProblem('not-signed-in');
    return saved;
  }
}
