import type { Command } from 'commander';
import { signInAsDemoPerson, signInWithBrowser } from '#client/node';
import { type CommonOptions, type Surroundings, withCommonOptions } from './command';
import { readConfiguration } from './configuration';
import { EXIT } from './exit-code';
import { SessionFile } from './session';

/** `raakvlak login`: signs in and keeps the session for the commands that follow. */
export function addLogin(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('login')
    .summary('log in')
    .description(
      'Log in met uw browser. De sessie blijft bewaard in uw eigen configuratiemap, alleen leesbaar voor u\n' +
        '($XDG_CONFIG_HOME/raakvlak of ~/.config/raakvlak).',
    )
    .option('--demo <name>', 'alleen in een demonstratie: log in als deze verzonnen persoon, zonder browser');
  withCommonOptions(command, ['raakvlak login', 'raakvlak login --demo ingrid']).action(
    (options: CommonOptions & { demo?: string }) => login(surroundings, options),
  );
}

async function login(surroundings: Surroundings, options: CommonOptions & { demo?: string }): Promise<void> {
  const { terminal, environment } = surroundings;
  const configuration = readConfiguration(options.config, environment);
  // Before anybody takes the trouble to sign in.
  const file = new SessionFile(environment);
  const keeping = { keep: (session: Parameters<SessionFile['write']>[0]) => file.write(session) };
  const source =
    options.demo === undefined
      ? await signInWithBrowser(configuration, (url) => terminal.address('Open dit adres in uw browser:', url), keeping)
      : await signInAsDemoPerson(configuration, options.demo, keeping);
  const { subject } = source.save();
  if (options.json === true) terminal.sayJson({ signedIn: true, ...(subject === undefined ? {} : { subject }) });
  else terminal.say([`U bent ingelogd${subject === undefined ? '' : ` als ${subject}`}.`]);
  surroundings.exitCode = EXIT.done;
}

/** `raakvlak logout`: forgets the session. */
export function addLogout(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('logout')
    .summary('log uit')
    .description('Log uit: de bewaarde sessie wordt van deze computer verwijderd.')
    .option('--json', 'toon het antwoord als één JSON-object');
  command.action((options: { json?: boolean }) => {
    const { terminal, environment } = surroundings;
    const signedOut = new SessionFile(environment).remove();
    if (options.json === true) terminal.sayJson({ signedOut });
    else terminal.say([signedOut ? 'U bent uitgelogd.' : 'U was niet ingelogd.']);
    surroundings.exitCode = EXIT.done;
  });
}
