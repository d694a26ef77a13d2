import type { Command } from 'commander';
import type { Account, Cover, RightOfRoles, WhoMayWhat } from '#client/node';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { readConfiguration } from './configuration';
import { EXIT } from './exit-code';
import { isDate } from './notice';
import { cliProblem } from './problems';
import { clean } from './clean';

const ROLES: Readonly<Record<string, string>> = {
  professional: 'professional',
  'team-coordinator': 'teamcoördinator',
  broker: 'bemiddelaar',
  connection: 'koppeling',
  'application-manager': 'applicatiebeheerder',
  'privacy-officer': 'privacyfunctionaris',
  'data-protection-officer': 'functionaris gegevensbescherming',
  'data-owner': 'gegevenseigenaar',
};

const REACH: Readonly<Record<string, string>> = {
  own: 'alleen eigen',
  team: 'eigen teams',
  department: 'eigen afdeling',
  everywhere: 'alles',
};

const roleOf = (role: string): string => ROLES[role] ?? clean(role);

/** `raakvlak access`: who may what, for the half-yearly review. */
export function addAccess(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('access')
    .summary('toon wie wat mag, voor de halfjaarlijkse controle')
    .description(
      'Toon wat elke rol mag, en wie de dienst het laatste halfjaar gebruikte met welke rol, teams en vervanging. ' +
        'Voor de privacyfunctionaris en de functionaris gegevensbescherming. Dat u dit bekijkt, staat in het logboek.',
    )
    .option('--csv', 'toon de lijst als CSV, voor een rekenblad');
  withPerson(withCommonOptions(command, ['raakvlak access', 'raakvlak access --csv > wie-mag-wat.csv'])).action(
    (options: CommonOptions & { csv?: boolean }) =>
      asPerson(surroundings, options, async (client) => {
        const { terminal } = surroundings;
        const list = await client.access.whoMayWhat();
        if (options.json === true) terminal.sayJson(list);
        else terminal.say(options.csv === true ? csvLines(list) : listLines(list));
        if (list.more) terminal.remark('Er zijn meer accounts dan in deze lijst passen.');
        return EXIT.done;
      }),
  );
}

const rolesOf = ({ roles }: RightOfRoles): string[] =>
  roles.map(({ role, reach }) => `${roleOf(role)} (${REACH[reach] ?? clean(reach)})`);

const coverOf = ({ team, from, until }: Cover): string =>
  `${clean(team)} van ${clean(from)} tot en met ${clean(until)}`;

/** For a person at the terminal. */
export function listLines({ rights, accounts }: WhoMayWhat): string[] {
  return [
    'Wat elke rol mag',
    '',
    ...rights.map((right) => `${clean(right.right)}: ${rolesOf(right).join(', ')}; ${clean(right.scope)}`),
    '',
    `Wie de dienst het laatste halfjaar gebruikte: ${accounts.length}`,
    ...accounts.flatMap((account) => ['', ...accountLines(account)]),
  ];
}

function accountLines({ actor, roles, department, teams, firstSeenOn, lastSeenOn, covers }: Account): string[] {
  return [
    clean(actor),
    `  rol: ${roles.map(roleOf).join(', ')}`,
    `  afdeling: ${clean(department) || 'geen'}`,
    `  teams: ${teams.map(clean).join(', ') || 'geen'}`,
    ...covers.map((cover) => `  vervangt bij: ${coverOf(cover)}`),
    `  eerste keer: ${clean(firstSeenOn)}, laatste keer: ${clean(lastSeenOn)}`,
  ];
}

/** One table for both, told apart by the first column. */
export function csvLines({ rights, accounts }: WhoMayWhat): string[] {
  return [
    ['soort', 'wie of wat', 'rol', 'bereik of afdeling', 'teams', 'vervangt bij', 'eerste keer', 'laatste keer'],
    ...rights.flatMap(({ right, roles }) =>
      roles.map(({ role, reach }) => ['recht', right, roleOf(role), REACH[reach] ?? reach, '', '', '', '']),
    ),
    ...accounts.map(({ actor, roles, department, teams, covers, firstSeenOn, lastSeenOn }) => [
      'account',
      actor,
      roles.map(roleOf).join(' '),
      department,
      teams.join(' '),
      covers.map(coverOf).join(', '),
      firstSeenOn,
      lastSeenOn,
    ]),
  ].map((cells) => cells.map(csvCell).join(';'));
}

/** In quotes, and never read as a formula: what stands here comes from an identity provider. */
const csvCell = (text: string): string => {
  const harmless = clean(text).replaceAll('"', '""');
  return `"${/^[=+\-@]/.test(harmless) ? "'" : ''}${harmless}"`;
};

interface CoverOptions extends CommonOptions {
  readonly for: string;
  readonly from?: string;
  readonly until: string;
}

/** `raakvlak cover`: somebody stands in for a colleague. */
export function addCover(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('cover')
    .summary('laat een collega tijdelijk voor een team werken (coördinator)')
    .description(
      'Laat een collega van dezelfde afdeling tijdelijk voor uw team werken, hooguit zes weken. ' +
        'De vervanging stopt vanzelf na de laatste dag.',
    )
    .argument('<team>', 'code van het team')
    .requiredOption('--for <subject>', 'nummer van de collega bij de inlogdienst; in de demonstratie de naam')
    .option('--from <date>', 'eerste dag, bijvoorbeeld 2026-12-01; anders vandaag')
    .requiredOption('--until <date>', 'laatste dag, bijvoorbeeld 2026-12-14');
  withPerson(
    withCommonOptions(command, ['raakvlak cover wijkteam-liendert --for ingrid --until 2026-12-14 --as carla']),
  ).action((team: string, options: CoverOptions) =>
    asPerson(surroundings, options, async (client) => {
      const { terminal } = surroundings;
      for (const day of [options.from, options.until])
        if (day !== undefined && !isDate(day)) throw cliProblem('not-a-date');
      const { issuer } = readConfiguration(options.config, surroundings.environment);
      const from = options.from === undefined ? {} : { from: options.from };
      const actor = options.for.includes('|') ? options.for : `${issuer}|${options.for}`;
      const given = await client.access.giveCover({ actor, team, until: options.until, ...from });
      if (options.json === true) terminal.sayJson(given);
      else
        terminal.say([
          `De vervanging geldt van ${clean(given.from)} tot en met ${clean(given.until)}.`,
          clean(given.id),
        ]);
      return EXIT.done;
    }),
  );
}

/** `raakvlak covers`: who stands in for whom. */
export function addCovers(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('covers')
    .summary('toon wie er vervangt bij uw teams (coördinator)')
    .description('Toon de vervangingen bij de teams die u beheert, met het nummer waarmee u er een kunt stoppen.');
  withPerson(withCommonOptions(command, ['raakvlak covers --as carla'])).action((options: CommonOptions) =>
    asPerson(surroundings, options, async (client) => {
      const { terminal } = surroundings;
      const covers = await client.access.covers();
      if (options.json === true) terminal.sayJson({ covers });
      else if (covers.length === 0) terminal.say(['Er zijn geen vervangingen.']);
      else terminal.say(covers.map((cover) => `${clean(cover.id)}  ${clean(cover.actor)}  ${coverOf(cover)}`));
      return covers.length > 0 ? EXIT.done : EXIT.nothingFound;
    }),
  );
}

/** `raakvlak end-cover`: a cover ends before its last day. */
export function addEndCover(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('end-cover')
    .summary('stop een vervanging (coördinator)')
    .description('Stop een vervanging voor de laatste dag. Dat geldt meteen.')
    .argument('<id>', 'nummer van de vervanging (zie: raakvlak covers)');
  withPerson(withCommonOptions(command, ['raakvlak end-cover 6a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b --as carla'])).action(
    (id: string, options: CommonOptions) =>
      asPerson(surroundings, options, async (client) => {
        await client.access.endCover(id);
        if (options.json === true) surroundings.terminal.sayJson({ ended: id });
        else surroundings.terminal.say(['De vervanging is gestopt.']);
        return EXIT.done;
      }),
  );
}
