import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys, Recorder, recordingRefusal } from '#accountability';
import { type Actor, reaches } from '#access';
import { UnitOfWork } from '#platform';
import { lockOrganisation, managementEvent, recordChange, refusedRecord, teamsIn } from './change';
import { type ContactGiven, checkContact, requireGoingOn } from './contact';
import { currentTeams } from './merged';
import { problem } from './problems';
import { writeContact } from './put-team';

/** How a team is to be reached, by its own coordinator or the application manager. */
export class ChangeContact extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly team: string,
    readonly contact: ContactGiven,
  ) {
    super();
  }
}

@CommandHandler(ChangeContact)
export class ChangeContactHandler implements ICommandHandler<ChangeContact> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, team: code, contact }: ChangeContact): Promise<void> {
    const refused = (reason: string) => refusedRecord(actor, 'contact-change', reason, this.keys);
    return recordingRefusal(this.recorder, refused, () =>
      this.unitOfWork.run(async (transaction) => {
        await lockOrganisation(transaction);
        const teams = await teamsIn(transaction);
        const own = { ...actor, teams: currentTeams(actor.teams, teams) };
        // Before anything is said about the team: whoever may not change it does not learn whether it exists.
        if (!reaches(own, 'contact.change', { team: code })) throw problem('not-your-team');
        const team = teams.get(code);
        if (team === undefined) throw problem('unknown-team');
        requireGoingOn(team);
        checkContact(code, team.department, contact, teams);
        await writeContact(transaction, code, contact);
        await recordChange(transaction, this.keys, managementEvent(actor, 'contact-change', { team: code }));
      }),
    );
  }
}
