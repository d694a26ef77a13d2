import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { AuditKeys } from '#accountability';
import { type Actor, reaches } from '#access';
import { type Transaction, UnitOfWork, localDay } from '#platform';
import { problemsOf } from '#problem';
import { managementEvent, recordChange } from './change';
import { type Cover, LONGEST_COVER } from './cover';
import { tell } from './events';

const problem = problemsOf('organisation', {
  'cover-not-your-team': {
    status: 403,
    title: 'This team is not yours to give cover for',
    advice: 'Its coordinator or the application manager gives cover. A team that one covers is not one’s own.',
  },
  'own-cover': {
    status: 403,
    title: 'Nobody gives cover to herself',
    advice: 'Ask another coordinator of the team, or the application manager.',
  },
  'colleague-unknown': {
    status: 422,
    title: 'This is not a colleague of the same department who used the service',
    advice: 'Check issuer and subject. Whoever covers signs in once before, as professional or team coordinator.',
  },
  'cover-dates': {
    status: 422,
    title: 'These days do not make a cover',
    advice: 'A cover begins today or later, within six weeks, and lasts at most six weeks.',
  },
  'cover-overlaps': {
    status: 409,
    title: 'This colleague covers the team on some of these days already',
    advice: 'End the other cover first: GET /v1/covers lists them.',
  },
  'cover-unknown': {
    status: 404,
    title: 'This cover is not known',
    advice: 'GET /v1/covers lists the covers of the teams that are yours to manage.',
  },
});

export interface CoverGiven {
  /** `issuer|subject` of the colleague */
  readonly actor: string;
  readonly team: string;
  /** YYYY-MM-DD; today when left out */
  readonly from?: string;
  readonly until: string;
}

export interface CoverMade {
  readonly id: string;
  readonly from: string;
  readonly until: string;
  /** False when the same cover stood already */
  readonly created: boolean;
}

/** Somebody stands in for a colleague of a team, until a day. */
export class GiveCover extends Command<CoverMade> {
  constructor(
    readonly actor: Actor,
    readonly given: CoverGiven,
  ) {
    super();
  }
}

@CommandHandler(GiveCover)
export class GiveCoverHandler implements ICommandHandler<GiveCover> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, given }: GiveCover): Promise<CoverMade> {
    const { team } = given;
    // The actor is as her token says: the guard adds no covers where somebody manages.
    if (!reaches(actor, 'cover.manage', { team })) throw problem('cover-not-your-team');
    if (given.actor === actor.id) throw problem('own-cover');
    const { from, until } = checkedDays(given, localDay(Date.now()));
    return this.unitOfWork.run(async (transaction) => {
      await takeColleague(transaction, given);
      const standing = await overlapping(transaction, given.actor, team, from, until);
      if (standing !== undefined) {
        if (standing.from !== from || standing.until !== until) throw problem('cover-overlaps');
        return { id: standing.id, from, until, created: false };
      }
      const id = randomUUID();
      await transaction.query(
        'insert into cover (id, actor, team, from_on, until_on, given_by) values ($1, $2, $3, $4, $5, $6)',
        [id, given.actor, team, from, until, actor.id],
      );
      await tell(transaction, [{ to: { team }, kind: 'cover-given', detail: { cover: id, from, until } }]);
      const disclosed = { cover: id, team, for: given.actor, from, until };
      await recordChange(transaction, this.keys, managementEvent(actor, 'cover-give', disclosed));
      return { id, from, until, created: true };
    });
  }
}

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

function checkedDays({ from: given, until }: CoverGiven, today: string): { from: string; until: string } {
  const from = given ?? today;
  const fits =
    from >= today &&
    from <= daysAfter(today, LONGEST_COVER) &&
    until >= from &&
    until <= daysAfter(from, LONGEST_COVER);
  if (!fits) throw problem('cover-dates');
  return { from, until };
}

/** Locks the account, so that two covers for one person wait for each other. Unknown and elsewhere look the same. */
async function takeColleague(transaction: Transaction, { actor, team }: CoverGiven): Promise<void> {
  const { rowCount } = await transaction.query(
    `select 1 from account a join team t on t.code = $2 and t.department = a.department and t.ended_on is null
     where a.actor = $1 and a.roles && array['professional', 'team-coordinator'] for update of a`,
    [actor, team],
  );
  if (rowCount === 0) throw problem('colleague-unknown');
}

async function overlapping(
  transaction: Transaction,
  actor: string,
  team: string,
  from: string,
  until: string,
): Promise<Pick<Cover, 'id' | 'from' | 'until'> | undefined> {
  const { rows } = await transaction.query<Cover>(
    `select id, from_on::text as from, until_on::text as until from cover
     where actor = $1 and team = $2 and ended_at is null and from_on <= $4 and until_on >= $3 limit 1`,
    [actor, team, from, until],
  );
  return rows[0];
}

/** Ends a cover before its last day; once more has no effect. */
export class EndCover extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(EndCover)
export class EndCoverHandler implements ICommandHandler<EndCover> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, id }: EndCover): Promise<void> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<{ team: string; actor: string; ended: boolean }>(
        'select team, actor, ended_at is not null as ended from cover where id = $1 for update',
        [id],
      );
      const [cover] = rows;
      if (cover === undefined || !reaches(actor, 'cover.manage', { team: cover.team })) throw problem('cover-unknown');
      if (cover.ended) return;
      await transaction.query('update cover set ended_by = $2, ended_at = now() where id = $1', [id, actor.id]);
      await tell(transaction, [{ to: { team: cover.team }, kind: 'cover-ended', detail: { cover: id } }]);
      const disclosed = { cover: id, team: cover.team, for: cover.actor };
      await recordChange(transaction, this.keys, managementEvent(actor, 'cover-end', disclosed));
    });
  }
}

export interface ListedCover extends Cover {
  readonly givenBy: string;
}

/** Covers that run or will, of the teams that one manages; at most 1,000. */
export class CoversToManage extends Query<readonly ListedCover[]> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(CoversToManage)
export class CoversToManageHandler implements IQueryHandler<CoversToManage> {
  constructor(private readonly database: DataSource) {}

  async execute({ actor }: CoversToManage): Promise<readonly ListedCover[]> {
    const rows = await this.database.query<ListedCover[]>(
      `select id, actor, team, from_on::text as from, until_on::text as until, given_by as "givenBy" from cover
       where ended_at is null and until_on >= $1 order by until_on, id limit 1000`,
      [localDay(Date.now())],
    );
    return rows.filter(({ team }) => reaches(actor, 'cover.manage', { team }));
  }
}
