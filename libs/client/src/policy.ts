import { type Practice, practiceFrom, read } from './answers';
import type { Caller } from './http';
import { requireCode, requireInvolvementId } from './own-words';

type Json = Record<string, unknown>;

/** `in-force`, `v3`, or the id of a proposal. */
const policyName = (name: string): string => (name.length === 36 ? requireInvolvementId(name) : requireCode(name));

/**
 * Policy, purposes and four eyes, for reviewers; practice for everybody who asks. Answers come as the index gives them
 * (docs/openapi.json): they are shown or kept, nothing is worked out from them.
 */
export class PolicyRoom {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  policies(): Promise<readonly Json[]> {
    return this.#list('/v1/policies', 'policies');
  }

  policy(name: string): Promise<Json> {
    return this.#get(`/v1/policies/${policyName(name)}`);
  }

  /** Departments and teams that a rule can name. */
  parties(): Promise<Json> {
    return this.#get('/v1/policy-parties');
  }

  /** Everything that a version decides. */
  cells(name: string): Promise<readonly Json[]> {
    return this.#list(`/v1/policies/${policyName(name)}/cells`, 'cells');
  }

  difference(from: string, to: string): Promise<Json> {
    return this.#post('/v1/policy-differences', { from: policyName(from), to: policyName(to) });
  }

  simulate(question: Json): Promise<Json> {
    return this.#post('/v1/simulations', question);
  }

  /** @returns id of the proposal */
  async proposePolicy(content: Json): Promise<string> {
    return read.text((await this.#post('/v1/policies', content)).proposal);
  }

  purposeVersions(): Promise<readonly Json[]> {
    return this.#list('/v1/purpose-versions', 'purposes');
  }

  /** @returns id of the proposal */
  async proposePurpose(content: Json): Promise<string> {
    return read.text((await this.#post('/v1/purpose-versions', content)).proposal);
  }

  proposals(): Promise<readonly Json[]> {
    return this.#list('/v1/proposals', 'proposals');
  }

  proposal(id: string): Promise<Json> {
    return this.#get(`/v1/proposals/${requireInvolvementId(id)}`);
  }

  async decide(id: string, decision: 'approve' | 'reject'): Promise<void> {
    await this.#caller.callForText({
      method: 'POST',
      path: `/v1/proposals/${requireInvolvementId(id)}/${decision}`,
      body: {},
    });
  }

  /** A question about a made-up subject; the answer is checked as that of a real one. */
  async practise(purpose: string, kind: string): Promise<Practice> {
    return practiceFrom(await this.#post('/v1/practice', { purpose: requireCode(purpose), kind }));
  }

  #get(path: string): Promise<Json> {
    return this.#caller.call({ method: 'GET', path });
  }

  #post(path: string, body: Json): Promise<Json> {
    return this.#caller.call({ method: 'POST', path, body });
  }

  async #list(path: string, name: string): Promise<readonly Json[]> {
    return read.list((await this.#get(path))[name]).map(read.object);
  }
}
