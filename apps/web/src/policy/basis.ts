import { desk } from '../shell/desk';
import { Directory } from './parties';
import { dayOf, type Purpose, purposesOf } from './purposes';
import { readParties, readProposal, readPurposeVersion, readVersion } from './read';
import type { Proposal, Version } from './shapes';

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

export const loadVersions = async (): Promise<readonly Version[]> =>
  (await desk.raakvlak.policyRoom.policies()).map(readVersion);

export const loadProposals = async (): Promise<readonly Proposal[]> =>
  (await desk.raakvlak.policyRoom.proposals()).map(readProposal);
