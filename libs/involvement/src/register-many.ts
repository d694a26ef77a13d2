import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Recorder, recordingRefusal } from '#accountability';
import type { Actor } from '#access';
import type { CatalogueCopy } from '#organisation';
import { UnitOfWork } from '#platform';
import { type Entered, type Entry, RegistrationGrounds, eachItem, enter, settle, untilAlone } from './enter';
import { refusedRecord } from './own';
import { problem } from './problems';
import { type Registration, checkRegistration } from './registration';

/** Registrations in one request. */
export const MOST_REGISTRATIONS = 100;

/**
 * A team or a department's system says of many at once that it is involved: all or nothing, in one transaction, with one
 * record each. Those that were carried out before count as done.
 */
export class RegisterInvolvements extends Command<readonly Entered[]> {
  /** @param tickets one per kind, in order of first occurrence, for all lines of that kind in the request */
  constructor(
    readonly actor: Actor,
    readonly registrations: readonly Registration[],
    readonly tickets: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(RegisterInvolvements)
export class RegisterInvolvementsHandler implements ICommandHandler<RegisterInvolvements> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly grounds: RegistrationGrounds,
  ) {}

  async execute({ actor, registrations, tickets }: RegisterInvolvements): Promise<readonly Entered[]> {
    const copy = await this.grounds.catalogue.fresh();
    const first = copy.teams.get(registrations[0]?.team ?? '');
    const owner = first && { team: first.code, department: first.department };
    const refused = (code: string) => refusedRecord(actor, 'register', code, this.grounds.auditKeys, owner);
    return recordingRefusal(this.recorder, refused, () => {
      const entries = entriesOf(actor, registrations, copy);
      return untilAlone(() =>
        this.unitOfWork.run(async (transaction) => {
          const all = await enter(transaction, this.grounds, actor, entries, tickets, true);
          await settle(transaction, all.records, all.tickets);
          return all.entered;
        }),
      );
    });
  }
}

function entriesOf(actor: Actor, registrations: readonly Registration[], copy: CatalogueCopy): Entry[] {
  const ids = new Set<string>();
  return eachItem(registrations, true, (registration) => {
    const team = copy.teams.get(registration.team);
    checkRegistration(actor, registration, team, copy);
    if (ids.has(registration.id)) throw problem('id-twice');
    ids.add(registration.id);
    const partners = registration.with === undefined ? [] : [registration.with];
    return { registration, department: team?.department ?? '', into: team?.mergedInto, partners };
  });
}
