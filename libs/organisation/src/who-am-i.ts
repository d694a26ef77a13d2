import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor, type Right, type Role, rightsOf } from '#access';
import { localDay } from '#platform';
import { Catalogue } from './catalogue';
import type { Domain } from './entities';
import { currentCode } from './merged';
import { ownTeams } from './own-teams';

export interface Me {
  /** `issuer|subject` */
  readonly actor: string;
  readonly roles: readonly Role[];
  /** What these roles may do with this access token */
  readonly rights: readonly Right[];
  /** Null when the token names none, or one that is not registered here */
  readonly department: { readonly code: string; readonly name: string; readonly domain: Domain } | null;
  readonly teams: readonly {
    readonly code: string;
    readonly name: string;
    /** Its code */
    readonly department: string;
    /** Last day, YYYY-MM-DD, of a team that is hers by a cover alone */
    readonly coverUntil?: string;
  }[];
}

/** What the service knows of whoever asks: for a menu, and never for a decision. */
export class WhoAmI extends Query<Me> {
  /** @param actor as her token says it; covers are added here */
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(WhoAmI)
export class WhoAmIHandler implements IQueryHandler<WhoAmI> {
  constructor(private readonly catalogue: Catalogue) {}

  async execute({ actor }: WhoAmI): Promise<Me> {
    const copy = await this.catalogue.fresh();
    const day = localDay(Date.now());
    const covers = (copy.covers.get(actor.id) ?? []).filter(({ from, until }) => from <= day && day <= until);
    const untils = new Map<string, string>();
    for (const { team, until } of covers) {
      const code = currentCode(team, copy.teams);
      if (until > (untils.get(code) ?? '')) untils.set(code, until);
    }
    const own = ownTeams(actor, copy).map(({ code }) => code);
    const onDuty = { ...actor, teams: [...actor.teams, ...untils.keys()] };
    const department = copy.departments.get(actor.department);
    return {
      actor: actor.id,
      roles: actor.roles,
      rights: rightsOf(actor),
      department:
        department === undefined ? null : { code: department.code, name: department.name, domain: department.domain },
      teams: ownTeams(onDuty, copy).map(({ code, name, department: of }) => ({
        code,
        name,
        department: of,
        ...(own.includes(code) ? {} : { coverUntil: untils.get(code) as string }),
      })),
    };
  }
}
