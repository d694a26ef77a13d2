import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type Actor, reaches } from '#access';
import { Catalogue } from '#organisation';
import { type OwnInvolvement, ownOf, standingOf } from './mine';
import type { Notice } from './registration';
import { StorageKey } from './storage-key';

/** A marker is about no resident, and who lives there is many: nobody is told one by one (article 14 lid 5 AVG). */
export const MARKERS_NOTICE: Notice = { state: 'exempt', ground: 'impossible-or-disproportionate' };

export interface CollectiveAddresses {
  /** Teams that are such a list */
  readonly lists: readonly { readonly code: string; readonly name: string; readonly department: string }[];
  /** What runs out first comes first. Which address it is stands on its keeper's own list, under the case number */
  readonly addresses: readonly (OwnInvolvement & { readonly team: string })[];
  readonly more: boolean;
}

/** What stands on the lists of collective addresses, for the application manager. */
export class OurCollectiveAddresses extends Query<CollectiveAddresses> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(OurCollectiveAddresses)
export class OurCollectiveAddressesHandler implements IQueryHandler<OurCollectiveAddresses> {
  constructor(
    private readonly database: DataSource,
    private readonly catalogue: Catalogue,
    private readonly storageKey: StorageKey,
  ) {}

  async execute({ actor }: OurCollectiveAddresses): Promise<CollectiveAddresses> {
    const { teams } = await this.catalogue.fresh();
    const lists = [...teams.values()].filter(
      ({ code, part, endedOn }) =>
        part === 'collective-list' && endedOn === null && reaches(actor, 'collective-address.manage', { team: code }),
    );
    const codes = lists.map(({ code }) => code);
    const { rows, more } = await standingOf(this.database, codes);
    const teamOf = new Map(rows.map(({ id, team }) => [id, team]));
    return {
      lists: lists.map(({ code, name, department }) => ({ code, name, department })),
      addresses: ownOf(this.storageKey, rows).map((one) => ({ ...one, team: teamOf.get(one.id) as string })),
      more,
    };
  }
}
