import { type Command, Option } from 'commander';
import { MOST_SUBJECTS } from '#client/node';
import { EMERGENCY_REASONS, type EmergencyReason, MOST_IN_EMERGENCY } from '#tokens';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { readHousehold, readSubjects, SUBJECT_KINDS, type SubjectKind } from './input';
import { householdLines, inquiryLines } from './render';

interface AskOptions extends CommonOptions {
  readonly purpose: string;
  readonly case?: string;
  readonly kind?: SubjectKind;
  readonly bsn?: string;
  readonly building?: boolean;
  readonly household?: boolean;
  readonly emergency?: EmergencyReason;
}

/** `raakvlak ask`: who else is involved? */
export function addAsk(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('ask')
    .summary('vraag wie er nog meer betrokken is')
    .description(
      'Vraag welke teams betrokken zijn bij een persoon, adres of bedrijf.\n\n' +
        'Het programma vraagt om het BSN of adres. U kunt ze ook via standaardinvoer geven, één per regel.\n' +
        'Een BSN of adres verlaat deze computer niet.',
    )
    .requiredOption('--purpose <code>', 'doel van de vraag (zie: raakvlak purposes)')
    .option('--case <number>', 'uw eigen zaaknummer')
    .addOption(
      new Option('--kind <kind>', 'waar de vraag over gaat').choices(Object.keys(SUBJECT_KINDS)).default(undefined),
    )
    .option('--building', 'vraag naar alle eenheden op het huisnummer (alleen voor doelen over een gebouw)')
    .addOption(
      new Option(
        '--household',
        'vraag in één keer over de mensen en adressen van een huishouden: per regel een BSN, "V-nummer: …" of een adres',
      ).conflicts(['kind', 'building', 'bsn']),
    )
    .addOption(
      new Option(
        '--emergency <reason>',
        'er is nu iemand in gevaar: ook teams achter een bemiddelaar worden genoemd. Alleen met doel crisis, hooguit vijf ' +
          'personen of adressen. Wie u ziet krijgt bericht, en de privacyfunctionaris beoordeelt uw vraag achteraf.',
      )
        .choices(EMERGENCY_REASONS)
        .conflicts('building'),
    )
    .option('--bsn <number>', 'alleen een BSN uit de testreeks (99999.... of 0000.....)');
  withPerson(
    withCommonOptions(command, [
      'raakvlak ask --purpose home-visit',
      'raakvlak ask --purpose home-visit --case WT-2026-00123 --bsn 999993653',
      'raakvlak ask --purpose planned-control --kind address --building',
      'raakvlak ask --purpose planned-control --kind address --json < adressen.txt',
      'raakvlak ask --purpose home-visit --household',
      'raakvlak ask --purpose crisis --emergency child-in-danger',
    ]),
  ).action((options: AskOptions) => ask(surroundings, options));
}

async function ask(surroundings: Surroundings, options: AskOptions): Promise<void> {
  if (options.household === true) return askHousehold(surroundings, options);
  const { terminal } = surroundings;
  const kind = options.kind ?? (options.building === true ? 'address' : 'person');
  await asPerson(surroundings, options, async (client) => {
    const subjects = await readSubjects(terminal, {
      kind,
      bsn: options.bsn,
      most: options.emergency === undefined ? MOST_SUBJECTS : MOST_IN_EMERGENCY,
    });
    const inquiry = await client.ask({
      purpose: options.purpose,
      caseNumber: options.case,
      subjects,
      building: options.building,
      emergency: options.emergency,
    });
    if (options.json === true) terminal.sayJson(inquiry);
    else terminal.say(inquiryLines(inquiry, options.building === true ? 'building' : kind));
    return inquiry.answers.some(({ contacts }) => contacts.length > 0) ? EXIT.done : EXIT.nothingFound;
  });
}

async function askHousehold(surroundings: Surroundings, options: AskOptions): Promise<void> {
  const { terminal } = surroundings;
  await asPerson(surroundings, options, async (client) => {
    const household = await readHousehold(terminal);
    const inquiry = await client.askHousehold({
      purpose: options.purpose,
      caseNumber: options.case,
      emergency: options.emergency,
      persons: household.persons.map(({ identifier }) => identifier),
      addresses: household.addresses.map(({ identifier }) => identifier),
    });
    if (options.json === true) terminal.sayJson(inquiry);
    else terminal.say(householdLines(inquiry, household));
    return inquiry.answers.some(({ contacts }) => contacts.length > 0) ? EXIT.done : EXIT.nothingFound;
  });
}
