import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type ConnectionState, type ListedConnection, PUBLIC_FILE, publicConnectionFrom } from '#client/node';
import { clean } from './clean';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { cliProblem } from './problems';
import { dutchDate } from './render';

const STATES: Readonly<Record<ConnectionState, string>> = {
  ended: 'beëindigd',
  'never-seen': 'nooit gezien',
  'never-delivered': 'de afdeling leverde nog nooit',
  rotating: 'nog niet in de nieuwe sleutelperiode',
  behind: 'loopt achter',
  current: 'bij',
};

/** `raakvlak connections`: the list of departments' systems, and how they stand. */
export function addConnections(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('connections')
    .summary('toon de koppelingen en hoe het ermee staat (applicatiebeheerder)')
    .description(
      'Toon de koppelingen van afdelingen: hun sleutels, wanneer ze er het laatst waren en de laatste levering.\n' +
        'Dit is een lijst. De sleutels bewaakt de inlogdienst, de omvang de sleutelbeheerder.',
    );
  withPerson(withCommonOptions(command, ['raakvlak connections --as anouk'])).action((options: CommonOptions) =>
    asPerson(surroundings, options, async (client) => {
      const { terminal } = surroundings;
      const connections = await client.organisation.connections();
      if (options.json === true) terminal.sayJson({ connections });
      else if (connections.length === 0) terminal.say(['Er staan geen koppelingen in de lijst.']);
      else terminal.say(connections.flatMap(connectionLines));
      return connections.length > 0 ? EXIT.done : EXIT.nothingFound;
    }),
  );
}

function connectionLines({ code, name, department, caseload, keys, state, ...days }: ListedConnection): string[] {
  const { lastSeenOn, delivered } = days;
  return [
    `${clean(code)}  ${clean(name)} (${clean(department)}): ${STATES[state]}`,
    `  omvang ${caseload}${keys.map(({ thumbprint }, i) => `, ${i === 0 ? 'sleutel' : 'vorige sleutel'} ${clean(thumbprint)}`).join('')}`,
    ...(lastSeenOn === undefined ? [] : [`  laatst gezien ${dutchDate(lastSeenOn)}`]),
    ...(delivered === undefined ? [] : [`  laatste levering van de afdeling ${dutchDate(delivered.on)}`]),
  ];
}

/** `raakvlak enter-connection`: puts the public file of a connection in the list. */
export function addEnterConnection(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('enter-connection')
    .summary('zet een koppeling in de lijst (applicatiebeheerder)')
    .description(
      `Zet de koppeling van ${PUBLIC_FILE} in de lijst, of verander haar: een andere omvang, andere teams of een nieuwe\n` +
        'sleutel. De vorige sleutel blijft in de lijst tot u --rolled-over geeft.\n' +
        'Dit laat niemand binnen: daarna zijn de beheerders van de inlogdienst en van de sleutels aan zet.',
    )
    .argument('<file>', `het bestand ${PUBLIC_FILE}; nooit het bestand met de geheime sleutel`)
    .option('--rolled-over', 'de inlogdienst kent de vorige sleutel niet meer');
  withPerson(withCommonOptions(command, [`raakvlak enter-connection leerplicht/${PUBLIC_FILE} --as anouk`])).action(
    (file: string, options: CommonOptions & { rolledOver?: boolean }) =>
      asPerson(surroundings, options, async (client) => {
        const { terminal } = surroundings;
        const { clientId, ...settings } = publicConnectionFrom(textOf(file));
        const rolledOver = options.rolledOver === true;
        const entered = await client.organisation.putConnection(clientId, { ...settings, rolledOver });
        if (options.json === true) terminal.sayJson(entered);
        else terminal.say(enteredLines(entered));
        return EXIT.done;
      }),
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw cliProblem('file-unreadable');
  }
}

const enteredLines = ({ elsewhere: { identityProvider, custodian } }: ListedConnection): string[] => [
  'De koppeling staat in de lijst. Twee anderen laten haar binnen:',
  `  1. De beheerder van de inlogdienst: ${clean(identityProvider.clientId)} heeft ${identityProvider.thumbprints.length === 1 ? 'deze sleutel' : 'deze sleutels'}`,
  ...identityProvider.thumbprints.map((thumbprint) => `       ${clean(thumbprint)}`),
  `  2. De beheerder van de sleutels: ${clean(custodian.actor)} heeft een omvang van ${custodian.caseload}`,
];
