import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from '../place';
import { runToEnd } from '../processes';
import type { Stack } from '../stack';
import { type DemoExport, writeDemoExports } from './exports';
import { DEPARTMENTS } from './organisation';

type Place = Pick<Stack, 'configurationFile' | 'folder' | 'logFolder'>;

export interface DeliveryOptions {
  /** Which index and custodian they go to, in one word: another one has none of what was delivered here */
  readonly destination: string;
  /** Told how far it is, one plain line per department, in Dutch */
  readonly say: (line: string) => void;
  /** Stops in the middle; what was delivered stays, and the next call goes on from there */
  readonly signal?: AbortSignal;
}

/**
 * Delivers the caseload of every department as its own system would: `raakvlak sync` in a process of its own, with the
 * key of that department's connection. What was delivered today is skipped; on another day it runs again, as a system
 * does at night, and renews what still stands.
 * @returns how many departments were not delivered; their reason stands in the log
 */
export async function deliverCaseloads(stack: Place, { destination, say, signal }: DeliveryOptions): Promise<number> {
  const folder = join(stack.folder, 'demo');
  const exports = await writeDemoExports(join(folder, 'exports'));
  const sum = (of: readonly DemoExport[]): number => of.reduce((all, { involvements }) => all + involvements, 0);
  const markerOf = ({ department }: DemoExport): string => join(folder, department, 'delivered');
  const isDelivered = (one: DemoExport): boolean =>
    existsSync(markerOf(one)) && readFileSync(markerOf(one), 'utf8') === markOf(destination, one);
  // The smallest first: most departments stand soonest.
  let left = exports.filter((one) => !isDelivered(one)).sort((a, b) => a.involvements - b.involvements);
  if (left.length > 0)
    say('De caseloads van de afdelingen worden geladen; tot dan zegt elk antwoord wie nog niet leverde.');
  // Twice, since a start that was killed may have left a delivery under way, which holds up the first attempt.
  for (const last of [false, true]) {
    for (const one of left) {
      try {
        await deliver(stack, one, join(folder, one.department), signal);
      } catch {
        if (signal?.aborted) return left.length;
        if (last) say(`De caseload van ${nameOf(one)} kon niet worden geladen. Zie ${logOf(stack)}.`);
        continue;
      }
      writeFileSync(markerOf(one), markOf(destination, one));
      const ready = exports.filter(isDelivered);
      say(
        `Caseloads laden: ${nameOf(one)} klaar (${ready.length} van ${exports.length} afdelingen, ${count(sum(ready))} van ${count(sum(exports))})`,
      );
    }
    left = left.filter((one) => !isDelivered(one));
  }
  return left.length;
}

const nameOf = ({ department }: DemoExport): string => DEPARTMENTS[department]?.name ?? department;
const logOf = (stack: Place): string => join(stack.logFolder, 'sync.log');
const count = (value: number): string => value.toLocaleString('nl-NL');

function deliver(stack: Place, one: DemoExport, home: string, signal: AbortSignal | undefined): Promise<void> {
  const args = [
    ...['sync', one.csv, '--profile', one.profile],
    ...['--connection', connectionOf(stack, one.department, home), '--state', join(home, 'state')],
    ...['--config', stack.configurationFile, '--approve'],
    ...(one.bag === undefined ? [] : ['--bag', one.bag]),
  ];
  const options = { logFile: logOf(stack), args, ...(signal === undefined ? {} : { signal }) };
  return runToEnd(`sync ${one.department}`, program('apps/cli/src/main'), {}, options);
}

/** The connection file of a department's system, with the key that the local provider made for it. */
function connectionOf({ folder }: Place, department: string, home: string): string {
  const clientId = `koppeling-${department}`;
  const key: unknown = JSON.parse(readFileSync(join(folder, 'identity', `connection-${clientId}.jwk.json`), 'utf8'));
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = join(home, 'connection.json');
  writeFileSync(`${file}.new`, `${JSON.stringify({ clientId, department, key }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}

/** Which file was delivered where, on which day. */
function markOf(destination: string, { csv, profile }: DemoExport): string {
  const what = createHash('sha256').update(destination);
  for (const file of [csv, profile]) what.update(readFileSync(file));
  return `${new Date().toISOString().slice(0, 10)} ${what.digest('hex')}`;
}
