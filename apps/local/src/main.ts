import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliverCaseloads, loadNamed, TRY } from './demo';
import { root } from './place';
import { type Stack, startStack } from './stack';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm start`: the product until Ctrl-C. */
async function main(): Promise<void> {
  // While starting there is nothing to finish: every part ends by itself as soon as this process is gone.
  const leave = (): never => process.exit(130);
  onSignal(leave);
  say('Raakvlak start …');
  const stack = await startStack({
    folder: join(root, '.raakvlak'),
    ports: { index: 4080, custodian: 4081, identity: 4082 },
    replacements: process.env,
    say,
  });
  offSignal(leave);
  let ending: Promise<void> | undefined;
  let delivering: Promise<unknown> = Promise.resolve();
  const leaving = new AbortController();
  const stop = async (): Promise<void> => {
    leaving.abort();
    await delivering;
    await stack.stop();
  };
  const end = (code: number): void => {
    ending ??= stop().then(
      () => process.exit(code),
      () => process.exit(1),
    );
  };
  const asked = (): void => {
    if (ending === undefined) say('\nStoppen …');
    end(0);
  };
  onSignal(asked);
  onOrphaned(asked);
  void stack.brokenBy.then((name) => {
    if (ending !== undefined) return;
    process.stderr.write(`${name} is onverwacht gestopt. Zie ${stack.logFolder}. De rest stopt nu ook.\n`);
    end(1);
  });
  try {
    if (stack.demoPeople) await fill(stack);
  } catch (fault) {
    process.stderr.write(`De voorbeeldgegevens konden niet worden ingevoerd: ${(fault as Error).message}\n`);
    end(1);
    return;
  }
  if (ending !== undefined) return;
  introduce(stack);
  if (stack.demoPeople) delivering = deliver(stack, leaving.signal);
}

/** Which database and which custodian, to remember what they were filled with. */
const destinationOf = ({ configuration }: Stack): string =>
  createHash('sha256')
    .update(process.env['DATABASE_URL'] || 'embedded')
    .update(configuration.rootKey)
    .digest('hex');

/** Counts up when there is more to load, so that a demonstration that was there before gets it too. */
const LOADED = 2;

/** Enters the few named involvements once; the marker only saves time, since a second load changes nothing. */
async function fill(stack: Stack): Promise<void> {
  const marker = join(stack.folder, 'demo-loaded');
  const here = `${destinationOf(stack)} ${LOADED}`;
  if (existsSync(marker) && readFileSync(marker, 'utf8') === here) return;
  say('Voorbeeldgegevens invoeren …');
  await loadNamed(stack);
  writeFileSync(marker, here);
}

/** The caseloads, while one can look around already. What cannot be delivered takes nothing else down. */
async function deliver(stack: Stack, signal: AbortSignal): Promise<void> {
  const began = Date.now();
  let said = false;
  const tell = (line: string): void => {
    said = true;
    say(line);
  };
  try {
    const failed = await deliverCaseloads(stack, { destination: destinationOf(stack), say: tell, signal });
    if (said && failed === 0 && !signal.aborted)
      say(`Alle caseloads zijn geladen, in ${Math.round((Date.now() - began) / 1000)} seconden.`);
  } catch (fault) {
    process.stderr.write(`De caseloads konden niet worden geladen: ${(fault as Error).message}\n`);
  }
}

function introduce(stack: Stack): void {
  say(`\nRaakvlak is running at ${stack.configuration.index}`);
  if (stack.demoPeople) {
    say('Open dit adres in uw browser en kies wie u bent. Dat kan zijn (voorbeeldmensen, zonder wachtwoord):');
    const { people } = JSON.parse(readFileSync(join(root, 'apps', 'identity', 'people.json'), 'utf8')) as {
      people: DemoPerson[];
    };
    for (const { sub, name, job, roles } of people)
      say(`  ${sub.padEnd(8)} ${name.padEnd(20)} ${job} (${roles.join(', ')})`);
    say(`\nTry: ${TRY}`);
  } else {
    say('\nInloggen kan bij de ingestelde OpenID-provider; er zijn geen voorbeeldgegevens ingevoerd.');
  }
  say('\nStoppen: Ctrl-C');
}

interface DemoPerson {
  readonly sub: string;
  readonly name: string;
  readonly job: string;
  readonly roles: readonly string[];
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const onSignal = (act: () => void): void => SIGNALS.forEach((signal) => process.on(signal, act));
const offSignal = (act: () => void): void => SIGNALS.forEach((signal) => process.off(signal, act));

/** npm's shell ends on SIGTERM without passing it on, and then the end of our parent is all that we notice. */
function onOrphaned(act: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && act(), 500).unref();
}

// A terminal that closes takes our output along; there is still a database to end.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

main().catch((fault: unknown) => {
  process.stderr.write(`${fault instanceof Error ? fault.message : 'Starten lukt niet.'}\n`);
  process.exit(1);
});
