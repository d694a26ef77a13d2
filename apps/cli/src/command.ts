import { Command, Option } from 'commander';
import type { RaakvlakWithProofs } from '#client/node';
import { type Environment, readConfiguration } from './configuration';
import type { ExitCode } from './exit-code';
import { signedIn } from './session';
import type { Terminal } from './terminal';

/** Options of every command that talks to a server. */
export interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly as?: string;
}

/** What a command is given: the terminal, the environment, and a place for its exit code. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly environment: Environment;
  /** Set by the command that ran */
  exitCode: ExitCode;
}

/** Adds `--config` and `--json`, and the text that follows the options in --help. */
export function withCommonOptions(command: Command, examples: readonly string[]): Command {
  return command
    .option('--config <file>', 'bestand met de configuratie')
    .option('--json', 'toon het antwoord als één JSON-object')
    .addHelpText('after', ['', 'Voorbeelden:', ...examples.map((example) => `  ${example}`)].join('\n'));
}

/** Adds what commands need that are done by somebody: `--as`. */
export function withPerson(command: Command): Command {
  return command.addOption(
    new Option('--as <name>', 'alleen in een demonstratie: doe deze ene opdracht als deze verzonnen persoon'),
  );
}

/** Signs in, does the work and takes over its exit code. */
export async function asPerson(
  surroundings: Surroundings,
  options: CommonOptions,
  work: (client: RaakvlakWithProofs) => Promise<ExitCode>,
): Promise<void> {
  const configuration = readConfiguration(options.config, surroundings.environment);
  surroundings.exitCode = await work(await signedIn(configuration, options.as, surroundings.environment));
}
