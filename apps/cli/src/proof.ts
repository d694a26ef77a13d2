import type { Command } from 'commander';
import type { ProvedLook } from '#client/node';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { dutchDate } from './render';
import { clean } from './clean';

/** `raakvlak proof`: is my look in the audit log? Checked on this machine. */
export function addProof(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('proof')
    .summary('controleer dat uw vraag in het logboek staat')
    .description(
      'Controleer met een ontvangstbewijs dat uw eigen vraag of registratie in het logboek staat.\n' +
        'De controle gebeurt op deze computer, met de sleutel van het logboek uit uw configuratie.',
    )
    .argument('<receipt>', 'ontvangstbewijs van 22 tekens');
  withPerson(withCommonOptions(command, ['raakvlak proof 3q2-7wABAgMEBQYHCAkKCw'])).action(
    (receipt: string, options: CommonOptions) =>
      asPerson(surroundings, options, async (client) => {
        const proved = await client.proof(receipt);
        if (options.json === true) surroundings.terminal.sayJson(proved);
        else surroundings.terminal.say(proofLines(proved));
        return EXIT.done;
      }),
  );
}

const OUTCOMES: Readonly<Record<string, string>> = { done: 'uitgevoerd', refused: 'geweigerd' };

const LABELS = { action: 'Handeling', purpose: 'Doel', department: 'Afdeling', outcome: 'Uitkomst' };

const line = (label: string, text: string): string => `  ${`${label}:`.padEnd(11)} ${clean(text)}`;

function proofLines({ disclosed, time, day, seq, checkpoint }: ProvedLook): string[] {
  const shown = Object.entries(LABELS).flatMap(([name, label]) => {
    const value = disclosed[name];
    return typeof value === 'string' ? [line(label, name === 'outcome' ? (OUTCOMES[value] ?? value) : value)] : [];
  });
  return [
    'Het bewijs klopt: dit staat in het logboek.',
    line('Tijd', time === undefined ? dutchDate(day) : new Date(time).toLocaleString('nl-NL')),
    ...shown,
    line('Plaats', `${seq + 1} van ${checkpoint.size} in ${checkpoint.origin}`),
    line('Wortel', checkpoint.root),
    ...(checkpoint.witnesses.length === 0 ? [] : [line('Getuigen', checkpoint.witnesses.join(', '))]),
  ];
}
