import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys, Recorder, recordingRefusal } from '#accountability';
import type { Actor } from '#access';
import { Catalogue, currentTeams, requireGoingOn } from '#organisation';
import { type Transaction, UnitOfWork } from '#platform';
import { endRows } from './end';
import { settle } from './enter';
import { mayActFor, refusedRecord, takeOwnRows } from './own';
import { problem } from './problems';
import { StorageKey } from './storage-key';

export interface TeamWithdrawn {
  /** How many ended in this call */
  readonly withdrawn: number;
  /** Whether there are others, for the next call */
  readonly more: boolean;
}

/** All that a team has is over: a reorganisation, or a delivery that went wrong. In steps, since each is one transaction. */
export class WithdrawTeam extends Command<TeamWithdrawn> {
  /** @param registeredBy `connection`: only what a connection is known to have registered */
  constructor(
    readonly actor: Actor,
    readonly team: string,
    readonly registeredBy: 'connection' | 'anyone',
  ) {
    super();
  }
}

/** In one call. */
const MOST = 500;
const PAGE = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

@CommandHandler(WithdrawTeam)
export class WithdrawTeamHandler implements ICommandHandler<WithdrawTeam> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly catalogue: Catalogue,
    private readonly storageKey: StorageKey,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, team: code, registeredBy }: WithdrawTeam): Promise<TeamWithdrawn> {
    const refused = (reason: string) => refusedRecord(actor, 'withdraw', reason, this.keys);
    return recordingRefusal(this.recorder, refused, async () => {
      const { teams } = await this.catalogue.fresh();
      const team = teams.get(code);
      const own = { ...actor, teams: currentTeams(actor.teams, teams) };
      if (team === undefined || !mayActFor(own, team)) throw problem('not-your-team');
      // Its old code must not end all that the team has in which it went up.
      requireGoingOn(team);
      return this.unitOfWork.run(async (transaction) => {
        const found = await this.openOf(transaction, code, registeredBy);
        const rows = await takeOwnRows(transaction, actor, found.slice(0, MOST));
        // Somebody may have ended one between the look and the lock; the team of a row does not change.
        const records = await endRows(transaction, this.storageKey, this.keys, actor, [...rows.values()]);
        await settle(transaction, records);
        return { withdrawn: records.length, more: found.length > MOST };
      });
    });
  }

  /** Ids of what stands open, at most one more than is taken in one call. Who registered it is in the sealed note. */
  private async openOf(transaction: Transaction, team: string, by: 'connection' | 'anyone'): Promise<string[]> {
    const found: string[] = [];
    for (let after = FIRST; found.length <= MOST;) {
      const { rows } = await transaction.query<{ id: string; sealed: Buffer }>(
        `select id, sealed from involvement where team = $1 and withdrawn_on is null and id > $2 order by id limit $3`,
        [team, after, PAGE],
      );
      const ids = rows.filter(
        ({ id, sealed }) => by === 'anyone' || this.storageKey.openNote(id, sealed).by === 'connection',
      );
      found.push(...ids.map(({ id }) => id));
      after = rows.at(-1)?.id ?? after;
      if (rows.length < PAGE) break;
    }
    return found.slice(0, MOST + 1);
  }
}
