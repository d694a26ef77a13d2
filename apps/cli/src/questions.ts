import type { Command } from 'commander';
import type { OwnInquiry } from '#client/node';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { clean } from './clean';

const WHEN = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' });

const KINDS: Readonly<Record<string, string>> = {
  person: 'persoon',
  business: 'bedrijf',
  address: 'adres',
  building: 'gebouw',
};

/** `raakvlak my-questions`: what one asked in the last 30 days, never what came out. */
export function addMyQuestions(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('my-questions')
    .summary('toon welke vragen u zelf hebt gesteld')
    .description(
      'Toon uw eigen vragen van de laatste dertig dagen: wanneer, met welk doel en over wat voor onderwerp.',
    );
  withPerson(withCommonOptions(command, ['raakvlak my-questions'])).action((options: CommonOptions) =>
    asPerson(surroundings, options, async (client) => {
      const list = await client.ownInquiries.list();
      if (options.json === true) surroundings.terminal.sayJson(list);
      else surroundings.terminal.say(questionLines(list));
      return EXIT.done;
    }),
  );
}

function questionLines({ inquiries, more }: { inquiries: readonly OwnInquiry[]; more: boolean }): string[] {
  if (inquiries.length === 0) return ['U hebt de laatste dertig dagen niets gevraagd.'];
  return [...inquiries.map(lineOf), ...(more ? ['Er zijn er meer; u ziet de nieuwste 500.'] : [])];
}

function lineOf({ id, at, purpose, kind, outcome, mistake, caseNumber }: OwnInquiry): string {
  const parts = [
    WHEN.format(new Date(at)),
    clean(purpose),
    kind === undefined ? '' : (KINDS[kind] ?? clean(kind)),
    caseNumber === undefined ? '' : `zaak ${clean(caseNumber)}`,
    outcome === 'refused' ? 'geweigerd' : '',
    mistake ? 'vergissing' : '',
    clean(id),
  ];
  return parts.filter((part) => part !== '').join('  ');
}

/** `raakvlak mistake`: says of questions of one's own that they were mistakes. */
export function addMistake(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('mistake')
    .summary('zeg dat een vraag een vergissing was')
    .description(
      'Zeg van een of meer eigen vragen dat het een vergissing was. De vraag blijft in het logboek staan; erbij komt te\n' +
        'staan dat u zich vergiste. Dat kan tot dertig dagen na de vraag.',
    )
    .argument('<receipt...>', 'ontvangstbewijs van de vraag, 22 tekens');
  withPerson(withCommonOptions(command, ['raakvlak mistake 3q2-7wABAgMEBQYHCAkKCw'])).action(
    (receipts: readonly string[], options: CommonOptions) =>
      asPerson(surroundings, options, async (client) => {
        await client.ownInquiries.markMistakes({ receipts });
        if (options.json === true) surroundings.terminal.sayJson({ marked: receipts.length });
        else surroundings.terminal.say(['In het logboek staat nu dat dit een vergissing was.']);
        return EXIT.done;
      }),
  );
}
