import { randomUUID } from 'node:crypto';
import {
  type AuditKeys,
  LockedLog,
  type PreparedRecord,
  type TicketToSpend,
  prepareRecord,
  recordedReceipts,
} from '#accountability';
import type { Actor } from '#access';
import type { Catalogue } from '#organisation';
import { type Transaction, byteaArray } from '#platform';
import { Problem } from '#problem';
import type { Kind, OwnDisclosure } from '#tokens';
import { stricterOwn } from './lookup';
import { type OwnRow, involvementEvent, takeOwnRows } from './own';
import { problem } from './problems';
import type { ProtocolState } from './protocol-state';
import { type Registered, type Registration, essenceOf, kindOfSubject, monthsOf } from './registration';
import type { InvolvementNote, StorageKey } from './storage-key';
import { checkTicketPerKind } from './ticket';

/** Keys, catalogue and epochs that a registration rests on. */
export class RegistrationGrounds {
  constructor(
    readonly catalogue: Catalogue,
    readonly protocol: ProtocolState,
    readonly storageKey: StorageKey,
    readonly auditKeys: AuditKeys,
  ) {}
}

/** A registration that is to be carried out, and the parts of the same case that it is linked with. */
export interface Entry {
  readonly registration: Registration;
  readonly department: string;
  /** The team that goes on, when the team of the registration has ended */
  readonly into?: string | null;
  /** Ids: earlier entries, or involvement that the team has */
  readonly partners: readonly string[];
  /** What the case that it goes on from asked for; it stays at least as strict */
  readonly inherits?: OwnDisclosure;
}

const atLeastOf = ({ registration, inherits }: Entry): { atLeast?: OwnDisclosure } => {
  const atLeast = stricterOwn(registration.disclosure, inherits);
  return atLeast === undefined ? {} : { atLeast };
};

export interface Entered extends Registered {
  /** False when the same request had been carried out before */
  readonly created: boolean;
}

export interface EnteredAll {
  /** In the order of the entries */
  readonly entered: readonly Entered[];
  /** To be spent, and to be appended, before the commit: see `settle` */
  readonly tickets: readonly TicketToSpend[];
  readonly records: readonly PreparedRecord[];
}

/** Parts that one part knows of: more would not fit the fixed size of a sealed note. */
const MOST_PARTS = 5;
/** Others that may come between, one after the other. */
const TURNS = 5;

/** Somebody else changed what this rests on between the look and the lock; the same work again finds it. */
export class Collision extends Error {}

/**
 * Runs one unit of work, and again when others came between; what they stored is then there to be seen.
 * @throws Problem `involvement.request-under-way`
 */
export async function untilAlone<T>(unit: () => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn++) {
    try {
      return await unit();
    } catch (cause) {
      if (!(cause instanceof Collision)) throw cause;
      if (turn === TURNS) throw problem('request-under-way', { retryAfterSeconds: 1 });
    }
  }
}

/**
 * Spends the tickets and appends the records, the last things that a unit of work does: the head of the log is the lock
 * that all others wait for.
 * @throws Problem `involvement.ticket-spent`
 */
export async function settle(
  transaction: Transaction,
  records: readonly PreparedRecord[],
  tickets: readonly TicketToSpend[] = [],
): Promise<void> {
  if (records.length === 0) return;
  const log = await LockedLog.take(transaction, tickets);
  if (!log.claim(tickets)) throw problem('ticket-spent');
  await log.append(records);
}

/** Does the work for each item; a problem says which one it was about, when there are several. */
export function eachItem<T, R>(items: readonly T[], named: boolean, work: (item: T, position: number) => R): R[] {
  return items.map((item, position) => {
    try {
      return work(item, position);
    } catch (cause) {
      if (!named || !(cause instanceof Problem)) throw cause;
      throw new Problem(cause.code, cause.kind, { ...cause.detail, position });
    }
  });
}

/**
 * Enters registrations: one path for one and for a hundred, a fixed number of statements for any number of rows.
 *
 * Entries that were carried out before count as done. Tickets are checked when at least one is new: a repeated request
 * comes with tickets that were spent, and that is fine. They are checked before a row is written, so that a refused
 * request leaves nothing, not even in the WAL.
 *
 * Locks, always in this order: rows that are changed (by id), rows that are new (by id), then what `settle` takes. So
 * two lists that overlap wait for each other one way round.
 *
 * @param entries with distinct ids, checked by `checkRegistration`
 * @param tickets one per kind, in order of first occurrence in the lines of all entries
 * @param named whether a problem names the position of its entry
 * @throws Problem `involvement.id-in-use`, `team-ended`, `involvement-ended`, `involvement-unknown`, `parts-do-not-fit`,
 *   `epochs-incomplete`, `ticket-refused`
 */
export async function enter(
  transaction: Transaction,
  grounds: RegistrationGrounds,
  actor: Actor,
  entries: readonly Entry[],
  tickets: readonly string[],
  named: boolean,
): Promise<EnteredAll> {
  const work = new Entering(transaction, grounds, actor, entries, named);
  const done = await work.repeated();
  const fresh = entries.filter(({ registration: { id } }) => !done.has(id));
  if (fresh.length === 0) return { entered: work.inOrder(done), tickets: [], records: [] };
  work.refuseEnded(fresh);
  const byKind = await work.checkTickets(fresh, tickets);
  const notes = work.notesFor(fresh);
  const changed = await work.link(fresh, notes);
  const expiry = await work.insert(fresh, notes);
  await writeNotes(transaction, grounds.storageKey, changed);
  const records = fresh.map((entry) => work.recordOf(entry, byKind));
  return { entered: work.inOrder(new Map([...done, ...expiry])), tickets: [...byKind.values()], records };
}

/** Seals notes anew; their rows are locked by this transaction. */
export async function writeNotes(
  transaction: Transaction,
  key: StorageKey,
  notes: ReadonlyMap<string, InvolvementNote>,
): Promise<void> {
  if (notes.size === 0) return;
  const sealed = [...notes].map(([id, note]) => key.sealNote(id, note));
  await transaction.query(
    `update involvement i set sealed = r.sealed from unnest($1::uuid[], $2::bytea[]) as r (id, sealed) where i.id = r.id`,
    [[...notes.keys()], byteaArray(sealed)],
  );
}

type Notes = Map<string, InvolvementNote>;

interface KnownRow {
  id: string;
  expires_on: string;
  sealed: Buffer;
  ended: boolean;
}

class Entering {
  private readonly receipts: ReadonlyMap<string, Buffer>;
  /** Link ids per new involvement, made before the notes that name them */
  private readonly linkIds = new Map<string, string[]>();

  constructor(
    private readonly transaction: Transaction,
    private readonly grounds: RegistrationGrounds,
    private readonly actor: Actor,
    private readonly entries: readonly Entry[],
    private readonly named: boolean,
  ) {
    const { auditKeys } = grounds;
    this.receipts = new Map(entries.map(({ registration: { id } }) => [id, auditKeys.receiptOf(`register|${id}`)]));
  }

  /** The day of expiry per entry that this very request made before; checks the others' ids. */
  async repeated(): Promise<Map<string, Entered>> {
    const { storageKey } = this.grounds;
    const ids = this.entries.map(({ registration }) => registration.id);
    // Rows of what ended are cleared away after a while; the log still knows their ids. It is read first: what is in the
    // log now and has no row a moment later is gone, and not just on its way.
    const past = await recordedReceipts(this.transaction, [...this.receipts.values()]);
    const { rows } = await this.transaction.query<KnownRow>(
      `select id, to_char(expires_on, 'YYYY-MM-DD') as expires_on, sealed,
         (withdrawn_on is not null or expires_on < current_date) as ended from involvement where id = any($1::uuid[])`,
      [ids],
    );
    const known = new Map(rows.map((row) => [row.id, row]));
    const done = new Map<string, Entered>();
    eachItem(this.entries, this.named, ({ registration }) => {
      const { id } = registration;
      const row = known.get(id);
      if (row === undefined && past.has(this.receipts.get(id) as Buffer)) throw problem('involvement-ended');
      if (row === undefined) return;
      if (storageKey.openNote(id, row.sealed).fingerprint !== this.fingerprintOf(registration))
        throw problem('id-in-use');
      if (row.ended) throw problem('involvement-ended');
      done.set(id, this.enteredOf(id, row.expires_on, false));
    });
    return done;
  }

  /** Nothing new for a team that went up in another; what was carried out before it did so may still be repeated. */
  refuseEnded(fresh: readonly Entry[]): void {
    eachItem(this.entries, this.named, (entry) => {
      if (fresh.includes(entry) && entry.into) throw problem('team-ended', { into: entry.into });
    });
  }

  inOrder(entered: ReadonlyMap<string, Entered>): Entered[] {
    return this.entries.map(({ registration: { id } }) => entered.get(id) as Entered);
  }

  /** One ticket per kind, for as many lines as there are of it in the whole request. */
  async checkTickets(fresh: readonly Entry[], tickets: readonly string[]): Promise<Map<Kind, TicketToSpend>> {
    const { protocol } = this.grounds;
    const { active } = protocol.current();
    eachItem(this.entries, this.named, (entry) => {
      if (fresh.includes(entry) && entry.registration.lines.some(({ epoch }) => epoch !== active))
        throw problem('epochs-incomplete', { live: [active] });
    });
    const lines = this.entries.flatMap(({ registration }) => registration.lines);
    return checkTicketPerKind(tickets, lines, this.actor, protocol);
  }

  notesFor(fresh: readonly Entry[]): Notes {
    const by = this.actor.roles.includes('connection') ? 'connection' : 'person';
    return new Map(
      fresh.map((entry) => {
        const { registration } = entry;
        const { id, caseNumber, lines } = registration;
        const links = lines.map(() => randomUUID());
        this.linkIds.set(id, links);
        const note: InvolvementNote = {
          links,
          kind: kindOfSubject(registration),
          fingerprint: this.fingerprintOf(registration),
          by,
          ...(caseNumber === undefined ? {} : { caseNumber }),
          ...atLeastOf(entry),
        };
        return [id, note];
      }),
    );
  }

  /** Writes each part of a case into the notes of the others. Returns the notes of rows that are there already. */
  async link(fresh: readonly Entry[], notes: Notes): Promise<Notes> {
    const outside = new Set(fresh.flatMap(({ partners }) => partners).filter((id) => !notes.has(id)));
    const rows = await takeOwnRows(this.transaction, this.actor, [...outside]);
    const changed = await this.openParts(rows);
    const before = new Set<string>();
    eachItem(this.entries, this.named, (entry) => {
      const { id, team } = entry.registration;
      if (fresh.includes(entry)) {
        for (const partner of entry.partners) {
          const row = rows.get(partner);
          if (row === undefined && !before.has(partner)) throw problem('involvement-unknown');
          if (row?.ended === true) throw problem('involvement-ended');
          const ofTeam =
            row?.team ?? this.entries.find(({ registration }) => registration.id === partner)?.registration.team;
          if (ofTeam !== team) throw problem('parts-do-not-fit');
          linkTwo(id, notes, partner, changed.has(partner) ? changed : notes);
        }
        before.add(id);
      }
    });
    return changed;
  }

  /** Notes of rows that get another part, without the parts that ended meanwhile. */
  private async openParts(rows: ReadonlyMap<string, OwnRow>): Promise<Notes> {
    const { storageKey } = this.grounds;
    const notes: Notes = new Map([...rows].map(([id, { sealed }]) => [id, storageKey.openNote(id, sealed)]));
    const open = await openAmong(
      this.transaction,
      [...notes.values()].flatMap((note) => note.with ?? []),
    );
    for (const [id, note] of notes)
      notes.set(id, { ...note, with: (note.with ?? []).filter((part) => open.has(part)) });
    return notes;
  }

  /** Rows and links. Returns when each expires. */
  async insert(fresh: readonly Entry[], notes: Notes): Promise<Map<string, Entered>> {
    const { storageKey } = this.grounds;
    const sorted = fresh.map(({ registration }) => registration).sort((a, b) => (a.id < b.id ? -1 : 1));
    const column = <T>(pick: (one: Registration) => T): T[] => sorted.map(pick);
    const { rows } = await this.transaction.query<{ id: string; expires_on: string }>(
      `insert into involvement (id, team, registered_on, expires_on, notice, notice_ground, review_on, sealed)
       select id, team, current_date, current_date + make_interval(months => months), notice, ground, review_on, sealed
       from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::date[], $7::bytea[])
         as r (id, team, months, notice, ground, review_on, sealed)
       on conflict (id) do nothing returning id, to_char(expires_on, 'YYYY-MM-DD') as expires_on`,
      [
        column(({ id }) => id),
        column(({ team }) => team),
        column((one) => monthsOf(kindOfSubject(one), notes.get(one.id)?.with)),
        column(({ notice }) => notice.state),
        column(({ notice }) => notice.ground ?? null),
        column(({ notice }) => notice.reviewOn ?? null),
        byteaArray(column(({ id }) => storageKey.sealNote(id, notes.get(id) as InvolvementNote))),
      ],
    );
    if (rows.length < sorted.length) throw new Collision();
    const links = sorted.flatMap((registration) => this.linksOf(registration, notes.get(registration.id)?.atLeast));
    await this.transaction.query(
      'insert into link (id, slot, sealed) select * from unnest($1::uuid[], $2::bytea[], $3::bytea[])',
      [
        links.map(({ id }) => id),
        byteaArray(links.map(({ slot }) => slot)),
        byteaArray(links.map(({ sealed }) => sealed)),
      ],
    );
    return new Map(rows.map(({ id, expires_on }) => [id, this.enteredOf(id, expires_on, true)]));
  }

  recordOf({ registration, department }: Entry, byKind: ReadonlyMap<Kind, TicketToSpend>): PreparedRecord {
    const { id, team, lines } = registration;
    const event = involvementEvent(this.actor, 'register', { team, department });
    const kinds = new Set(lines.map(({ kind }) => kind));
    const tickets = [...kinds].flatMap((kind) => byKind.get(kind)?.id ?? []);
    const tokens = lines.map(({ token }) => Buffer.from(token, 'base64url'));
    return prepareRecord(
      { ...event, actor: { ...event.actor, tickets }, subject: { kind: kindOfSubject(registration), tokens } },
      this.grounds.auditKeys,
      Date.now(),
      this.receipts.get(id),
    );
  }

  private linksOf(
    { id: involvement, lines, rung }: Registration,
    atLeast: OwnDisclosure | undefined,
  ): { id: string; slot: Buffer; sealed: Buffer }[] {
    const { storageKey } = this.grounds;
    const ids = this.linkIds.get(involvement) ?? [];
    return lines.map(({ scheme, epoch, token }, i) => {
      const id = ids[i] as string;
      const slot = storageKey.slotOf(scheme, epoch, Buffer.from(token, 'base64url'));
      return { id, slot, sealed: storageKey.sealLink(slot, id, involvement, rung, atLeast) };
    });
  }

  private fingerprintOf(registration: Registration): string {
    return this.grounds.storageKey.fingerprint(essenceOf(this.actor, registration));
  }

  private enteredOf(id: string, expiresOn: string, created: boolean): Entered {
    return { id, expiresOn, receipt: (this.receipts.get(id) as Buffer).toString('base64url'), created };
  }
}

/** Those of the ids that stand open. */
export async function openAmong(transaction: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await transaction.query<{ id: string }>(
    'select id from involvement where id = any($1::uuid[]) and withdrawn_on is null and expires_on >= current_date',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** A person or business on one side, an address on the other; each knows of the other. */
function linkTwo(one: string, its: Notes, other: string, others: Notes): void {
  const [a, b] = [its.get(one), others.get(other)];
  if (a === undefined || b === undefined || (a.kind === 'address') === (b.kind === 'address'))
    throw problem('parts-do-not-fit');
  for (const [notes, id, note, part] of [
    [its, one, a, other],
    [others, other, b, one],
  ] as const) {
    const parts = [...(note.with ?? []), part];
    if (parts.length > MOST_PARTS) throw problem('parts-do-not-fit');
    notes.set(id, { ...note, with: parts });
  }
}
