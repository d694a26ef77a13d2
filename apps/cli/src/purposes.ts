import type { Command } from 'commander';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { SUBJECTS } from './render';
import { clean } from './clean';

/** `raakvlak purposes`: what one may ask for. */
export function addPurposes(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('purposes')
    .summary('toon de doelen waarvoor u mag vragen')
    .description('Toon de doelen waarvoor u mag vragen, met de code voor --purpose.');
  withPerson(withCommonOptions(command, ['raakvlak purposes'])).action((options: CommonOptions) =>
    asPerson(surroundings, options, async (client) => {
      const { terminal } = surroundings;
      // The whole catalogue comes back; what is for others would only invite a refusal.
      const purposes = (await client.purposes()).filter(({ yours }) => yours !== false);
      if (options.json === true) terminal.sayJson({ purposes });
      else if (purposes.length === 0) terminal.say(['Er zijn geen doelen waarvoor u mag vragen.']);
      else {
        const widest = Math.max(...purposes.map(({ code }) => code.length));
        terminal.say(
          purposes.map(({ code, name, kinds }) => {
            const about =
              kinds === undefined ? '' : ` (${kinds.map((kind) => SUBJECTS[kind] ?? clean(kind)).join(', ')})`;
            return `${clean(code).padEnd(widest)}  ${clean(name)}${about}`;
          }),
        );
      }
      return purposes.length > 0 ? EXIT.done : EXIT.nothingFound;
    }),
  );
}
