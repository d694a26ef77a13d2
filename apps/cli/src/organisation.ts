import { type Command, Option } from 'commander';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { type ContactSettings, type OrganisationOverview, PARTS, type Proposed, type TeamPart } from '#client/node';
import { hoursText, readClosure, readHours } from './hours';
import { dutchDate } from './render';
import { changeLine } from './team-changes';
import { clean } from './clean';

/** As the index has them. */
const DOMAINS = ['care', 'enforcement', 'permits', 'debt', 'education', 'safety'];

/** `raakvlak department`: the application manager enters a department. */
export function addDepartment(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('department')
    .summary('voer een afdeling in (applicatiebeheerder)')
    .description('Voer een afdeling in, of verander haar naam of domein. Alleen voor de applicatiebeheerder.')
    .argument('<code>', 'code van de afdeling: kleine letters, cijfers en streepjes')
    .requiredOption('--name <text>', 'naam zoals collega’s die zien')
    .addOption(new Option('--domain <domain>', 'waar de afdeling over gaat').choices(DOMAINS).makeOptionMandatory());
  withPerson(
    withCommonOptions(command, ['raakvlak department leerplicht --name "Leerplicht" --domain education --as anouk']),
  ).action((code: string, options: CommonOptions & { name: string; domain: string }) =>
    asPerson(surroundings, options, async (client) => {
      const { terminal } = surroundings;
      const { name, domain } = options;
      const put = await client.organisation.putDepartment(code, { name, domain });
      if (options.json === true) terminal.sayJson({ department: code, ...put });
      else terminal.say(['De afdeling is ingevoerd.', ...waiting(put, 'Het andere domein')]);
      return EXIT.done;
    }),
  );
}

/** What is not done yet, because it widens what can be seen. */
const waiting = ({ proposal }: Proposed, what: string): string[] =>
  proposal === undefined
    ? []
    : [
        `${what} gaat pas in als een tweede persoon akkoord is: de privacy officer of de gegevenseigenaar.`,
        `  Voorstel: ${clean(proposal)}`,
      ];

interface ContactOptions extends CommonOptions {
  /** False with `--no-closures` */
  readonly closures?: boolean;
  readonly phone: string;
  readonly email: string;
  readonly hours: readonly string[];
  readonly closed?: readonly string[];
  readonly instead?: string;
}

interface TeamOptions extends ContactOptions {
  readonly department: string;
  readonly name: string;
  readonly part?: TeamPart;
}

const withContact = (command: Command): Command =>
  command
    .requiredOption('--phone <number>', 'telefoonnummer van het team')
    .requiredOption('--email <address>', 'e-mailadres van het team')
    .requiredOption('--hours <text...>', 'wanneer het team te bellen is, bijvoorbeeld "ma-vr 09:00-17:00"; meer mag')
    .option('--closed <days...>', 'dagen dat het team dicht is, bijvoorbeeld 2026-12-24 of 2026-12-25/2026-12-26')
    .option('--no-closures', 'het team is op geen enkele dag meer dicht')
    .option('--instead <code>', 'code van het team om te bellen als dit team er niet is');

function contactOf(options: ContactOptions): ContactSettings {
  const { phone, email, instead } = options;
  const closures = options.closures === false ? [] : options.closed?.map(readClosure);
  return {
    phone,
    email,
    hours: options.hours.map(readHours),
    ...(closures === undefined ? {} : { closures }),
    ...(instead === undefined ? {} : { instead }),
  };
}

/** `raakvlak team`: the application manager enters a team and how to reach it. */
export function addTeam(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('team')
    .summary('voer een team in (applicatiebeheerder)')
    .description('Voer een team in met zijn contactgegevens, of verander die. Alleen voor de applicatiebeheerder.')
    .argument('<code>', 'code van het team: kleine letters, cijfers en streepjes')
    .requiredOption('--department <code>', 'code van de afdeling')
    .requiredOption('--name <text>', 'naam zoals collega’s die zien')
    .addOption(
      new Option(
        '--part <part>',
        'shield-desk: meldpunt voor afgeschermde personen en adressen; collective-list: lijst van adressen waar velen wonen',
      ).choices(PARTS),
    );
  withPerson(
    withCommonOptions(withContact(command), [
      'raakvlak team leerplicht-noord --department leerplicht --name "Leerplicht Noord" --phone "033-000 00 61" \\',
      '    --email leerplicht-noord@amersfoort.example --hours "ma-vr 09:00-17:00" --as anouk',
    ]),
  ).action((code: string, options: TeamOptions) => putTeam(surroundings, code, options));
}

async function putTeam(surroundings: Surroundings, code: string, options: TeamOptions): Promise<void> {
  const { department, name, part } = options;
  const contact = contactOf(options);
  await asPerson(surroundings, options, async (client) => {
    const { terminal } = surroundings;
    const put = await client.organisation.putTeam(code, { name, department, contact, part });
    if (options.json === true) terminal.sayJson({ team: code, ...put });
    else terminal.say(['Het team is ingevoerd.', ...waiting(put, 'De andere afdeling')]);
    return EXIT.done;
  });
}

/** `raakvlak contact`: a coordinator changes how her team is to be reached. */
export function addContact(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('contact')
    .summary('verander hoe een team te bereiken is (teamcoördinator)')
    .description(
      'Verander de contactgegevens van uw team: wie u belt, wanneer, en wie er anders te bellen is.\n' +
        'Alleen voor de coördinator van het team en de applicatiebeheerder. Zonder --closed blijven de dagen dat\n' +
        'het team dicht is zoals ze zijn.',
    )
    .argument('<code>', 'code van het team');
  withPerson(
    withCommonOptions(withContact(command), [
      'raakvlak contact wijkteam-soesterkwartier --phone "033-000 00 11" --email wijkteam-soesterkwartier@amersfoort.example \\',
      '    --hours "ma-vr 09:00-17:00" --closed 2026-12-25/2026-12-26 --instead wijkteam-liendert --as carla',
    ]),
  ).action((code: string, options: ContactOptions) => {
    const contact = contactOf(options);
    return asPerson(surroundings, options, async (client) => {
      const { terminal } = surroundings;
      await client.organisation.changeContact(code, contact);
      if (options.json === true) terminal.sayJson({ team: code });
      else terminal.say(['De contactgegevens zijn gewijzigd. Wie vanaf nu vraagt, ziet ze zo.']);
      return EXIT.done;
    });
  });
}

/** `raakvlak organisation`: all of it, for the application manager. */
export function addOrganisation(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('organisation')
    .summary('toon afdelingen, teams en wat er gaat veranderen (applicatiebeheerder)')
    .description(
      'Toon alle afdelingen met hun laatste levering, alle teams met hun contactgegevens, en wat er gaat veranderen.\n' +
        'Alleen voor de applicatiebeheerder.',
    );
  withPerson(withCommonOptions(command, ['raakvlak organisation --as anouk'])).action((options: CommonOptions) =>
    asPerson(surroundings, options, async (client) => {
      const { terminal } = surroundings;
      const overview = await client.organisation.overview();
      if (options.json === true) terminal.sayJson(overview);
      else terminal.say(overviewLines(overview));
      return EXIT.done;
    }),
  );
}

function overviewLines({ departments, teams, changes, proposals }: OrganisationOverview): string[] {
  const delivered = (on: string | undefined): string =>
    on === undefined ? 'nog nooit geleverd' : `laatste levering ${dutchDate(on)}`;
  return [
    ...departments.flatMap(({ code, name, domain, delivered: last }) => [
      `${clean(name)} (${clean(code)}, ${clean(domain)}): ${delivered(last?.on)}`,
      ...teams.filter(({ department }) => department === code).flatMap(teamLines),
      '',
    ]),
    ...(changes.length === 0 ? [] : ['Gaat veranderen:', ...changes.map((one) => `  ${changeLine(one)}`), '']),
    ...(proposals.length === 0
      ? []
      : ['Wacht op een tweede persoon:', ...proposals.map(({ id, kind }) => `  ${clean(kind)} ${clean(id)}`)]),
  ];
}

function teamLines({ code, name, contact, ended }: OrganisationOverview['teams'][number]): string[] {
  const title = `  ${clean(name)} (${clean(code)})`;
  if (ended !== undefined) return [`${title}: opgegaan in ${clean(ended.into)} op ${dutchDate(ended.on)}`];
  const { phone, email, hours, closures = [], instead } = contact;
  return [
    title,
    `    ${clean(phone)}, ${clean(email)}, ${hours.map(hoursText).map(clean).join(', ')}`,
    ...(closures.length === 0
      ? []
      : [`    Dicht: ${closures.map(({ from, to }) => `${dutchDate(from)} t/m ${dutchDate(to)}`).join(', ')}`]),
    ...(instead === undefined ? [] : [`    Anders: ${clean(instead)}`]),
  ];
}
