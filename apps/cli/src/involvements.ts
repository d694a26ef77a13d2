import { type Command, Option } from 'commander';
import { MOST_CHANGES, type NewAddress, type Notice, type Renewal, requireCode } from '#client/node';
import { NOTICE_GROUNDS } from '#tokens';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { confirmWith, readSubjects } from './input';
import { type NoticeOptions, noticeOf } from './notice';
import { cliProblem } from './problems';
import { dutchDate, movedLines, ownInvolvementLines, renewalLines, withdrawnLines } from './render';
import { clean } from './clean';

interface ManyOptions extends CommonOptions {
  readonly all?: boolean;
  readonly team?: string;
  readonly yes?: boolean;
  readonly connectionOnly?: boolean;
}

/** One id, or all of a team: never both, and never all by leaving something out. */
function teamOfAll(id: string | undefined, { all, team }: ManyOptions): string | undefined {
  const one = id !== undefined && all !== true && team === undefined;
  const many = id === undefined && all === true && team !== undefined;
  if (!one && !many) throw cliProblem('id-or-all');
  return many ? team : undefined;
}

/** `raakvlak withdraw`: ends an involvement of one's own team, or all of it. */
export function addWithdraw(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('withdraw')
    .summary('trek een betrokkenheid in')
    .description(
      'Trek een betrokkenheid van uw team in. Het nummer kreeg u bij het registreren.\n\n' +
        'Met --all --team trekt u alles van een team in, bijvoorbeeld na een verkeerde levering.',
    )
    .argument('[id]', 'nummer van de betrokkenheid')
    .option('--all', 'trek alles van een team in')
    .option('--team <code>', 'code van het team, bij --all')
    .option('--connection-only', 'bij --all: alleen wat een koppeling heeft geregistreerd')
    .option('--yes', 'bij --all: vraag niet om bevestiging (voor scripts)');
  withPerson(
    withCommonOptions(command, [
      'raakvlak withdraw 0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11',
      'raakvlak withdraw --all --team wijkteam-soesterkwartier',
    ]),
  ).action(async (id: string | undefined, options: ManyOptions) => {
    const team = teamOfAll(id, options);
    await (team === undefined
      ? withdrawOne(surroundings, id as string, options)
      : withdrawTeam(surroundings, team, options));
  });
}

async function withdrawOne(surroundings: Surroundings, id: string, options: CommonOptions): Promise<void> {
  const { terminal } = surroundings;
  await asPerson(surroundings, options, async (client) => {
    const withdrawn = await client.withdraw(id);
    if (options.json === true) terminal.sayJson(withdrawn);
    else terminal.say(withdrawnLines(withdrawn));
    return EXIT.done;
  });
}

async function withdrawTeam(surroundings: Surroundings, team: string, options: ManyOptions): Promise<void> {
  const { terminal } = surroundings;
  const code = requireCode(team);
  await asPerson(surroundings, options, async (client) => {
    if (options.yes !== true) {
      terminal.remark(`U trekt alles in wat geregistreerd is voor het team ${code}. Dit is niet terug te draaien.`);
      await confirmWith(terminal, code, 'Typ de code van het team om door te gaan: ');
    }
    const by = options.connectionOnly === true ? 'connection' : 'anyone';
    const withdrawn = await client.withdrawTeam(code, by, (sofar) => terminal.remark(`${sofar} ingetrokken`));
    if (options.json === true) terminal.sayJson({ team: code, withdrawn });
    else
      terminal.say([
        `Klaar: ${withdrawn} ${withdrawn === 1 ? 'betrokkenheid is' : 'betrokkenheden zijn'} ingetrokken.`,
      ]);
    return EXIT.done;
  });
}

/** `raakvlak moved`: somebody moved; the address of the case ends or is replaced. */
export function addMoved(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('moved')
    .summary('meld een verhuizing: het adres van een zaak vervalt of wordt vervangen')
    .description(
      'Meld dat iemand verhuisd is. Het adres dat bij de betrokkenheid hoort, vervalt.\n' +
        'Met --new-address vraagt het programma om het nieuwe adres. Dat verlaat deze computer niet.\n' +
        'Kreeg u geen antwoord? Herhaal de opdracht dan met hetzelfde --new-id: er komt geen tweede adres.',
    )
    .argument('<id>', 'nummer van de betrokkenheid bij de persoon, of bij het adres zelf')
    .option('--new-address', 'registreer meteen het nieuwe adres')
    .addOption(
      new Option('--notice <state>', 'bij --new-address: is de inwoner geïnformeerd? (art. 14 AVG)')
        .choices(['given', 'pending', 'delayed', 'exempt'])
        .default('given'),
    )
    .addOption(new Option('--ground <code>', 'grond om uit te stellen of niet te informeren').choices(NOTICE_GROUNDS))
    .option('--review-on <date>', 'datum waarop uitstel opnieuw bekeken wordt, bijvoorbeeld 2026-12-31')
    .option('--case <number>', 'uw eigen zaaknummer')
    .option('--new-id <uuid>', 'nummer van het nieuwe adres, om een eerdere poging te herhalen');
  withPerson(
    withCommonOptions(command, [
      'raakvlak moved 0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11',
      'raakvlak moved 0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11 --new-address',
    ]),
  ).action((id: string, options: MovedOptions) => moved(surroundings, id, options));
}

interface MovedOptions extends CommonOptions, NoticeOptions {
  readonly newAddress?: boolean;
  readonly case?: string;
  readonly newId?: string;
}

async function moved(surroundings: Surroundings, id: string, options: MovedOptions): Promise<void> {
  const { terminal } = surroundings;
  const notice = noticeOf(options);
  await asPerson(surroundings, options, async (client) => {
    const to = options.newAddress === true ? await newAddress(surroundings, options, notice) : undefined;
    const outcome = await client.moved(id, to);
    if (options.json === true) terminal.sayJson(outcome);
    else terminal.say(movedLines(outcome));
    return EXIT.done;
  });
}

async function newAddress({ terminal }: Surroundings, options: MovedOptions, notice: Notice): Promise<NewAddress> {
  const [identifier] = await readSubjects(terminal, { kind: 'address', most: 1 });
  const id = options.newId ?? crypto.randomUUID();
  // Said before it is sent: whoever loses the connection needs it to repeat the move.
  if (options.json !== true) terminal.remark(`Nummer van het nieuwe adres: ${id}`);
  return { id, identifier: identifier!, notice, caseNumber: options.case };
}

/** `raakvlak renew`: makes an involvement run on, or all of a team. */
export function addRenew(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('renew')
    .summary('verleng een betrokkenheid')
    .description(
      'Verleng een betrokkenheid van uw team. Het nummer kreeg u bij het registreren.\n' +
        'Met --all --team verlengt u wat in de lijst van uw team staat (zie: raakvlak mine).',
    )
    .argument('[id]', 'nummer van de betrokkenheid')
    .option('--all', 'verleng alles in de lijst van een team')
    .option('--team <code>', 'code van het team, bij --all');
  withPerson(
    withCommonOptions(command, [
      'raakvlak renew 0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11',
      'raakvlak renew --all --team wijkteam-soesterkwartier',
    ]),
  ).action(async (id: string | undefined, options: ManyOptions) => {
    const team = teamOfAll(id, options);
    await (team === undefined ? renewOne(surroundings, id as string, options) : renewTeam(surroundings, team, options));
  });
}

async function renewOne(surroundings: Surroundings, id: string, options: CommonOptions): Promise<void> {
  const { terminal } = surroundings;
  await asPerson(surroundings, options, async (client) => {
    const renewed = await client.renew(id);
    if (options.json === true) terminal.sayJson(renewed);
    else {
      terminal.say([
        `De betrokkenheid loopt nu af op ${dutchDate(renewed.expiresOn)}.`,
        `  Ontvangstbewijs: ${clean(renewed.receipt)}`,
      ]);
    }
    return EXIT.done;
  });
}

async function renewTeam(surroundings: Surroundings, team: string, options: CommonOptions): Promise<void> {
  const { terminal } = surroundings;
  await asPerson(surroundings, options, async (client) => {
    const ids = (await client.mine(team)).map(({ id }) => id);
    const renewals: Renewal[] = [];
    for (let at = 0; at < ids.length; at += MOST_CHANGES)
      renewals.push(...(await client.renewAll(ids.slice(at, at + MOST_CHANGES))));
    if (options.json === true) terminal.sayJson({ renewals });
    else terminal.say(renewalLines(renewals));
    return EXIT.done;
  });
}

/** `raakvlak mine`: what a team of one's own has registered. */
export function addMine(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('mine')
    .summary('toon wat uw team geregistreerd heeft')
    .description(
      'Toon de betrokkenheid die uw team geregistreerd heeft: nummers en datums.\n' +
        'Over wie het gaat weet de index niet; dat staat in uw eigen systeem.',
    )
    .requiredOption('--team <code>', 'code van uw team');
  withPerson(withCommonOptions(command, ['raakvlak mine --team wijkteam-soesterkwartier'])).action(
    (options: CommonOptions & { team: string }) =>
      asPerson(surroundings, options, async (client) => {
        const { terminal } = surroundings;
        const involvements = await client.mine(options.team);
        if (options.json === true) terminal.sayJson({ involvements });
        else terminal.say(ownInvolvementLines(involvements));
        return involvements.length > 0 ? EXIT.done : EXIT.nothingFound;
      }),
  );
}
