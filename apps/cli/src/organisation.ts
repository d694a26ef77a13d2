import { type Command, Option } from 'commander';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { readHours } from './hours';

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
      await client.putDepartment(code, { name: options.name, domain: options.domain });
      if (options.json === true) terminal.sayJson({ department: code });
      else terminal.say(['De afdeling is ingevoerd.']);
      return EXIT.done;
    }),
  );
}

interface TeamOptions extends CommonOptions {
  readonly department: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly hours: readonly string[];
  readonly instead?: string;
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
    .requiredOption('--phone <number>', 'telefoonnummer van het team')
    .requiredOption('--email <address>', 'e-mailadres van het team')
    .requiredOption('--hours <text...>', 'wanneer het team te bellen is, bijvoorbeeld "ma-vr 09:00-17:00"; meer mag')
    .option('--instead <code>', 'code van het team om te bellen als dit team er niet is');
  withPerson(
    withCommonOptions(command, [
      'raakvlak team leerplicht-noord --department leerplicht --name "Leerplicht Noord" --phone "033-000 00 61" \\',
      '    --email leerplicht-noord@amersfoort.example --hours "ma-vr 09:00-17:00" --as anouk',
    ]),
  ).action((code: string, options: TeamOptions) => putTeam(surroundings, code, options));
}

async function putTeam(surroundings: Surroundings, code: string, options: TeamOptions): Promise<void> {
  const { department, name, phone, email, instead } = options;
  const hours = options.hours.map(readHours);
  await asPerson(surroundings, options, async (client) => {
    const { terminal } = surroundings;
    const contact = { phone, email, hours, ...(instead === undefined ? {} : { instead }) };
    await client.putTeam(code, { name, department, contact });
    if (options.json === true) terminal.sayJson({ team: code });
    else terminal.say(['Het team is ingevoerd.']);
    return EXIT.done;
  });
}
