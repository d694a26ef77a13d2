import { Proposals } from '#organisation';
import type { Policy } from './decide';
import { Policies, type StoredPolicy } from './policies';
import { problem } from './problems';
import { readContent } from './read';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const IN_FORCE = 'in-force';

export interface ShelvedPolicy extends StoredPolicy {
  /** `passed-over`: a newer version came into force before its day */
  readonly state: 'in-force' | 'planned' | 'past' | 'passed-over';
}

/** Policies by the names that people give them: `v3`, `in-force`, or the id of a proposal. */
export class PolicyShelf {
  constructor(
    private readonly policies: Policies,
    private readonly proposals: Proposals,
  ) {}

  /** Newest first. */
  async list(now: number): Promise<readonly ShelvedPolicy[]> {
    const all = await this.policies.all();
    const current = all.find(({ effectiveFrom }) => effectiveFrom.getTime() <= now);
    return all.map((one) => ({ ...one, state: stateOf(one, current, now) }));
  }

  /** @throws Problem `disclosure.policy-unknown`, `disclosure.policy-unreadable`, `disclosure.no-policy` */
  async get(name: string, now: number): Promise<Policy> {
    if (UUID.test(name)) return this.proposed(name);
    const found = (await this.list(now)).find(({ version, state }) =>
      name === IN_FORCE ? state === 'in-force' : name === `v${version}`,
    );
    if (found === undefined) throw problem(name === IN_FORCE ? 'no-policy' : 'policy-unknown');
    if (found.policy === undefined) throw problem('policy-unreadable');
    return found.policy;
  }

  private async proposed(id: string): Promise<Policy> {
    const proposal = await this.proposals.find(id);
    if (proposal?.kind !== 'policy') throw problem('policy-unknown');
    const { content, effectiveFrom } = proposal;
    return { version: Number(content.basedOn) + 1, effectiveFrom, ...readContent(content.rules, content.brokers) };
  }
}

function stateOf(one: StoredPolicy, current: StoredPolicy | undefined, now: number): ShelvedPolicy['state'] {
  if (one.version === current?.version) return 'in-force';
  if (current === undefined || one.version > current.version) return 'planned';
  return one.effectiveFrom.getTime() > now ? 'passed-over' : 'past';
}
