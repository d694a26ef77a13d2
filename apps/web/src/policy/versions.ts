import type { Me } from '#client/browser';
import { desk } from '../shell/desk';
import { day, fill, type Messages } from '../shell/texts';
import { readProposal, readVersion } from './read-versions';
import type { Proposal, Version } from './shapes';

export const loadVersions = async (): Promise<readonly Version[]> =>
  (await desk.raakvlak.policyRoom.policies()).map(readVersion);

export const loadProposals = async (): Promise<readonly Proposal[]> =>
  (await desk.raakvlak.policyRoom.proposals()).map(readProposal);

type Texts = Messages['policy'];

/** Somebody, as the provider calls her: her number there is all that the index knows. */
export function person(actor: string, me: Me, t: Texts): string {
  if (actor === me.actor) return t.you;
  if (actor.startsWith('founding-set')) return t.founding;
  return actor.slice(actor.lastIndexOf('|') + 1);
}

/** Everything that can be compared, tried or opened: versions, and proposals that wait. */
export function policyChoices(
  versions: readonly Version[],
  proposals: readonly Proposal[],
  me: Me,
  t: Texts,
): { readonly value: string; readonly label: string }[] {
  const open = proposals.filter(({ kind, state }) => kind === 'policy' && state === 'open');
  return [
    ...versions.map(({ version, state }) => ({
      value: `v${version}`,
      label: `${fill(t.version, { n: version })} (${t.states[state].toLowerCase()})`,
    })),
    ...open.map(({ id, proposedAt, proposedBy }) => ({
      value: id,
      label: fill(t.proposal, { day: day(proposedAt), who: person(proposedBy, me, t) }),
    })),
  ];
}
