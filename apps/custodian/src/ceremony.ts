import { Command, InvalidArgumentError, Option } from 'commander';
import { EPOCH_STATES, type EpochState } from '#tokens';
import { Problem } from '#problem';
import {
  CeremonyFault,
  makeEpoch,
  makeRootKey,
  makeTicketKey,
  moveEpoch,
  retireTicketKey,
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
                                           ceremony epoch --id 2026-1 --keys token.keys --document epochs.json
  3. carry epochs.json (public) over:      ceremony sign --document epochs.json --root root.key --out epochs.jws
  4. carry epochs.jws (public) back and start the custodian with
       KEY_FILE=token.keys  TICKET_KEY_FILE=ticket.key  EPOCH_DOCUMENT_FILE=epochs.jws  ROOT_PUBLIC_KEY=<printed in 1>

A new epoch: "epoch", sign, restart; when it may be used: "state --to active", sign, restart.
Secrets are written with mode 0600 and never printed. Exit code 1: nothing was changed, the reason is on standard error.`;

const document = ['--document <file>', 'unsigned epoch document, public'] as const;
const keys = ['--keys <file>', 'token key file, secret'] as const;

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
    .command('epoch')
    .description('makes an epoch: a key for each kind of subject, and a salt')
    .requiredOption('--id <id>', 'name of the epoch, for instance 2026-1')
    .requiredOption(...keys)
    .requiredOption(...document)
    .action(async (options: { id: string; keys: string; document: string }) => {
      say(`${options.id} ${await makeEpoch(options.id, options.keys, options.document)}`);
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
