import { dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { openRaakvlak, signInAsConnection } from '#client/node';
import {
  type Audience,
  type Connection,
  CONNECTION_FILE,
  DELIMITERS,
  type Encoding,
  ENCODINGS,
  type Outcome,
  type Profile,
  profileFrom,
  readConnection,
  readProfile,
  synchronise,
} from '#connector';
import { type CommonOptions, type Surroundings, withCommonOptions } from './command';
import { readConfiguration } from './configuration';
import { EXIT, type ExitCode } from './exit-code';
import { outcomeJson, summaryLines } from './sync-words';
import { SyncAudience } from './sync-audience';

interface SyncOptions extends CommonOptions {
  readonly connection: string;
  readonly state?: string;
  readonly profile?: string;
  readonly team?: string;
  readonly notice?: 'given' | 'pending';
  readonly delimiter?: string;
  readonly encoding?: Encoding;
  readonly bag?: string;
  readonly dryRun?: boolean;
  readonly approve?: boolean;
  readonly startOver?: boolean;
}

const HELP = `
Het bestand heeft een regel met kolomnamen. Herkend worden: BSN of Burgerservicenummer, V-nummer, KvK-nummer,
Postcode, Huisnummer, Huisletter, Toevoeging, Adres, Nummeraanduiding of BAG-id, Zaaknummer, Team, Kennisgeving.
Heten de kolommen anders, of gebruikt uw systeem eigen namen voor teams? Zet dat in een profiel (JSON):

  {
    "columns": { "bsn": "Klantnr", "postcode": "PC", "number": "Nr", "team": "Afd" },
    "team": { "values": { "LPN": "leerplicht-noord", "LPZ": "leerplicht-zuid" } },
    "notice": { "values": { "J": "given", "N": "pending" } }
  }

Staat "columns" in een profiel, dan tellen alleen die kolommen. Ook mogelijk in "columns": vnr, kvk, letter, addition,
address, bag, caseNumber, notice. Verder: "delimiter", "encoding", "team": "CODE", "notice": "pending",
"caseNumber": "leave-out".

Een persoon en een adres op één regel horen bij elkaar: één zaak. Alleen het verschil met de vorige keer gaat over de
lijn, nooit een BSN of adres. Afgekeurde regels komen in een bestand bij de map van --state; dat is alleen voor u
leesbaar en wordt de volgende keer vervangen.`;

/** `raakvlak sync`: delivers a department's export. */
export function addSync(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('sync')
    .summary('lever de betrokkenheid van een afdeling uit een CSV-bestand')
    .description(
      'Lever wie en wat een afdeling in behandeling heeft, uit een export van haar eigen systeem (CSV).\n' +
        'Wat nieuw is wordt geregistreerd, wat verdwenen is ingetrokken, wat afloopt verlengd.',
    )
    .argument('<file>', 'CSV-bestand')
    .option('--connection <file>', 'verbindingsbestand', CONNECTION_FILE)
    .option('--state <folder>', 'map voor wat bewaard wordt (anders: naast het verbindingsbestand)')
    .option('--profile <file>', 'profiel: hoe uw systeem kolommen, teams en kennisgeving noemt')
    .option('--team <code>', 'code van het team, als er geen kolom voor is')
    .addOption(
      new Option('--notice <state>', 'zijn de inwoners geïnformeerd? (anders: pending)').choices(['given', 'pending']),
    )
    .addOption(new Option('--delimiter <character>', 'scheidingsteken; tab mag ook').choices([...DELIMITERS, 'tab']))
    .addOption(new Option('--encoding <name>', 'tekens van het bestand').choices(ENCODINGS))
    .option('--bag <file>', 'BAG-bestand (CSV) om BAG-nummers op te zoeken')
    .option('--dry-run', 'doe alles behalve versturen, en zeg wat er zou gebeuren')
    .option('--approve', 'ga ook door als er veel verandert (eerste keer, of meer dan 20 procent)')
    .option('--start-over', 'de map van --state is kwijt: trek alles van deze verbinding in en lever opnieuw');
  withCommonOptions(command, [
    'raakvlak sync export.csv --dry-run',
    'raakvlak sync export.csv --team leerplicht-noord --approve',
    'raakvlak sync export.csv --profile profiel.json --bag bag.csv',
  ])
    .addHelpText('after', HELP)
    .action((file: string, options: SyncOptions) => sync(surroundings, file, options));
}

async function sync(surroundings: Surroundings, file: string, options: SyncOptions): Promise<void> {
  const { terminal, environment } = surroundings;
  const profile = profileOf(options);
  const connection = readConnection(options.connection);
  const configuration = { ...readConfiguration(options.config, environment), clientId: connection.clientId };
  const client = openRaakvlak(configuration, await signInAsConnection(configuration, connection.key));
  const audience = new SyncAudience(terminal, options);
  const outcome = await deliver(file, options, connection, { configuration, client, audience, profile });
  if (options.json === true) terminal.sayJson(outcomeJson(outcome));
  else terminal.say(summaryLines(outcome));
  surroundings.exitCode = exitCodeFor(outcome);
}

interface Means {
  readonly configuration: { readonly rootKey: string; readonly demo: boolean };
  readonly client: ReturnType<typeof openRaakvlak>;
  readonly audience: Audience & { end(): void };
  readonly profile: Profile;
}

async function deliver(file: string, options: SyncOptions, connection: Connection, means: Means): Promise<Outcome> {
  const { configuration, client, audience, profile } = means;
  try {
    return await synchronise({
      file,
      connection,
      client,
      audience,
      profile,
      rootKey: configuration.rootKey,
      demo: configuration.demo,
      stateFolder: options.state ?? join(dirname(options.connection), `${connection.clientId}.state`),
      dryRun: options.dryRun === true,
      startOver: options.startOver === true,
      ...(options.bag === undefined ? {} : { bagFile: options.bag }),
    });
  } finally {
    audience.end();
  }
}

/** What the command line says wins over the profile. */
function profileOf(options: SyncOptions): Profile {
  const written = options.profile === undefined ? {} : readProfile(options.profile);
  const { team, notice, encoding } = options;
  const delimiter = options.delimiter === 'tab' ? '\t' : options.delimiter;
  const said = Object.entries({ team, encoding, delimiter, notice }).filter(([, value]) => value !== undefined);
  return { ...written, ...profileFrom(Object.fromEntries(said)) };
}

function exitCodeFor({ plan, unusual, dryRun }: Outcome): ExitCode {
  if (dryRun && unusual.length > 0) return EXIT.approvalNeeded;
  return plan.rejected > 0 ? EXIT.linesRejected : EXIT.done;
}
