import { type JsonWebKey, createHash, createPublicKey } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoConnection, isCode, isCodes, isLine } from './people';

const LARGEST_FILE = 16 * 1024;
const MEMBERS = ['clientId', 'name', 'department', 'teams', 'caseload', 'publicJwk'];

interface Kept {
  /** Changes when the file does */
  readonly stamp: string;
  /** Undefined for a file that is not right */
  readonly connection: DemoConnection | undefined;
}

/**
 * Connections that were admitted while the provider runs: one file each in `connections/` of DATA_DIR, as
 * `raakvlak connection` writes it for operators. Read at each sign-in; a file that goes takes its connection along.
 * A file that is not right is left out, with one line in the log that names the file and nothing in it.
 */
export class AdmittedConnections {
  readonly #kept = new Map<string, Kept>();

  /**
   * @param folder is made when it is not there
   * @param taken names that are somebody else's: people, connections of PEOPLE_FILE, the product's own clients
   * @param complain gets the line for the log
   */
  constructor(
    private readonly folder: string,
    private readonly taken: ReadonlySet<string>,
    private readonly complain: (line: string) => void,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  find(clientId: string): DemoConnection | undefined {
    if (this.taken.has(clientId)) return undefined;
    const found = this.#all().filter((one) => one.clientId === clientId);
    // Two files for one name: whose key would it be?
    return found.length === 1 ? found[0] : undefined;
  }

  #all(): DemoConnection[] {
    const names = readdirSync(this.folder).filter((name) => /^[\w.-]{1,100}\.json$/.test(name));
    for (const gone of [...this.#kept.keys()].filter((name) => !names.includes(name))) this.#kept.delete(gone);
    return names.flatMap((name) => this.#read(name) ?? []);
  }

  #read(name: string): DemoConnection | undefined {
    const path = join(this.folder, name);
    try {
      const { mtimeMs, size, ino } = statSync(path);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      const before = this.#kept.get(name);
      if (before?.stamp === stamp) return before.connection;
      const connection = size > LARGEST_FILE ? undefined : connectionFrom(readFileSync(path, 'utf8'));
      this.#kept.set(name, { stamp, connection });
      if (connection === undefined || this.taken.has(connection.clientId)) {
        this.complain(`connections/${name} is ignored: it is not a connection, or its name is taken`);
      }
      return connection;
    } catch {
      // Gone between the look and the reading.
      return undefined;
    }
  }
}

/** Strict: no member more or less than `raakvlak connection` writes, and never a private key. */
function connectionFrom(text: string): DemoConnection | undefined {
  let file: Record<string, unknown>;
  try {
    file = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const members = Object.keys(file);
  const whole = members.length === MEMBERS.length && MEMBERS.every((member) => members.includes(member));
  const { clientId, name, department, teams, caseload, publicJwk } = file;
  if (!whole || !isCode(clientId) || !isLine(name) || !isCode(department) || !isCodes(teams)) return undefined;
  if (!Number.isSafeInteger(caseload) || !isPublicKey(publicJwk)) return undefined;
  return { clientId, name, department, teams, publicJwk };
}

function isPublicKey(value: unknown): value is Record<string, unknown> {
  const jwk = Object(value) as JsonWebKey & { kid?: unknown };
  const { crv, kty, x, y, d, kid } = jwk;
  if (kty !== 'EC' || crv !== 'P-256' || d !== undefined) return false;
  // The name of the key is its RFC 7638 thumbprint, so that a file cannot lend a name to another key.
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  try {
    createPublicKey({ key: jwk, format: 'jwk' });
    return kid === thumbprint;
  } catch {
    return false;
  }
}
