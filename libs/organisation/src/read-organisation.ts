import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Catalogue } from './catalogue';
import { type ContactShown, contactOf } from './contact';
import type { Domain, Part } from './entities';
import { ORGANISATION_KINDS } from './organisation-proposals';
import { CHANGE_COLUMNS, type TeamChange, type TeamChangeRow, changeOf } from './team-changes';

export interface OrganisationOverview {
  readonly departments: readonly {
    readonly code: string;
    readonly name: string;
    readonly domain: Domain;
    readonly casePattern: string;
    /** As far as the index knows its connection: day and epoch of the last full delivery */
    readonly delivered?: { readonly on: string; readonly epoch?: string };
  }[];
  readonly teams: readonly {
    readonly code: string;
    readonly name: string;
    readonly department: string;
    readonly part: Part;
    readonly contact: ContactShown;
    /** Of a team that went up in another */
    readonly ended?: { readonly on: string; readonly into: string };
  }[];
  /** Changes that are not over */
  readonly changes: readonly TeamChange[];
  /** What waits for a second person */
  readonly proposals: readonly { readonly id: string; readonly kind: string }[];
}

/** The whole organisation as its application manager keeps it. */
export class Organisation extends Query<OrganisationOverview> {}

@QueryHandler(Organisation)
export class OrganisationHandler implements IQueryHandler<Organisation> {
  constructor(
    private readonly database: DataSource,
    private readonly catalogue: Catalogue,
  ) {}

  async execute(): Promise<OrganisationOverview> {
    const { departments, teams } = await this.catalogue.fresh();
    const changes = await this.database.query<TeamChangeRow[]>(
      `select ${CHANGE_COLUMNS} from team_change where state in ('proposed', 'announced', 'under-way')
       order by team_change.effective_on, id limit 500`,
    );
    const proposals = await this.database.query<{ id: string; kind: string }[]>(
      `select id, kind from proposal where state = 'open' and kind = any($1) order by proposed_at, id limit 500`,
      [ORGANISATION_KINDS],
    );
    return {
      departments: [...departments.values()].map(({ code, name, domain, casePattern, lastDeliveredOn, lastEpoch }) => ({
        code,
        name,
        domain,
        casePattern,
        ...(lastDeliveredOn === null
          ? {}
          : { delivered: { on: lastDeliveredOn, ...(lastEpoch === null ? {} : { epoch: lastEpoch }) } }),
      })),
      teams: [...teams.values()].map((team) => ({
        code: team.code,
        name: team.name,
        department: team.department,
        part: team.part,
        contact: contactOf(team),
        ...(team.endedOn === null ? {} : { ended: { on: team.endedOn, into: team.mergedInto ?? '' } }),
      })),
      changes: changes.map(changeOf),
      proposals,
    };
  }
}
