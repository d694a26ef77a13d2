import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LocalFault, program } from './place';
import { runToEnd } from './processes';

const DAY = 86_400;
/** A signed document that ends sooner than this is signed anew at the next start. */
const SIGN_AHEAD = 30 * DAY;
const VALID_DAYS = '100';

/** Where the custodian finds its keys. */
export interface CustodianKeys {
  readonly keyFile: string;
  /** Holds the key that the token keys are sealed under; in production on another volume, or in a KMS */
  readonly kekFile: string;
  readonly ticketKeyFile: string;
  /** Signed epoch document */
  readonly documentFile: string;
  /** Ed25519 public key, 32 bytes base64url */
  readonly rootKey: string;
  readonly demo: boolean;
}

/**
 * The key ceremony of the local custodian, by the custodian's own program, at the first start; later only the signature
 * is renewed in time. Here one folder holds all; in production the root key is on a machine that is never online.
 */
export async function custodianKeys(options: {
  folder: string;
  logFile: string;
  demo: boolean;
}): Promise<CustodianKeys> {
  const { folder, logFile, demo } = options;
  const ceremony = (args: string[]): Promise<void> =>
    runToEnd('ceremony', program('apps/custodian/src/ceremony'), {}, { logFile, args });
  if (!existsSync(folder)) await perform(folder, demo, ceremony);
  const files = filesIn(folder);
  await seal(files, ceremony);
  const missing = Object.values(files).filter((file) => !existsSync(file));
  if (missing.length > 0) {
    throw new LocalFault(
      `De sleutels van de sleutelbeheerder zijn niet volledig: ${missing.join(', ')}. Zet ze terug, of begin opnieuw.`,
    );
  }
  if (endOf(files.signed) - Date.now() / 1000 < SIGN_AHEAD) await sign(files, ceremony);
  const { x } = JSON.parse(readFileSync(files.root, 'utf8')) as { x: string };
  const document = JSON.parse(readFileSync(files.unsigned, 'utf8')) as { demo: boolean };
  return {
    keyFile: files.keys,
    kekFile: files.kek,
    ticketKeyFile: files.ticket,
    documentFile: files.signed,
    rootKey: x,
    demo: document.demo,
  };
}

type Ceremony = (args: string[]) => Promise<void>;
type Files = ReturnType<typeof filesIn>;

const filesIn = (folder: string) => ({
  root: join(folder, 'root.key'),
  keys: join(folder, 'token.keys'),
  kek: join(folder, 'kek.key'),
  ticket: join(folder, 'ticket.key'),
  unsigned: join(folder, 'epochs.json'),
  signed: join(folder, 'epochs.jws'),
});

/** Whole or not at all: half a ceremony is thrown away at the next start. */
async function perform(folder: string, demo: boolean, ceremony: Ceremony): Promise<void> {
  const half = `${folder}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const files = filesIn(half);
  await ceremony(['root', '--out', files.root]);
  await ceremony([
    'document',
    '--document',
    files.unsigned,
    '--custodian',
    'custodian.demo',
    ...(demo ? ['--demo'] : []),
  ]);
  await ceremony(['ticket-key', '--out', files.ticket, '--document', files.unsigned]);
  await ceremony(['kek', '--out', files.kek]);
  const kek = ['--kek', files.kek];
  await ceremony(['epoch', '--id', '2026-1', '--keys', files.keys, '--document', files.unsigned, ...kek]);
  await sign(files, ceremony);
  renameSync(half, folder);
}

/** A folder of the previous version has its token keys unsealed: they get a seal, and stay the same keys. */
async function seal(files: Files, ceremony: Ceremony): Promise<void> {
  const unsealed = existsSync(files.keys) && readFileSync(files.keys, 'utf8').includes('"raakvlak-keys/1"');
  if (!unsealed) return;
  if (!existsSync(files.kek)) await ceremony(['kek', '--out', files.kek]);
  await ceremony(['seal', '--keys', files.keys, '--kek', files.kek]);
}

const sign = (files: Files, ceremony: Ceremony): Promise<void> =>
  ceremony(['sign', '--document', files.unsigned, '--root', files.root, '--out', files.signed, '--days', VALID_DAYS]);

/** When a signed document ends, in Unix seconds. Only to sign in time: who uses the document verifies it. */
function endOf(file: string): number {
  const [, payload = ''] = readFileSync(file, 'utf8').split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { expiresAt: number }).expiresAt;
}
