import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import { AuditKeys, Recorder, recordingRefusal } from '#accountability';
import { type Transaction, UnitOfWork, localDay } from '#platform';
import { problemsOf } from '#problem';
import { lockOrganisation, managementEvent, recordChange, refusedRecord, teamsIn } from './change';
import { type ConnectionKey, readConnectionKey } from './connection-key';
import { type ConnectionRow, ConnectionShelf, type ListedConnection } from './connection-shelf';
import { requireGoingOn } from './contact';
import { problem as wrong } from './problems';

const problem = problemsOf('organisation', {
  'connection-ended': {
    status: 409,
    title: 'This connection has ended',
    advice: 'Enter a new one, under another code and with another key.',
  },
  'connection-key-taken': {
    status: 409,
    title: 'Another connection has or had this key',
    advice: 'Make a key pair for each connection.',
  },
  'team-elsewhere': {
    status: 422,
    title: 'One of these teams is of another department',
    advice: 'A connection delivers for teams of its own department.',
  },
});

export interface ConnectionGiven {
  readonly name: string;
  /** Code */
  readonly department: string;
  /** Codes of teams of that department */
  readonly teams: readonly string[];
  readonly caseload: number;
  /** As it was sent */
  readonly publicJwk: Readonly<Record<string, unknown>>;
  /** The provider has forgotten the key before this one */
  readonly rolledOver?: boolean;
}

export interface ConnectionPut extends ListedConnection {
  /** False when there was one of this code */
  readonly created: boolean;
}

/**
 * Enters a department's system or changes it. A new key keeps the one before beside it, until somebody says that the
 * provider has forgotten that. It lets nobody in, so no second person is asked.
 */
export class PutConnection extends Command<ConnectionPut> {
  constructor(
    readonly actor: Actor,
    readonly code: string,
    readonly given: ConnectionGiven,
  ) {
    super();
  }
}

@CommandHandler(PutConnection)
export class PutConnectionHandler implements ICommandHandler<PutConnection> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly keys: AuditKeys,
    private readonly shelf: ConnectionShelf,
  ) {}

  execute({ actor, code, given }: PutConnection): Promise<ConnectionPut> {
    const refused = (reason: string) => refusedRecord(actor, 'connection-put', reason, this.keys);
    return recordingRefusal(this.recorder, refused, () => {
      const key = readConnectionKey(given.publicJwk);
      return this.unitOfWork.run(async (transaction) => {
        await lockOrganisation(transaction);
        await requireTeams(transaction, given);
        const before = await this.shelf.take(transaction, code);
        if (before?.ended_on) throw problem('connection-ended');
        await requireOwnKey(transaction, code, key);
        await write(transaction, code, given, key, previousOf(before, key, given));
        const after = (await this.shelf.take(transaction, code)) as ConnectionRow;
        // The same once more is no change.
        if (JSON.stringify(after) !== JSON.stringify(before)) {
          const { department, caseload } = given;
          const disclosed = { connection: code, department, caseload, key: key.kid };
          await recordChange(transaction, this.keys, managementEvent(actor, 'connection-put', disclosed));
        }
        return { ...this.shelf.listed(after), created: before === undefined };
      });
    });
  }
}

async function requireTeams(transaction: Transaction, { department, teams }: ConnectionGiven): Promise<void> {
  const departments = await transaction.query('select 1 from department where code = $1', [department]);
  if (departments.rowCount === 0) throw wrong('unknown-department');
  const known = await teamsIn(transaction);
  for (const code of teams) {
    const team = known.get(code);
    if (team === undefined) throw wrong('unknown-team');
    requireGoingOn(team);
    if (team.department !== department) throw problem('team-elsewhere');
  }
}

/** Changes of connections wait for each other at the lock of the organisation, so what was looked at still holds. */
async function requireOwnKey({ query }: Transaction, code: string, { kid }: ConnectionKey): Promise<void> {
  const { rowCount } = await query(
    'select 1 from connection where code <> $1 and (thumbprint = $2 or previous_thumbprint = $2)',
    [code, kid],
  );
  if (rowCount !== 0) throw problem('connection-key-taken');
}

/** The key that stays beside this one. */
function previousOf(
  before: ConnectionRow | undefined,
  { kid }: ConnectionKey,
  { rolledOver = false }: ConnectionGiven,
): string | null {
  if (before === undefined || rolledOver) return null;
  return before.thumbprint === kid ? before.previous_thumbprint : before.thumbprint;
}

async function write(
  { query }: Transaction,
  code: string,
  { name, department, teams, caseload }: ConnectionGiven,
  key: ConnectionKey,
  previous: string | null,
): Promise<void> {
  await query(
    `insert into connection as known (code, name, department, teams, caseload, public_key, thumbprint, key_since,
       previous_thumbprint, entered_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8::date, $9, $8::date)
     on conflict (code) do update set name = excluded.name, department = excluded.department, teams = excluded.teams,
       caseload = excluded.caseload, public_key = excluded.public_key, thumbprint = excluded.thumbprint,
       previous_thumbprint = excluded.previous_thumbprint,
       key_since = case when known.thumbprint = excluded.thumbprint then known.key_since else excluded.key_since end`,
    [code, name, department, teams, caseload, JSON.stringify(key), key.kid, localDay(Date.now()), previous],
  );
}
