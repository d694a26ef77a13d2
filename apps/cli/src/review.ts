import { type Command, Option } from 'commander';
import { type ReviewCase, type ToldEvent, VERDICTS, type Verdict } from '#client/node';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { cliProblem } from './problems';
import { clean } from './clean';

const WHEN = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' });
const when = (iso: string): string => WHEN.format(new Date(iso));

const REASONS: Readonly<Record<string, string>> = {
  'life-in-danger': 'iemands leven is in gevaar',
  'child-in-danger': 'een kind is in gevaar',
  'violence-now': 'er is nu geweld',
  'fire-or-collapse': 'brand of instorting',
};
const reasonOf = (reason: unknown): string => REASONS[String(reason)] ?? clean(String(reason));

const text = (detail: ToldEvent['detail'], name: string): string => clean(String(detail[name] ?? 'onbekend'));

/** Whom to reach: the team, or the department of whoever has none. */
const askerOf = (detail: ToldEvent['detail']): string =>
  detail['team'] === undefined ? `de afdeling ${text(detail, 'department')}` : `team ${text(detail, 'team')}`;

/** What was told, in words. */
const WORDS: Readonly<Record<string, (event: ToldEvent) => string>> = {
  'emergency-call-now': ({ detail }) =>
    `Bel nu ${askerOf(detail)}: noodvraag over iemand bij wie u betrokken bent (${reasonOf(detail['reason'])}). ` +
    'De vrager ziet uw team niet.',
  'emergency-access': ({ team, detail }) =>
    team === undefined
      ? `Noodvraag van ${askerOf(detail)} (${reasonOf(detail['reason'])}). Beoordeel zaak ${text(detail, 'case')}.`
      : `Noodvraag van ${askerOf(detail)} over iemand bij wie u betrokken bent (${reasonOf(detail['reason'])}). ` +
        'De vrager ziet uw contactpunt.',
};

const eventLine = (event: ToldEvent): string =>
  `${when(event.at)}  ${event.team === undefined ? '' : `[${clean(event.team)}] `}${WORDS[event.kind]?.(event) ?? clean(event.kind)}`;

interface EventsOptions extends CommonOptions {
  readonly review?: boolean;
}

/** `raakvlak events`: what one's teams were told. */
export function addEvents(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('events')
    .summary('toon de berichten aan uw teams')
    .description(
      'Toon wat uw teams de laatste tijd te horen kregen, bijvoorbeeld dat een collega in nood u nodig heeft.\n' +
        'Met --review: wat de privacyfunctionaris of FG te horen kreeg. Dat u dat bekijkt, staat in het logboek.',
    )
    .option('--review', 'berichten aan de privacyfunctionaris of FG');
  withPerson(withCommonOptions(command, ['raakvlak events', 'raakvlak events --review --as pieter'])).action(
    (options: EventsOptions) =>
      asPerson(surroundings, options, async (client) => {
        const { terminal } = surroundings;
        const events = await (options.review === true ? client.review.eventsForReview() : client.review.events());
        if (options.json === true) terminal.sayJson({ events });
        else terminal.say(events.length === 0 ? ['Er zijn geen berichten.'] : events.map(eventLine));
        return EXIT.done;
      }),
  );
}

const JUDGED: Readonly<Record<string, string>> = { justified: 'terecht', 'not-justified': 'niet terecht' };

function caseLines(one: ReviewCase): string[] {
  const told = (codes: readonly string[]): string => codes.map(clean).join(', ') || 'geen';
  return [
    clean(one.id),
    `  ${when(one.at)}, ${reasonOf(one.reason)}, over ${one.subjects} ${one.subjects === 1 ? 'persoon of adres' : 'personen of adressen'}`,
    `  Vrager: ${clean(one.asker)}, ${one.team === undefined ? '' : `team ${clean(one.team)}, `}afdeling ${clean(one.department)}`,
    `  Gevraagd om te bellen: ${told(one.call)}`,
    `  Bericht gekregen: ${told(one.tell)}`,
    one.verdict === undefined
      ? '  Wacht op een oordeel.'
      : `  Oordeel: ${JUDGED[one.verdict] ?? clean(one.verdict)}, door ${clean(one.judgedBy ?? 'onbekend')}`,
  ];
}

interface ReviewOptions extends CommonOptions {
  readonly verdict?: Verdict;
}

/** `raakvlak review`: emergencies, and the verdict on each. */
export function addReview(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('review')
    .summary('beoordeel noodvragen (privacyfunctionaris)')
    .description(
      'Toon de noodvragen: eerst die op een oordeel wachten. Met een nummer en --verdict: geef het oordeel.\n' +
        'Een oordeel geeft u één keer, en nooit over uw eigen vraag. Dat u de lijst bekijkt, staat in het logboek.',
    )
    .argument('[id]', 'nummer van de zaak')
    .addOption(
      new Option('--verdict <verdict>', 'uw oordeel: terecht (justified) of niet terecht (not-justified)').choices(
        VERDICTS,
      ),
    );
  withPerson(
    withCommonOptions(command, [
      'raakvlak review --as pieter',
      'raakvlak review 6a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b --verdict justified --as pieter',
    ]),
  ).action((id: string | undefined, options: ReviewOptions) => review(surroundings, id, options));
}

async function review(surroundings: Surroundings, id: string | undefined, options: ReviewOptions): Promise<void> {
  const { terminal } = surroundings;
  const { verdict } = options;
  if ((id === undefined) !== (verdict === undefined)) throw cliProblem('verdict-incomplete');
  await asPerson(surroundings, options, async (client) => {
    if (id !== undefined && verdict !== undefined) {
      await client.review.judge(id, verdict);
      if (options.json === true) terminal.sayJson({ judged: id, verdict });
      else terminal.say(['Uw oordeel is vastgelegd. De zaak is gesloten.']);
      return EXIT.done;
    }
    const cases = await client.review.cases();
    if (options.json === true) terminal.sayJson({ cases });
    else terminal.say(cases.length === 0 ? ['Er waren geen noodvragen.'] : cases.flatMap(caseLines));
    return EXIT.done;
  });
}
