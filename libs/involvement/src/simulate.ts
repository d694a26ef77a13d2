import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Decision, PolicyShelf, decide } from '#disclosure';
import { type AskingRole, Catalogue, type CatalogueCopy, type Team } from '#organisation';
import { Problem } from '#problem';
import type { Kind, Rung } from '#tokens';
import { type Contact, weigh } from './answer';
import { checkEmergency } from './emergency';
import { problem } from './problems';
import { admitPurpose, departmentOf, partyOf } from './asking';

export interface SimulatedQuestion {
  readonly asker: { readonly department: string; readonly role: AskingRole };
  readonly purpose: string;
  readonly kind: Kind;
  readonly rung: Rung;
  /** Codes of teams; every team when left out. Each is looked at by itself */
  readonly owners?: readonly string[];
  /** `in-force`, `v3`, or the id of a proposal */
  readonly policy: string;
  readonly emergency?: boolean;
}

/** What becomes of the involvement of one team. */
export interface SimulatedOwner {
  readonly owner: string;
  /** What the asker would read; empty when nothing is shown */
  readonly sees: readonly Contact[];
  readonly told: Decision['told'];
  readonly disclosure: Decision['disclosure'];
  readonly rule: string;
  /** In an emergency: whether the team calls the asker by itself */
  readonly calls?: boolean;
}

export interface Simulation {
  /** Version that decided; of a proposal the one that it would become */
  readonly policy: number;
  /** Code of the problem when the question itself would be refused today: then nothing is shown at all */
  readonly refused?: string;
  readonly owners: readonly SimulatedOwner[];
}

/** What an asker would see and an owner be told: a made-up subject through the function that answers real questions. */
export class Simulate extends Query<Simulation> {
  constructor(readonly question: SimulatedQuestion) {
    super();
  }
}

@QueryHandler(Simulate)
export class SimulateHandler implements IQueryHandler<Simulate> {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly shelf: PolicyShelf,
  ) {}

  async execute({ question }: Simulate): Promise<Simulation> {
    const now = Date.now();
    const copy = await this.catalogue.fresh();
    const policy = await this.shelf.get(question.policy, now);
    const { purpose, kind, rung, emergency = false } = question;
    const asker = partyOf(departmentOf(copy, question.asker.department));
    const actor = { id: '', roles: [question.asker.role], department: '', teams: [], scopes: [], client: '' };
    const refused = refusalOf(() => {
      admitPurpose(copy, purpose, { roles: actor.roles, domain: asker.domain }, [kind], now);
      if (emergency) checkEmergency({ purpose, parts: [{ kind, subjects: [] }] });
    });
    if (refused !== undefined) return { policy: policy.version, refused, owners: [] };
    const owners = teamsOf(copy, question.owners).map(({ code, department: home, part }): SimulatedOwner => {
      // No rule is about these: where they are, nothing is shown (hiding.ts).
      if (part !== 'ordinary') return { owner: code, sees: [], told: 'nothing', disclosure: 'closed', rule: part };
      const weighing = { asker, actor, purpose, kind, emergency };
      const { contacts, call } = weigh([{ team: code, rung, serial: 1 }], weighing, policy, copy, now);
      const owner = { team: code, department: home, domain: copy.departments.get(home)?.domain ?? asker.domain };
      const { told, disclosure, rule } = decide(policy, asker, purpose, { owner, kind, rung });
      return {
        owner: code,
        sees: contacts,
        told,
        disclosure,
        rule,
        ...(emergency ? { calls: call.includes(code) } : {}),
      };
    });
    return { policy: policy.version, owners };
  }
}

function teamsOf(copy: CatalogueCopy, codes: readonly string[] = [...copy.teams.keys()]): Team[] {
  return codes.map((code) => {
    const team = copy.teams.get(code);
    if (team === undefined) throw problem('team-unknown');
    return team;
  });
}

function refusalOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (cause) {
    if (cause instanceof Problem) return cause.code;
    throw cause;
  }
}
