import type { Command } from 'commander';
import type { RaakvlakWithProofs, TeamChange } from '#client/node';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { readDay } from './hours';
import { confirmWith } from './input';
import { cliProblem } from './problems';
import { dutchDate } from './render';
import { clean } from './clean';

interface PlanOptions extends CommonOptions {
  readonly on?: string;
  readonly yes?: boolean;
}

const ON = ['--on <date>', 'dag waarop het ingaat, bijvoorbeeld 2026-12-31 (anders: vandaag)'] as const;

/** `raakvlak rename-team`: another name on a day. */
export function addRenameTeam(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('rename-team')
    .summary('geef een team een andere naam (applicatiebeheerder)')
    .description('Geef een team op een dag een andere naam. De code blijft. Het team krijgt er bericht van.')
    .argument('<code>', 'code van het team')
    .argument('<name>', 'de nieuwe naam')
    .option(...ON);
  const examples = ['raakvlak rename-team wijkteam-liendert "Wijkteam Noord" --on 2027-01-01 --as anouk'];
  withPerson(withCommonOptions(command, examples)).action((code: string, name: string, options: PlanOptions) =>
    plan(surroundings, options, (client, on) => client.organisation.rename(code, name, on)),
  );
}

/** `raakvlak merge-teams`: one team goes up in another. */
export function addMergeTeams(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('merge-teams')
    .summary('laat een team opgaan in een ander (applicatiebeheerder)')
    .description(
      'Laat een team op een dag opgaan in een ander team. Alle betrokkenheid gaat mee, en het oude team eindigt.\n' +
        'Beide teams krijgen er bericht van. Gaat het naar een andere afdeling, dan beslist eerst een tweede persoon.',
    )
    .argument('<code>', 'code van het team dat eindigt')
    .requiredOption('--into <code>', 'code van het team dat verder gaat')
    .option(...ON)
    .option('--yes', 'vraag niet om bevestiging (voor scripts)');
  const examples = ['raakvlak merge-teams wijkteam-liendert --into wijkteam-schothorst --on 2027-01-01 --as anouk'];
  withPerson(withCommonOptions(command, examples)).action((code: string, options: PlanOptions & { into: string }) =>
    plan(surroundings, options, async (client, on) => {
      await confirmed(surroundings, options, code, `Het team ${clean(code)} eindigt. Dit is niet terug te draaien.`);
      return client.organisation.merge(code, options.into, on);
    }),
  );
}

interface HandOverOptions extends PlanOptions {
  readonly to: string;
  readonly all?: boolean;
}

/** `raakvlak hand-over`: cases, or all of them, to another team. */
export function addHandOver(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('hand-over')
    .summary('draag betrokkenheid over aan een ander team (teamcoördinator)')
    .description(
      'Draag een of meer zaken van een team over aan een ander team, of alles. Persoon en adres van een zaak gaan samen.\n' +
        'Beide teams krijgen er bericht van. Gaat het naar een andere afdeling, dan beslist eerst een tweede persoon.\n' +
        'Voor de coördinator van het team en de applicatiebeheerder. Een team splitsen kan zo ook: draag een deel over.',
    )
    .argument('<code>', 'code van het team dat overdraagt')
    .argument('[ids...]', 'nummers van de betrokkenheid, hooguit 500 (zie: raakvlak mine)')
    .requiredOption('--to <code>', 'code van het team dat overneemt')
    .option('--all', 'alles wat het team op die dag heeft')
    .option(...ON)
    .option('--yes', 'bij --all: vraag niet om bevestiging (voor scripts)');
  withPerson(
    withCommonOptions(command, [
      'raakvlak hand-over wijkteam-soesterkwartier 0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11 --to wijkteam-schothorst --as carla',
      'raakvlak hand-over wijkteam-soesterkwartier --all --to wijkteam-schothorst --on 2027-01-01 --as carla',
    ]),
  ).action((code: string, ids: readonly string[], options: HandOverOptions) => {
    const all = options.all === true;
    // Never all of it by leaving something out.
    if (all !== (ids.length === 0)) throw cliProblem('ids-or-all');
    return plan(surroundings, options, async (client, on) => {
      if (all) await confirmed(surroundings, options, code, `Alles van het team ${clean(code)} gaat over.`);
      return client.organisation.handOver(code, options.to, all ? 'all' : ids, on);
    });
  });
}

/** `raakvlak team-changes`: what is to change, what changed, and how to stop it in time. */
export function addTeamChanges(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('team-changes')
    .summary('toon wijzigingen van teams, of annuleer er een (applicatiebeheerder)')
    .description('Toon de wijzigingen van teams, de nieuwste eerst. Met --cancel gaat er een niet door.')
    .option('--cancel <id>', 'nummer van een wijziging die nog niet is begonnen');
  withPerson(
    withCommonOptions(command, [
      'raakvlak team-changes --as anouk',
      'raakvlak team-changes --cancel 0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11 --as anouk',
    ]),
  ).action((options: CommonOptions & { cancel?: string }) =>
    asPerson(surroundings, options, async (client) => {
      const { terminal } = surroundings;
      if (options.cancel !== undefined) {
        await client.organisation.cancel(options.cancel);
        if (options.json === true) terminal.sayJson({ cancelled: options.cancel });
        else terminal.say(['De wijziging gaat niet door.']);
        return EXIT.done;
      }
      const changes = await client.organisation.changes();
      if (options.json === true) terminal.sayJson({ changes });
      else if (changes.length === 0) terminal.say(['Er zijn geen wijzigingen van teams.']);
      else terminal.say(changes.flatMap((one) => [changeLine(one), `  Nummer: ${clean(one.id)}`]));
      return changes.length > 0 ? EXIT.done : EXIT.nothingFound;
    }),
  );
}

async function plan(
  surroundings: Surroundings,
  options: PlanOptions,
  work: (client: RaakvlakWithProofs, on: string | undefined) => Promise<TeamChange>,
): Promise<void> {
  const on = options.on === undefined ? undefined : readDay(options.on);
  await asPerson(surroundings, options, async (client) => {
    const { terminal } = surroundings;
    const change = await work(client, on);
    if (options.json === true) terminal.sayJson(change);
    else terminal.say(plannedLines(change));
    return EXIT.done;
  });
}

async function confirmed(
  { terminal }: Surroundings,
  { yes }: PlanOptions,
  code: string,
  remark: string,
): Promise<void> {
  if (yes === true) return;
  terminal.remark(remark);
  await confirmWith(terminal, code, 'Typ de code van het team om door te gaan: ');
}

const STATES: Readonly<Record<TeamChange['state'], string>> = {
  proposed: 'wacht op een tweede persoon',
  announced: 'aangekondigd',
  'under-way': 'bezig',
  'carried-out': 'uitgevoerd',
  cancelled: 'geannuleerd',
  lapsed: 'vervallen: het kon op die dag niet meer',
};

const WHAT: Readonly<Record<TeamChange['kind'], string>> = {
  rename: 'heet voortaan',
  merge: 'gaat op in',
  'hand-over': 'draagt over aan',
};

/** One change in one line. */
export const changeLine = ({ kind, team, to, on, state, moved }: TeamChange): string =>
  `${dutchDate(on)}  ${clean(team)} ${WHAT[kind]} ${clean(to)} (${STATES[state]}${moved === 0 ? '' : `, ${moved} overgegaan`})`;

function plannedLines(change: TeamChange): string[] {
  const second =
    change.proposal === undefined
      ? []
      : [
          'Dit gaat pas door als een tweede persoon akkoord is: de privacy officer of de gegevenseigenaar.',
          `  Voorstel: ${clean(change.proposal)}`,
        ];
  return [changeLine(change), `  Nummer: ${clean(change.id)}`, ...second];
}
