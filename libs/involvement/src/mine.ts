import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource, In, IsNull } from 'typeorm';
import type { Actor } from '#access';
import { Catalogue, currentCode, currentTeams } from '#organisation';
import type { OwnDisclosure } from '#tokens';
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
  /** A connection registers again what is still in its next export. Absent in what is older than this was kept */
  readonly registeredBy?: 'connection' | 'hand';
  /** Ids of the other parts of the same case that are in this list too */
  readonly with?: readonly string[];
  /** This case is shown no more than this */
  readonly disclosure?: OwnDisclosure;
}

export interface OwnInvolvements {
  /** What runs out first comes first */
  readonly involvements: readonly OwnInvolvement[];
  /** Whether there are more than fit */
  readonly more: boolean;
}

export class OurInvolvement extends Query<OwnInvolvements> {
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

  async execute({ actor, team: code }: OurInvolvement): Promise<OwnInvolvements> {
    const { teams } = await this.catalogue.fresh();
    const team = teams.get(currentCode(code, teams));
    const own = { ...actor, teams: currentTeams(actor.teams, teams) };
    if (team === undefined || !mayActFor(own, team)) throw problem('not-your-team');
    const { rows, more } = await standingOf(this.database, [team.code]);
    return { involvements: ownOf(this.storageKey, rows), more };
  }
}

/** What has not been withdrawn of these teams, at most 1,000 rows. */
export async function standingOf(
  database: DataSource,
  teams: readonly string[],
): Promise<{ rows: readonly Involvement[]; more: boolean }> {
  const rows = await database.manager.find(Involvement, {
    where: { team: In([...teams]), withdrawnOn: IsNull() },
    order: { expiresOn: 'ASC', id: 'ASC' },
    take: LIMIT + 1,
  });
  return { rows: rows.slice(0, LIMIT), more: rows.length > LIMIT };
}

/** One seal is opened for each row, whatever is told of it. */
export function ownOf(storageKey: StorageKey, rows: readonly Involvement[]): OwnInvolvement[] {
  const listed = new Set(rows.map(({ id }) => id));
  return rows.map(({ id, registeredOn, expiresOn, sealed, notice, noticeGround, reviewOn }) => {
    const { kind, caseNumber, by, with: parts = [], atLeast } = storageKey.openNote(id, sealed);
    const others = parts.filter((part) => listed.has(part));
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
      ...(by === undefined ? {} : { registeredBy: by === 'connection' ? by : 'hand' }),
      ...(others.length === 0 ? {} : { with: others }),
      ...(atLeast === undefined ? {} : { disclosure: atLeast }),
    };
  });
}
