/**
 * demo: what the demonstration is filled with. Everything in it is made up.
 *
 * An organisation of eight departments, a few involvements that colleagues register themselves, and a caseload of each
 * department as its own system would export it, for the connector to read. The same at every start and on every machine.
 *
 * It holds no name of a resident, real or made up, and no citizen number outside the range that is reserved for tests.
 */
import { BY_HAND, COLLECTIVE } from './by-hand';
import { DEPARTMENTS, TEAMS } from './organisation';

export { FOUR_CASES, TRY } from './by-hand';
export { type DemoExport, writeDemoExports } from './exports';
export { type DeliveryOptions, deliverCaseloads } from './deliver';
export { loadNamed, loadOrganisation } from './load';
export { agreeOnPolicy } from './policy';

/** What the demonstration starts with, before the caseloads come. */
export const DEMO = { departments: DEPARTMENTS, teams: TEAMS, involvements: BY_HAND, collective: COLLECTIVE };
