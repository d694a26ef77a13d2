import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Recorder, recordingRefusal } from '#accountability';
import type { Actor } from '#access';
import { type Transaction, UnitOfWork } from '#platform';
import type { OwnDisclosure } from '#tokens';
import { endRows } from './end';
import {
  Collision,
  type EnteredAll,
  type Entry,
  RegistrationGrounds,
  enter,
  openAmong,
  settle,
  untilAlone,
  writeNotes,
} from './enter';
import { stricterOwn } from './lookup';
import { type OwnRow, refusedRecord, takeOwnRows } from './own';
import { problem } from './problems';
import { type Registered, type Registration, checkRegistration, kindOfSubject } from './registration';
import type { InvolvementNote } from './storage-key';

/** The new address, for the team of the involvement that moves. */
export type NewAddress = Omit<Registration, 'team' | 'with'>;

export interface Moved {
  /** Ids of the address parts that ended */
  readonly ended: readonly string[];
  readonly registered?: Registered;
}

/**
 * Somebody moved: the address part of the case ends and, with `to`, the new address takes its place, in one transaction.
 * The same request again has no second effect and gives the same answer.
 */
export class MoveInvolvement extends Command<Moved> {
  /**
   * @param id of the person's or business's involvement, whose address parts all end, or of one address part
   * @param tickets one per kind of the new lines
   */
  constructor(
    readonly actor: Actor,
    readonly id: string,
    readonly to: NewAddress | undefined,
    readonly tickets: readonly string[],
  ) {
    super();
  }
}

const NOTHING: EnteredAll = { entered: [], tickets: [], records: [] };

@CommandHandler(MoveInvolvement)
export class MoveInvolvementHandler implements ICommandHandler<MoveInvolvement> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly grounds: RegistrationGrounds,
  ) {}

  execute(move: MoveInvolvement): Promise<Moved> {
    const refused = (code: string) => refusedRecord(move.actor, 'move', code, this.grounds.auditKeys);
    return recordingRefusal(this.recorder, refused, () =>
      untilAlone(() => this.unitOfWork.run((transaction) => this.move(transaction, move))),
    );
  }

  /** Registers first and ends afterwards: what refuses the new address then refuses before a row was written. */
  private async move(transaction: Transaction, { actor, id, to, tickets }: MoveInvolvement): Promise<Moved> {
    const { storageKey, auditKeys } = this.grounds;
    const { rows, row, note } = await this.takeCase(transaction, actor, id, to?.id);
    const old = note.kind === 'address' ? [row] : partsOf(note, to?.id).flatMap((part) => rows.get(part) ?? []);
    // Only the request that ended it may come again with the same new address; another one would be a second move.
    if (to !== undefined && row.ended && !rows.has(to.id)) throw problem('involvement-ended');
    const inherits = old
      .map(({ id: part, sealed }) => storageKey.openNote(part, sealed).atLeast)
      .reduce(stricterOwn, note.atLeast);
    const all =
      to === undefined ? NOTHING : await this.enterNew(transaction, actor, { row, note, rows, inherits }, to, tickets);
    const repeated = all.entered[0]?.created === false;
    // A move that is over says again what it ended; what stands open since then is somebody else's doing.
    const ending = repeated ? [] : old.filter(({ ended }) => !ended);
    if (to === undefined && ending.length > 0 && note.kind !== 'address')
      await writeNotes(transaction, storageKey, new Map([[id, { ...note, with: ending.map((part) => part.id) }]]));
    const ended = await endRows(transaction, storageKey, auditKeys, actor, ending);
    await settle(transaction, [...ended, ...all.records], all.tickets);
    const told = ending.length > 0 ? ending : old.filter((part) => part.ended);
    return { ended: told.map((part) => part.id), ...registeredIn(all) };
  }

  /** Locks the row and all parts of its case at once; which they are stands in its note, so that is read first. */
  private async takeCase(
    transaction: Transaction,
    actor: Actor,
    id: string,
    newId: string | undefined,
  ): Promise<Case & { rows: Rows }> {
    const { storageKey } = this.grounds;
    const before = await sealedNoteOf(transaction, id);
    const parts = before === undefined ? [] : (storageKey.openNote(id, before).with ?? []);
    const rows = await takeOwnRows(transaction, actor, [id, ...parts, ...(newId === undefined ? [] : [newId])]);
    const row = rows.get(id);
    if (row === undefined) throw problem('involvement-unknown');
    if (before?.equals(row.sealed) !== true) throw new Collision();
    return { rows, row, note: storageKey.openNote(id, row.sealed) };
  }

  private async enterNew(
    transaction: Transaction,
    actor: Actor,
    { row, note, rows, inherits }: Case & { rows: Rows; inherits: OwnDisclosure | undefined },
    to: NewAddress,
    tickets: readonly string[],
  ): Promise<EnteredAll> {
    const { catalogue } = this.grounds;
    const registration = { ...to, team: row.team, with: row.id };
    const copy = await catalogue.fresh();
    checkRegistration(actor, registration, copy.teams.get(row.team), copy);
    if (kindOfSubject(registration) !== 'address') throw problem('lines-do-not-fit');
    const people = [...(await openAmong(transaction, note.with ?? []))].filter((part) => rows.has(part));
    const partners = note.kind === 'address' ? people.sort() : [row.id];
    const entry: Entry = {
      registration,
      department: row.department,
      partners,
      ...(inherits === undefined ? {} : { inherits }),
    };
    return enter(transaction, this.grounds, actor, [entry], tickets, false);
  }
}

type Rows = ReadonlyMap<string, OwnRow>;

interface Case {
  readonly row: OwnRow;
  readonly note: InvolvementNote;
}

const partsOf = ({ with: parts = [] }: InvolvementNote, but: string | undefined): string[] =>
  parts.filter((part) => part !== but);

function registeredIn({ entered: [entered] }: EnteredAll): Pick<Moved, 'registered'> {
  if (entered === undefined) return {};
  const { created: _, ...registered } = entered;
  return { registered };
}

/** The sealed note of a row, without a lock. */
async function sealedNoteOf(transaction: Transaction, id: string): Promise<Buffer | undefined> {
  const { rows } = await transaction.query<{ sealed: Buffer }>('select sealed from involvement where id = $1', [id]);
  return rows[0]?.sealed;
}
