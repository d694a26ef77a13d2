import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource, IsNull } from 'typeorm';
import type { Actor } from '#access';
import { Catalogue, currentCode, currentTeams } from '#organisation';
import { Involvement } from './entities';
import { mayActFor } from './own';
import { problem } from './problems';
import type { Notice } from './registration';
import { StorageKey } from './storage-key';

/** A team's own registration, without whom it is about: that stands in its case system. */
export interface OwnInvolvement {
  readonly id: string;
  readonly registeredOn: string;
  readonly expiresOn: string;
  readonly kind: string;
  readonly caseNumber?: string;
  readonly notice: Notice;
}

export class OurInvolvement extends Query<readonly OwnInvolvement[]> {
  constructor(
    readonly actor: Actor,
    readonly team: string,
  ) {
    super();
  }
}

const LIMIT = 1_000;

@QueryHandler(OurInvolvement)
export class OurInvolvementHandler implements IQueryHandler<OurInvolvement> {
  constructor(
    private readonly database: DataSource,
    private readonly catalogue: Catalogue,
    private readonly storageKey: StorageKey,
  ) {}

  async execute({ actor, team: code }: OurInvolvement): Promise<readonly OwnInvolvement[]> {
    const { teams } = await this.catalogue.fresh();
    const team = teams.get(currentCode(code, teams));
    const own = { ...actor, teams: currentTeams(actor.teams, teams) };
    if (team === undefined || !mayActFor(own, team)) throw problem('not-your-team');
    const rows = await this.database.manager.find(Involvement, {
      where: { team: team.code, withdrawnOn: IsNull() },
      order: { id: 'ASC' },
      take: LIMIT,
    });
    return rows.map((row) => this.ownOf(row));
  }

  private ownOf({ id, registeredOn, expiresOn, sealed, notice, noticeGround, reviewOn }: Involvement): OwnInvolvement {
    const { kind, caseNumber } = this.storageKey.openNote(id, sealed);
    return {
      id,
      registeredOn,
      expiresOn,
      kind,
      ...(caseNumber === undefined ? {} : { caseNumber }),
      notice: {
        state: notice,
        ...(noticeGround === null ? {} : { ground: noticeGround }),
        ...(reviewOn === null ? {} : { reviewOn }),
      },
    };
  }
}
