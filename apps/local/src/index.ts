/**
 * local: the product on embedded parts, on one machine.
 *
 * Starts a real PostgreSQL and every process of the product as it runs in production, with keys and data in one folder,
 * and ends them again; also after a crash of any of them or of itself. `npm start` uses it, and so do tests, stories
 * and measurements, so that what they show is what runs.
 *
 * It knows the processes by their configuration and their doors only: no SQL of a subject, no rule, no route. It is
 * never part of production, where each process has an operator of its own.
 */
export { admit } from './admission';
export { LocalFault, program, root } from './place';
export { freePort } from './ports';
export { type Postgres, type PostgresOptions, startPostgres } from './postgres';
export { type Environment, type ProcessOptions, type RunningProcess, runToEnd, startProcess } from './processes';
export {
  type PartName,
  type Replacements,
  type Stack,
  type StackConfiguration,
  type StackOptions,
  startStack,
} from './stack';
export {
  agreeOnPolicy,
  DEMO,
  deliverCaseloads,
  type DemoExport,
  FOUR_CASES,
  loadNamed,
  loadOrganisation,
  TRY,
  writeDemoExports,
} from './demo';
export { asConnection, asPerson } from './sessions';
