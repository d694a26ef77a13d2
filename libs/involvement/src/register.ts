import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Recorder, recordingRefusal } from '#accountability';
import type { Actor } from '#access';
import { UnitOfWork } from '#platform';
import { type Entered, RegistrationGrounds, enter, settle, untilAlone } from './enter';
import { refusedRecord } from './own';
import { type Registration, checkRegistration } from './registration';

/** A team says that it is involved. The same request under the same id has one effect, however often it is sent. */
export class RegisterInvolvement extends Command<Entered> {
  /** @param tickets one per kind of the lines */
  constructor(
    readonly actor: Actor,
    readonly registration: Registration,
    readonly tickets: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(RegisterInvolvement)
export class RegisterInvolvementHandler implements ICommandHandler<RegisterInvolvement> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly grounds: RegistrationGrounds,
  ) {}

  async execute({ actor, registration, tickets }: RegisterInvolvement): Promise<Entered> {
    const copy = await this.grounds.catalogue.fresh();
    const team = copy.teams.get(registration.team);
    const owner = team && { team: team.code, department: team.department };
    const refused = (code: string) => refusedRecord(actor, 'register', code, this.grounds.auditKeys, owner);
    return recordingRefusal(this.recorder, refused, () => {
      checkRegistration(actor, registration, team, copy);
      const entry = { registration, department: team?.department ?? '', into: team?.mergedInto, partners: [] };
      return untilAlone(() =>
        this.unitOfWork.run(async (transaction) => {
          const all = await enter(transaction, this.grounds, actor, [entry], tickets, false);
          await settle(transaction, all.records, all.tickets);
          return all.entered[0] as Entered;
        }),
      );
    });
  }
}
