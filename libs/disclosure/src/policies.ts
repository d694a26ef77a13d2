import type { DataSource } from 'typeorm';
import { log } from '#platform';
import type { Policy } from './decide';
import { problem } from './problems';
import { readContent } from './read';

interface PolicyRow {
  version: number;
  effective_from: Date;
  rules: unknown;
  brokers: unknown;
  proposed_by: string;
  approved_by: string;
}

/** A version as it stands in the database; without a policy when it cannot be read. */
export interface StoredPolicy {
  readonly version: number;
  readonly effectiveFrom: Date;
  readonly proposedBy: string;
  readonly approvedBy: string;
  readonly policy?: Policy;
}

/**
 * Policy versions in memory. A version never changes, so that what was read once stays, ready for deciding; newer ones are
 * looked for when the catalogue's version moved, of which they are part.
 */
export class Policies {
  private readonly known = new Map<number, StoredPolicy>();
  /** Newest first */
  private sorted: readonly StoredPolicy[] = [];
  private catalogue: number | undefined;

  constructor(private readonly database: DataSource) {}

  /**
   * The version in force at `now`: the newest one whose moment has come. What was approved last wins, also over an older
   * version that was planned for later.
   * @param catalogue version read together with the data that is decided about
   * @throws Problem `disclosure.no-policy`, `disclosure.policy-unreadable` (nothing is decided by halves)
   */
  inForce(catalogue: number, now: number): Policy | Promise<Policy> {
    if (this.catalogue === catalogue) return newest(this.sorted, now);
    return this.load(catalogue).then(() => newest(this.sorted, now));
  }

  /** All versions as the database holds them now, newest first. */
  async all(): Promise<readonly StoredPolicy[]> {
    await this.load(this.catalogue);
    return this.sorted;
  }

  private async load(catalogue: number | undefined): Promise<void> {
    const rows = await this.database.query<PolicyRow[]>(
      `select version, effective_from, rules, brokers, proposed_by, approved_by from disclosure_policy
       where version <> all($1::int[])`,
      [[...this.known.keys()]],
    );
    for (const row of rows) this.known.set(row.version, storedOf(row));
    this.sorted = [...this.known.values()].sort((a, b) => b.version - a.version);
    this.catalogue = catalogue;
  }
}

function storedOf(row: PolicyRow): StoredPolicy {
  const { version, effective_from: effectiveFrom, proposed_by: proposedBy, approved_by: approvedBy } = row;
  const stored = { version, effectiveFrom, proposedBy, approvedBy };
  try {
    return { ...stored, policy: { version, effectiveFrom, ...readContent(row.rules, row.brokers) } };
  } catch (cause) {
    log.error('a policy version cannot be read', cause);
    return stored;
  }
}

function newest(policies: readonly StoredPolicy[], now: number): Policy {
  const found = policies.find(({ effectiveFrom }) => effectiveFrom.getTime() <= now);
  if (found === undefined) throw problem('no-policy');
  // An older version in its place would decide what nobody approved for today.
  if (found.policy === undefined) throw problem('policy-unreadable');
  return found.policy;
}
