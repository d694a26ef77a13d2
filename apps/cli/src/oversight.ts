import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { type Alarm, MOST_SUBJECTS, openRaakvlak, signInAsConnection } from '#client/node';
import { CONNECTION_FILE, readConnection } from '#connector';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { readConfiguration } from './configuration';
import { EXIT } from './exit-code';
import { SUBJECT_KINDS, type SubjectKind, identifiersIn } from './input';
import { cliProblem } from './problems';
import { clean } from './clean';

const figure = (detail: Alarm['detail'], name: string): string => clean(String(detail[name] ?? '?'));

/** What was noticed, in words. */
const WORDS: Readonly<Record<string, (detail: Alarm['detail']) => string>> = {
  'many-subjects': (detail) => `vroeg op één dag naar ${figure(detail, 'subjects')} verschillende personen of adressen`,
  'many-units': (detail) => `vroeg naar ${figure(detail, 'units')} adressen op één huisnummer`,
  'low-hit-rate': (detail) =>
    `vroeg naar ${figure(detail, 'subjects')} personen of adressen en kreeg bij ${figure(detail, 'hits')} een contactpunt te zien`,
  'budget-refusals': (detail) => `werd ${figure(detail, 'refusals')} keer geweigerd omdat het budget op was`,
  'canary-touched': (detail) => `vroeg naar lokgegevens (${figure(detail, 'canary')})`,
  'office-nearly-spent': (detail) =>
    `De hele gemeente heeft ${figure(detail, 'percent')} procent van haar budget gebruikt (${poolOf(detail)})`,
  'office-spent': (detail) =>
    `Het budget van de hele gemeente is op (${poolOf(detail)}). Alleen losse vragen voor een huisbezoek of crisis gaan door`,
};

const POOLS: Readonly<Record<string, string>> = {
  person: 'personen',
  address: 'adressen',
  business: 'bedrijven',
  emergency: 'noodvragen',
};
const poolOf = ({ pool }: Alarm['detail']): string => POOLS[String(pool)] ?? clean(String(pool));

const WHEN = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' });

function lineOf({ at, kind, actor, department, detail }: Alarm): string {
  const what = WORDS[kind]?.(detail) ?? clean(kind);
  const who = actor === undefined ? '' : `${clean(actor)} (${clean(department ?? '')}) `;
  return `${WHEN.format(new Date(at))}  ${who}${what}.`;
}

/** `raakvlak alarms`: what was noticed, for those who watch over the service. */
export function addAlarms(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('alarms')
    .summary('toon wat er opviel in het gebruik (privacy officer, FG)')
    .description(
      'Toon wat er de laatste tijd opviel: veel vragen van één persoon, een budget dat op is, lokgegevens die geraakt zijn.\n' +
        'Een melding bewijst niets; zij zegt waar u kunt kijken. Dat u kijkt, staat in het logboek.',
    );
  withPerson(withCommonOptions(command, ['raakvlak alarms', 'raakvlak alarms --as pieter'])).action(
    (options: CommonOptions) =>
      asPerson(surroundings, options, async (client) => {
        const { terminal } = surroundings;
        const alarms = await client.oversight.alarms();
        if (options.json === true) terminal.sayJson({ alarms });
        else terminal.say(alarms.length === 0 ? ['Er viel niets op.'] : alarms.map(lineOf));
        return EXIT.done;
      }),
  );
}

interface CanaryOptions extends CommonOptions {
  readonly connection: string;
  readonly kind: SubjectKind;
  readonly withdraw?: string;
}

const HELP = `
Het bestand heeft één gegeven per regel, bijvoorbeeld een postcode met een huisnummer dat niet bestaat, of een verzonnen
regel die u ook in de export van uw systeem hebt gezet. Niemand hoort er ooit naar te vragen. Wie het toch doet, krijgt
een gewoon antwoord; de privacy officer krijgt een melding. Bewaar het bestand zoals een wachtwoord: wie het kent, kan
eromheen vragen. Geef het na elke nieuwe sleutelperiode opnieuw.`;

/** `raakvlak canary`: plants decoys. */
export function addCanary(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('canary')
    .summary('zet lokgegevens uit: wie ernaar vraagt, valt op')
    .description('Zet lokgegevens uit voor een afdeling. Zonder bestand: toon de nummers van wat er staat.')
    .argument('[file]', 'bestand met één adres of nummer per regel, hooguit 100')
    .option('--connection <file>', 'verbindingsbestand', CONNECTION_FILE)
    .addOption(
      new Option('--kind <kind>', 'wat er op de regels staat').choices(Object.keys(SUBJECT_KINDS)).default('address'),
    )
    .addOption(new Option('--withdraw <id>', 'haal het lokgegeven met dit nummer weg').conflicts('kind'));
  withCommonOptions(command, [
    'raakvlak canary lok.txt --connection sport/connection.json',
    'raakvlak canary --connection sport/connection.json',
    'raakvlak canary --withdraw 6a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b',
  ])
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: CanaryOptions) => canary(surroundings, file, options));
}

async function canary(surroundings: Surroundings, file: string | undefined, options: CanaryOptions): Promise<void> {
  const { terminal, environment } = surroundings;
  const identifiers = file === undefined ? [] : identifiersIn(textOf(file), options.kind, MOST_SUBJECTS);
  const connection = readConnection(options.connection);
  const configuration = { ...readConfiguration(options.config, environment), clientId: connection.clientId };
  const { oversight } = openRaakvlak(configuration, await signInAsConnection(configuration, connection.key));
  if (options.withdraw !== undefined) {
    await oversight.withdrawCanary(options.withdraw);
    if (options.json === true) terminal.sayJson({ withdrawn: options.withdraw });
    else terminal.say(['Dit lokgegeven staat er niet meer.']);
  } else if (file === undefined) {
    const canaries = await oversight.canaries();
    if (options.json === true) terminal.sayJson({ canaries });
    else if (canaries.length === 0) terminal.say(['Er staan geen lokgegevens.']);
    else terminal.say(canaries.map(({ id, plantedOn }) => `${clean(id)}  ${clean(plantedOn)}`));
  } else {
    const planted: string[] = [];
    for (const identifier of identifiers) {
      const id = randomUUID();
      await oversight.plantCanary(identifier, id);
      planted.push(id);
    }
    if (options.json === true) terminal.sayJson({ planted });
    else terminal.say([`Uitgezet: ${planted.length} lokgegevens.`, ...planted]);
  }
  surroundings.exitCode = EXIT.done;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw cliProblem('file-unreadable');
  }
}
