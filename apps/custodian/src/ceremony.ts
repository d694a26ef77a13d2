import { Command, InvalidArgumentError, Option } from 'commander';
import { optional, readConfiguration, text } from '#platform';
import { EPOCH_STATES, type EpochState } from '#tokens';
import { Problem } from '#problem';
import { type Kek, readKekFile, runKekCommand } from './kek';
import {
  CeremonyFault,
  makeEpoch,
  makeKek,
  makeRootKey,
  makeTicketKey,
  moveEpoch,
  rewrapKeyFile,
  retireTicketKey,
  sealKeyFile,
  signDocument,
  startDocument,
} from './keys';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const days = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > 400) throw new InvalidArgumentError('1 to 400 days.');
  return value;
};

const ORDER = `
The order of a first ceremony:
  1. on the machine that is never online:  ceremony root --out root.key
  2. on the custodian:                     ceremony document --document epochs.json --custodian custodian.example
                                           ceremony ticket-key --out ticket.key --document epochs.json
                                           ceremony kek --out kek.key
                                           ceremony epoch --id 2026-1 --keys token.keys --document epochs.json
                                             --kek kek.key
  3. carry epochs.json (public) over:      ceremony sign --document epochs.json --root root.key --out epochs.jws
  4. carry epochs.jws (public) back and start the custodian with
       KEY_FILE=token.keys  KEK_FILE=kek.key  TICKET_KEY_FILE=ticket.key  EPOCH_DOCUMENT_FILE=epochs.jws  ROOT_PUBLIC_KEY=<printed in 1>

A new epoch: "epoch", sign; when it may be used: "state --to active", sign. After each, the running custodian takes
the new files on SIGHUP, or at a restart.

The KEK seals the token keys, so that a copy of token.keys alone is worth nothing: keep it on another volume and out of
the same backup. Where a KMS keeps it, --kek-command PROGRAM runs a program without shell and arguments, with PATH and
HOME only; within 30 seconds it prints 32 bytes in base64url and ends with 0. The custodian's own settings are KEK_FILE
or KEK_COMMAND. token.keys of the previous version was not sealed: "seal" does that once, the keys stay the same.
Secrets are written with mode 0600 and never printed. Exit code 1: nothing was changed, the reason is on standard error.`;

const document = ['--document <file>', 'unsigned epoch document, public'] as const;
const keys = ['--keys <file>', 'token key file, secret'] as const;

const kekFile = ['--kek <file>', 'file with the key that the token keys are sealed under, secret'] as const;
const kekCommand = ['--kek-command <program>', 'or a program that prints that key'] as const;

interface KekSource {
  readonly kek?: string;
  readonly kekCommand?: string;
}

/** The KEK from the one place that was given; overwritten after `work`. */
async function withKek<T>({ kek: path, kekCommand: program }: KekSource, work: (kek: Kek) => T): Promise<Awaited<T>> {
  if ((path === undefined) === (program === undefined))
    throw new CeremonyFault('Give --kek or --kek-command, one of both.');
  let kek: Kek;
  try {
    kek = path === undefined ? await kekOf(program as string) : readKekFile(path);
  } catch (cause) {
    throw new CeremonyFault(`${path === undefined ? '--kek-command' : '--kek'} ${(cause as Error).message}.`);
  }
  try {
    return await work(kek);
  } finally {
    kek.key.fill(0);
  }
}

const kekOf = (program: string): Promise<Kek> =>
  runKekCommand(program, readConfiguration({ PATH: optional(text), HOME: optional(text) }));

function commands(): Command {
  const program = new Command('ceremony')
    .description('Makes and signs the keys of a Raakvlak custodian, on files only, without network.')
    .addHelpText('after', ORDER);

  program
    .command('root')
    .description('makes the root key that signs epoch documents, and prints its public half')
    .requiredOption('--out <file>', 'new file for the root key, secret')
    .action(async ({ out }: { out: string }) => say(await makeRootKey(out)));

  program
    .command('document')
    .description('starts an unsigned epoch document')
    .requiredOption(...document)
    .requiredOption('--custodian <name>', 'name of the custodian in documents and tickets')
    .option('--demo', 'for a demonstration: clients then accept test numbers only', false)
    .action((options: { document: string; custodian: string; demo: boolean }) => {
      startDocument(options.document, options.custodian, options.demo);
      say(`started ${options.document}`);
    });

  program
    .command('ticket-key')
    .description('makes a ticket key and publishes its public half in the document; or takes one out with --retire')
    .requiredOption(...document)
    .addOption(new Option('--out <file>', 'new file for the ticket key, secret').conflicts('retire'))
    .addOption(new Option('--retire <kid>', 'takes this ticket key out of the document'))
    .action(async (options: { document: string; out?: string; retire?: string }) => {
      if (options.retire !== undefined) {
        retireTicketKey(options.document, options.retire);
        return say('taken out');
      }
      if (options.out === undefined) throw new CeremonyFault('Give --out for a new key or --retire for an old one.');
      say(await makeTicketKey(options.out, options.document));
    });

  program
    .command('kek')
    .description('makes a key to seal the token keys under, and prints its id')
    .requiredOption('--out <file>', 'new file for the key, secret')
    .action(({ out }: { out: string }) => say(makeKek(out)));

  program
    .command('epoch')
    .description('makes an epoch: a key for each kind of subject, and a salt')
    .requiredOption('--id <id>', 'name of the epoch, for instance 2026-1')
    .requiredOption(...keys)
    .requiredOption(...document)
    .option(...kekFile)
    .option(...kekCommand)
    .action(async (options: { id: string; keys: string; document: string } & KekSource) => {
      const { id } = options;
      say(`${id} ${await withKek(options, (kek) => makeEpoch(id, options.keys, options.document, kek))}`);
    });

  program
    .command('state')
    .description('moves an epoch one step: pending, active, retiring, audit-only, destroyed (this removes its keys)')
    .requiredOption('--id <id>', 'the epoch')
    .addOption(new Option('--to <state>', 'its next state').choices(EPOCH_STATES).makeOptionMandatory())
    .requiredOption(...keys)
    .requiredOption(...document)
    .action((options: { id: string; to: EpochState; keys: string; document: string }) => {
      moveEpoch(options.id, options.to, options.keys, options.document);
      say(`${options.id} ${options.to}`);
    });

  program
    .command('seal')
    .description('seals the unsealed key file of the previous version, in its place; the keys stay the same')
    .requiredOption(...keys)
    .option(...kekFile)
    .option(...kekCommand)
    .action(async (options: { keys: string } & KekSource) => {
      await withKek(options, (kek) => sealKeyFile(options.keys, kek));
      say('sealed');
    });

  program
    .command('rewrap')
    .description('seals the token keys under another key, in their place')
    .requiredOption(...keys)
    .option(...kekFile)
    .option(...kekCommand)
    .option('--new-kek <file>', 'file with the new key, secret')
    .option('--new-kek-command <program>', 'or a program that prints it')
    .action(async (options: { keys: string; newKek?: string; newKekCommand?: string } & KekSource) => {
      const to = {
        ...(options.newKek === undefined ? {} : { kek: options.newKek }),
        ...(options.newKekCommand === undefined ? {} : { kekCommand: options.newKekCommand }),
      };
      await withKek(options, (from) => withKek(to, (kek) => rewrapKeyFile(options.keys, from, kek)));
      say('sealed anew');
    });

  program
    .command('sign')
    .description('signs the document with the root key')
    .requiredOption(...document)
    .requiredOption('--root <file>', 'root key file, secret')
    .requiredOption('--out <file>', 'receives the signed document, public')
    .option('--days <number>', 'validity; clients refuse the document afterwards', days, 100)
    .action(async (options: { document: string; root: string; out: string; days: number }) => {
      const { serial, expiresAt } = await signDocument(options.document, options.root, options.out, options.days);
      say(`serial ${serial}, valid until ${new Date(expiresAt * 1000).toISOString()}`);
    });
  return program;
}

commands()
  .parseAsync()
  .catch((cause: unknown) => {
    const expected = cause instanceof CeremonyFault;
    const { code } = cause as { code?: unknown };
    const reason = cause instanceof Problem ? `${cause.kind.title}. ${cause.kind.advice}` : undefined;
    // A file system error names its path, which the key holder typed; nothing secret.
    if (expected || typeof code === 'string') process.stderr.write(`ceremony: ${reason ?? (cause as Error).message}\n`);
    else process.stderr.write(`ceremony: stopped by an unexpected ${(cause as Error).name}\n`);
    process.exitCode = 1;
  });
