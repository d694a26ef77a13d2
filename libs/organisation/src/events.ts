import { randomUUID } from 'node:crypto';
import type { Transaction } from '#platform';

export type Audience = { readonly team: string } | { readonly role: 'privacy-officer' | 'data-protection-officer' };

/** Something that a team or a reviewing role is told: codes of our own, never anything of a resident. */
export interface OrganisationEvent {
  readonly to: Audience;
  /** For instance `emergency-access`, `team-merged` */
  readonly kind: string;
  readonly detail: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** Writes what is told in the transaction in which it happened. */
export async function tell(transaction: Transaction, events: readonly OrganisationEvent[]): Promise<void> {
  if (events.length === 0) return;
  await transaction.query(
    `insert into event (id, audience, team, kind, detail)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[])`,
    [
      events.map(() => randomUUID()),
      events.map(({ to }) => ('team' in to ? 'team' : to.role)),
      events.map(({ to }) => ('team' in to ? to.team : null)),
      events.map(({ kind }) => kind),
      events.map(({ detail }) => JSON.stringify(detail)),
    ],
  );
}
