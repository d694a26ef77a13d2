import { desk } from '../shell/desk';
import { Directory } from './parties';
import { dayOf, type Purpose, purposesOf } from './purposes';
import { readParties, readPurposeVersion } from './read-basis';

/** What every screen about policy puts names to codes with. */
export interface Basis {
  readonly directory: Directory;
  readonly purposes: readonly Purpose[];
}

export async function loadBasis(): Promise<Basis> {
  const [parties, purposes] = await Promise.all([
    desk.raakvlak.policyRoom.parties(),
    desk.raakvlak.policyRoom.purposeVersions(),
  ]);
  return {
    directory: new Directory(readParties(parties)),
    purposes: purposesOf(purposes.map(readPurposeVersion), dayOf(Date.now())),
  };
}
