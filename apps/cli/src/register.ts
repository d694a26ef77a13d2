import { type Command, Option } from 'commander';
import { NOTICE_GROUNDS, OWN_DISCLOSURES, type OwnDisclosure } from '#tokens';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { readSubjects, SUBJECT_KINDS, type SubjectKind } from './input';
import { type NoticeOptions, noticeOf } from './notice';
import { registeredLines } from './render';

interface RegisterOptions extends CommonOptions, NoticeOptions {
  readonly team: string;
  readonly case?: string;
  readonly kind: SubjectKind;
  readonly bsn?: string;
  readonly id?: string;
  readonly disclosure?: OwnDisclosure;
}

/** `raakvlak register`: a team is involved with one person, address or business. */
export function addRegister(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('register')
    .summary('registreer dat uw team betrokken is')
    .description(
      'Registreer dat uw team betrokken is bij één persoon, adres of bedrijf.\n\n' +
        'Het programma vraagt om het BSN of adres. Het verlaat deze computer niet.\n' +
        'Kreeg u geen antwoord? Herhaal de opdracht dan met hetzelfde --id: er komt geen tweede registratie.',
    )
    .requiredOption('--team <code>', 'code van uw team')
    .addOption(
      new Option('--notice <state>', 'is de inwoner geïnformeerd? (art. 14 AVG)')
        .choices(['given', 'pending', 'delayed', 'exempt'])
        .makeOptionMandatory(),
    )
    .addOption(new Option('--ground <code>', 'grond om uit te stellen of niet te informeren').choices(NOTICE_GROUNDS))
    .option('--review-on <date>', 'datum waarop uitstel opnieuw bekeken wordt, bijvoorbeeld 2026-12-31')
    .option('--case <number>', 'uw eigen zaaknummer')
    .addOption(
      new Option('--kind <kind>', 'waar de registratie over gaat')
        .choices(Object.keys(SUBJECT_KINDS))
        .default('person'),
    )
    .addOption(
      new Option(
        '--disclosure <kind>',
        'toon deze ene zaak minder dan de regels toelaten: alleen via een bemiddelaar, niet (wel bericht aan uw team), of ' +
          'niet en zonder bericht. Meer tonen kan niet.',
      ).choices(OWN_DISCLOSURES),
    )
    .option('--bsn <number>', 'alleen een BSN uit de testreeks (99999.... of 0000.....)')
    .option('--id <uuid>', 'nummer van de registratie, om een eerdere poging te herhalen');
  withPerson(
    withCommonOptions(command, [
      'raakvlak register --team wijkteam-soesterkwartier --notice given',
      'raakvlak register --team wijkteam-soesterkwartier --notice pending --kind address',
      'raakvlak register --team wijkteam-soesterkwartier --notice given --bsn 999993653 --case WT-2026-00123',
      'raakvlak register --team wijkteam-soesterkwartier --notice delayed --ground safety-of-persons --review-on 2026-12-31 --disclosure silent',
    ]),
  ).action((options: RegisterOptions) => register(surroundings, options));
}

async function register(surroundings: Surroundings, options: RegisterOptions): Promise<void> {
  const { terminal } = surroundings;
  const notice = noticeOf(options);
  await asPerson(surroundings, options, async (client) => {
    const [identifier] = await readSubjects(terminal, { kind: options.kind, bsn: options.bsn, most: 1 });
    const id = options.id ?? crypto.randomUUID();
    // Said before it is sent: whoever loses the connection needs it to repeat the registration.
    if (options.json !== true) terminal.remark(`Nummer van deze registratie: ${id}`);
    const registered = await client.register({
      id,
      team: options.team,
      identifier: identifier!,
      caseNumber: options.case,
      disclosure: options.disclosure,
      notice,
    });
    if (options.json === true) terminal.sayJson(registered);
    else terminal.say(registeredLines(registered));
    return EXIT.done;
  });
}
