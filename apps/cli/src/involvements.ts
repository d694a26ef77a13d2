import type { Command } from 'commander';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { dutchDate, ownInvolvementLines } from './render';
import { clean } from './terminal';

/** `raakvlak withdraw`: ends an involvement of one's own team. */
export function addWithdraw(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('withdraw')
    .summary('trek een betrokkenheid in')
    .description('Trek een betrokkenheid van uw team in. Het nummer kreeg u bij het registreren.')
    .argument('<id>', 'nummer van de betrokkenheid');
  withPerson(withCommonOptions(command, ['raakvlak withdraw 0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11'])).action(
    (id: string, options: CommonOptions) =>
      asPerson(surroundings, options, async (client) => {
        const { terminal } = surroundings;
        const withdrawn = await client.withdraw(id);
        if (options.json === true) terminal.sayJson(withdrawn);
        else terminal.say(['De betrokkenheid is ingetrokken.', `  Ontvangstbewijs: ${clean(withdrawn.receipt)}`]);
        return EXIT.done;
      }),
  );
}

/** `raakvlak renew`: makes an involvement run on. */
export function addRenew(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('renew')
    .summary('verleng een betrokkenheid')
    .description('Verleng een betrokkenheid van uw team. Het nummer kreeg u bij het registreren.')
    .argument('<id>', 'nummer van de betrokkenheid');
  withPerson(withCommonOptions(command, ['raakvlak renew 0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11'])).action(
    (id: string, options: CommonOptions) =>
      asPerson(surroundings, options, async (client) => {
        const { terminal } = surroundings;
        const renewed = await client.renew(id);
        if (options.json === true) terminal.sayJson(renewed);
        else {
          terminal.say([
            `De betrokkenheid loopt nu af op ${dutchDate(renewed.expiresOn)}.`,
            `  Ontvangstbewijs: ${clean(renewed.receipt)}`,
          ]);
        }
        return EXIT.done;
      }),
  );
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
