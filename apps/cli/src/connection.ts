import { join } from 'node:path';
import type { Command } from 'commander';
import { CONNECTION_FILE, makeConnection, PUBLIC_FILE } from '#connector';
import type { Surroundings } from './command';
import { EXIT } from './exit-code';

interface ConnectionOptions {
  readonly department: string;
  readonly team: readonly string[];
  readonly caseload: string;
  readonly out: string;
  readonly name?: string;
  readonly json?: boolean;
}

/** `raakvlak connection`: the key pair and the two files of a department's system. */
export function addConnection(program: Command, surroundings: Surroundings): void {
  program
    .command('connection')
    .summary('maak een verbinding voor het systeem van een afdeling')
    .description(
      'Maak de sleutels waarmee het systeem van een afdeling zich bekend maakt.\n\n' +
        `${CONNECTION_FILE} bevat de geheime sleutel en blijft hier. ${PUBLIC_FILE} is voor de beheerders van de\n` +
        'inlogdienst en van de sleutels (de sleutelbeheerder).',
    )
    .argument('<client-id>', 'naam van de verbinding, bijvoorbeeld koppeling-leerplicht')
    .requiredOption('--department <code>', 'code van de afdeling')
    .requiredOption('--team <code...>', 'code van een team waarvoor geleverd wordt; meer mag')
    .requiredOption('--caseload <number>', 'hoeveel betrokkenheden de afdeling hooguit tegelijk heeft')
    .requiredOption('--out <folder>', 'map voor de twee bestanden')
    .option('--name <text>', 'naam zoals beheerders die zien')
    .option('--json', 'toon het antwoord als één JSON-object')
    .addHelpText(
      'after',
      '\nVoorbeelden:\n' +
        '  raakvlak connection koppeling-leerplicht --department leerplicht --team leerplicht-noord \\\n' +
        '    --caseload 800 --out leerplicht',
    )
    .action((clientId: string, options: ConnectionOptions) => connection(surroundings, clientId, options));
}

function connection(surroundings: Surroundings, clientId: string, options: ConnectionOptions): void {
  const { terminal } = surroundings;
  const { department, team: teams, caseload, out } = options;
  const { privateFile, publicFile } = makeConnection(out, {
    clientId,
    name: options.name ?? `Koppeling van ${department}`,
    department,
    teams,
    caseload: /^\d+$/.test(caseload) ? Number(caseload) : Number.NaN,
  });
  if (options.json === true) terminal.sayJson({ clientId, privateFile, publicFile });
  else {
    terminal.say([
      'De verbinding is gemaakt.',
      `  ${privateFile}   de geheime sleutel: laat hem hier staan en geef hem aan niemand`,
      `  ${publicFile}   voor de beheerders`,
      '',
      'Hierna:',
      `  1. De beheerder van de inlogdienst meldt ${clientId} aan met ${PUBLIC_FILE}.`,
      `  2. De beheerder van de sleutels meldt ${clientId} aan met een omvang van ${caseload}.`,
      `     In de demonstratie doet één opdracht beide: npm run -s admit -- ${publicFile}`,
      '  3. De applicatiebeheerder voert afdeling en teams in, en zet de verbinding in de lijst:',
      `     raakvlak department, raakvlak team, raakvlak enter-connection ${publicFile}`,
      `  4. U levert: raakvlak sync BESTAND.csv --connection ${join(out, CONNECTION_FILE)} --dry-run`,
    ]);
  }
  surroundings.exitCode = EXIT.done;
}
