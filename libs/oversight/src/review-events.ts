import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor, reaches } from '#access';
import { AuditKeys } from '#accountability';
import { type OrganisationEvent, managementEvent, recordChange } from '#organisation';
import { UnitOfWork } from '#platform';

/** Something that was told. */
export interface ToldEvent {
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
  /** Code of the team that it was told to; absent in what an officer is told */
  readonly team?: string;
  readonly kind: string;
  readonly detail: OrganisationEvent['detail'];
}

/** Newest ones that are shown. */
const SHOWN = 200;

interface EventRow {
  id: string;
  at: Date;
  team: string | null;
  kind: string;
  detail: OrganisationEvent['detail'];
}

const read = ({ id, at, team, kind, detail }: EventRow): ToldEvent => ({
  id,
  at: at.toISOString(),
  ...(team === null ? {} : { team }),
  kind,
  detail,
});

/** What one's own teams were told lately. */
export class OurEvents extends Query<readonly ToldEvent[]> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(OurEvents)
export class OurEventsHandler implements IQueryHandler<OurEvents> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  execute({ actor }: OurEvents): Promise<readonly ToldEvent[]> {
    const teams = actor.teams.filter((team) => reaches(actor, 'event.read', { team }));
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<EventRow>(
        // Tokens name a team that went up in another for a while longer, and what it was told is for the other one now.
        `select id, at, team, kind, detail from event where audience = 'team' and team in (
           select t.code from team t join team own on own.code = any($1)
           where t.code in (own.code, own.merged_into) or t.merged_into in (own.code, own.merged_into))
         order by at desc, id limit ${SHOWN}`,
        [teams],
      );
      return rows.map(read);
    });
  }
}

/** What the officers were told lately, each by her own role. Reading it leaves a record. */
export class EventsForReview extends Query<readonly ToldEvent[]> {
  constructor(readonly actor: Actor) {
    super();
  }
}

const AUDIENCES = ['privacy-officer', 'data-protection-officer'] as const;

@QueryHandler(EventsForReview)
export class EventsForReviewHandler implements IQueryHandler<EventsForReview> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor }: EventsForReview): Promise<readonly ToldEvent[]> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<EventRow>(
        `select id, at, team, kind, detail from event where audience = any($1) order by at desc, id limit ${SHOWN}`,
        [AUDIENCES.filter((role) => actor.roles.includes(role))],
      );
      await recordChange(transaction, this.keys, managementEvent(actor, 'events-read', { events: rows.length }));
      return rows.map(read);
    });
  }
}
