import type { DataSource } from 'typeorm';
import type { Cover } from './cover';
import { Department, PurposeVersion, Team } from './entities';

export interface CatalogueCopy {
  readonly version: number;
  readonly departments: ReadonlyMap<string, Department>;
  readonly teams: ReadonlyMap<string, Team>;
  /** Versions per code, newest first */
  readonly purposes: ReadonlyMap<string, readonly PurposeVersion[]>;
  /** By `issuer|subject`: what has not ended, by hand or long ago */
  readonly covers: ReadonlyMap<string, readonly Cover[]>;
}

/** Yesterday's day in Amsterdam is never before the day before in the time zone of the server. */
const COVERS = `select id, actor, team, from_on::text as from, until_on::text as until from cover
  where ended_at is null and until_on >= current_date - 1`;

/**
 * Departments, teams, purposes and covers in memory. Whoever reads the version in the same breath as the data it belongs to asks
 * for `at(version)` and never sees an older copy; several processes need no messages between them.
 */
export class Catalogue {
  private copy: CatalogueCopy | undefined;
  private loading: Promise<CatalogueCopy> | undefined;

  constructor(private readonly database: DataSource) {}

  /** The copy at hand, or the first one; may be older than the database. */
  current(): CatalogueCopy | Promise<CatalogueCopy> {
    return this.copy ?? this.load();
  }

  /** A copy that is at least as new as `version`. */
  at(version: number): CatalogueCopy | Promise<CatalogueCopy> {
    if (this.copy !== undefined && this.copy.version >= version) return this.copy;
    // A load that was under way may have read the version before this one; the load after it has not.
    return this.load().then((copy) => (copy.version >= version ? copy : this.load()));
  }

  /** The copy as the database holds it now. */
  async fresh(): Promise<CatalogueCopy> {
    const [row] = await this.database.query<{ version: string }[]>('select version from catalogue');
    return this.at(Number(row?.version));
  }

  private load(): Promise<CatalogueCopy> {
    this.loading ??= this.read().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async read(): Promise<CatalogueCopy> {
    // The version first: what is read after it is at least as new.
    const [row] = await this.database.query<{ version: string }[]>('select version from catalogue');
    const byCode = <T extends { code: string }>(rows: T[]): Map<string, T> =>
      new Map(rows.map((one) => [one.code, one]));
    const versions = await this.database.manager.find(PurposeVersion, { order: { code: 'ASC', version: 'DESC' } });
    const purposes = new Map<string, PurposeVersion[]>();
    for (const one of versions) purposes.set(one.code, [...(purposes.get(one.code) ?? []), one]);
    this.copy = {
      version: Number(row?.version),
      departments: byCode(await this.database.manager.find(Department, { order: { code: 'ASC' } })),
      teams: byCode(await this.database.manager.find(Team, { order: { code: 'ASC' } })),
      purposes,
      covers: byActor(await this.database.query<Cover[]>(COVERS)),
    };
    return this.copy;
  }
}

function byActor(covers: readonly Cover[]): Map<string, Cover[]> {
  const found = new Map<string, Cover[]>();
  for (const cover of covers) found.set(cover.actor, [...(found.get(cover.actor) ?? []), cover]);
  return found;
}
