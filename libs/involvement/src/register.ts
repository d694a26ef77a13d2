import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys, LockedLog, Recorder, type TicketToSpend, prepareRecord, recordingRefusal } from '#accountability';
import type { Actor } from '#access';
import { Catalogue, type Team } from '#organisation';
import { type Transaction, UnitOfWork } from '#platform';
import { type Kind, type Rung, type Scheme, kindOf } from '#tokens';
import { checkCaseNumber } from './case-number';
import type { NoticeState } from './entities';
import { involvementEvent, mayActFor, refusedRecord } from './own';
import { problem } from './problems';
import { ProtocolState } from './protocol-state';
import { StorageKey } from './storage-key';
import { checkTicket } from './ticket';

export interface RegistrationLine {
  readonly kind: Kind;
  readonly scheme: Scheme;
  /** The active epoch */
  readonly epoch: string;
  /** 32 bytes, base64url */
  readonly token: string;
}

export interface Notice {
  readonly state: NoticeState;
  /** Code of the ground, with `delayed` and `exempt` */
  readonly ground?: string;
  /** YYYY-MM-DD, with `delayed` */
  readonly reviewOn?: string;
}

export interface Registration {
  readonly team: string;
  readonly rung: Rung;
  /** One per kind of the lines */
  readonly tickets: readonly string[];
  readonly lines: readonly RegistrationLine[];
  readonly caseNumber?: string;
  readonly notice: Notice;
}

export interface Registered {
  readonly id: string;
  /** YYYY-MM-DD; renew before it */
  readonly expiresOn: string;
  readonly receipt: string;
  /** False when the same request had been carried out before */
  readonly created: boolean;
}

/** A team says that it is involved. The same request under the same id has one effect, however often it is sent. */
export class RegisterInvolvement extends Command<Registered> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
    readonly registration: Registration,
  ) {
    super();
  }
}

/** Keys, catalogue and epochs that a registration rests on. */
export class RegistrationGrounds {
  constructor(
    readonly catalogue: Catalogue,
    readonly protocol: ProtocolState,
    readonly storageKey: StorageKey,
    readonly auditKeys: AuditKeys,
  ) {}
}

/** Months until an involvement lapses unless it is renewed: an address without a person sooner. */
export const MONTHS: Readonly<Record<Kind, number>> = { person: 6, business: 6, address: 3, building: 3 };

/** Which schemes make a registration, in this order; a unit stands on the building's number too. */
const SHAPES: readonly { readonly schemes: readonly Scheme[]; readonly rungs: readonly Rung[] }[] = [
  { schemes: ['nl-bsn'], rungs: ['subject'] },
  { schemes: ['nl-vnr'], rungs: ['subject'] },
  { schemes: ['nl-kvk'], rungs: ['subject'] },
  { schemes: ['nl-bag-na'], rungs: ['subject'] },
  { schemes: ['nl-adres', 'nl-adres-nummer'], rungs: ['unit', 'number'] },
];

@CommandHandler(RegisterInvolvement)
export class RegisterInvolvementHandler implements ICommandHandler<RegisterInvolvement> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly grounds: RegistrationGrounds,
  ) {}

  async execute({ actor, id, registration }: RegisterInvolvement): Promise<Registered> {
    const copy = await this.grounds.catalogue.fresh();
    const team = copy.teams.get(registration.team);
    const owner = team && { team: team.code, department: team.department };
    const refused = (code: string) => refusedRecord(actor, 'register', code, this.grounds.auditKeys, owner);
    return recordingRefusal(this.recorder, refused, async () => {
      if (team === undefined) throw problem('team-unknown');
      if (!mayActFor(actor, team)) throw problem('not-your-team');
      this.checkForm(registration);
      return this.unitOfWork.run((transaction) => this.register(transaction, actor, id, registration, team));
    });
  }

  /**
   * Tickets are checked for a new registration only: a repeated request comes with tickets that were spent, and that is
   * fine. They are checked before a row is written, so that a refused request leaves nothing, not even in the WAL.
   */
  private async register(
    transaction: Transaction,
    actor: Actor,
    id: string,
    registration: Registration,
    team: Team,
  ): Promise<Registered> {
    const { storageKey, auditKeys } = this.grounds;
    const receipt = auditKeys.receiptOf(`register|${id}`);
    const fingerprint = storageKey.fingerprint(JSON.stringify([actor.id, essence(registration)]));
    const before = await this.repeated(transaction, id, fingerprint, receipt);
    if (before !== undefined) return before;
    const tickets = await this.ticketsOf(actor, registration);
    const expiresOn = await this.insert(transaction, id, registration, fingerprint);
    if (expiresOn === undefined) {
      // Somebody sent the same id between the look and the insert.
      const meanwhile = await this.repeated(transaction, id, fingerprint, receipt);
      if (meanwhile === undefined) throw problem('id-in-use');
      return meanwhile;
    }
    const log = await LockedLog.take(transaction, tickets);
    if (!tickets.every((ticket) => log.claim(ticket))) throw problem('ticket-spent');
    const tokens = registration.lines.map(({ token }) => Buffer.from(token, 'base64url'));
    const event = {
      ...involvementEvent(actor, 'register', { team: team.code, department: team.department }),
      subject: { kind: kindOfSubject(registration), tokens },
    };
    await log.append([prepareRecord(event, auditKeys, Date.now(), receipt)]);
    return { id, expiresOn, receipt: receipt.toString('base64url'), created: true };
  }

  /** Row and links; undefined when the id was taken meanwhile. Returns the day it expires. */
  private async insert(
    transaction: Transaction,
    id: string,
    { lines, rung, team, caseNumber, notice }: Registration,
    fingerprint: string,
  ): Promise<string | undefined> {
    const { storageKey } = this.grounds;
    const kind = kindOfSubject({ lines });
    const links = lines.map(({ scheme, epoch, token }) => {
      const linkId = randomUUID();
      const slot = storageKey.slotOf(scheme, epoch, Buffer.from(token, 'base64url'));
      return { id: linkId, slot, sealed: storageKey.sealLink(slot, linkId, id, rung) };
    });
    const ids = links.map((link) => link.id);
    const note = { links: ids, kind, fingerprint, ...(caseNumber === undefined ? {} : { caseNumber }) };
    const { rows } = await transaction.query<{ expires_on: string }>(
      `insert into involvement (id, team, registered_on, expires_on, notice, notice_ground, review_on, sealed)
       values ($1, $2, current_date, current_date + make_interval(months => $3), $4, $5, $6, $7)
       on conflict (id) do nothing returning to_char(expires_on, 'YYYY-MM-DD') as expires_on`,
      [
        id,
        team,
        MONTHS[kind],
        notice.state,
        notice.ground ?? null,
        notice.reviewOn ?? null,
        storageKey.sealNote(id, note),
      ],
    );
    if (rows[0] === undefined) return undefined;
    for (const link of links)
      await transaction.query('insert into link (id, slot, sealed) values ($1, $2, $3)', [
        link.id,
        link.slot,
        link.sealed,
      ]);
    return rows[0].expires_on;
  }

  /** One ticket per kind, for as many lines as there are of it. */
  private async ticketsOf(actor: Actor, { lines, tickets }: Registration): Promise<TicketToSpend[]> {
    const { active } = this.grounds.protocol.current();
    if (lines.some(({ epoch }) => epoch !== active)) throw problem('epochs-incomplete', { live: [active] });
    const kinds = [...new Set(lines.map(({ kind }) => kind))];
    if (tickets.length !== kinds.length) throw problem('ticket-refused', { reason: 'does-not-fit' });
    const check = (kind: Kind, i: number): Promise<TicketToSpend> => {
      const count = lines.filter((line) => line.kind === kind).length;
      return checkTicket(
        tickets[i] ?? '',
        { actor: actor.id, use: 'register', kind, count },
        this.grounds.protocol,
        Date.now(),
      );
    };
    return Promise.all(kinds.map(check));
  }

  /** The registration as it stands, when this very request made it; undefined when the id is new. */
  private async repeated(
    transaction: Transaction,
    id: string,
    fingerprint: string,
    receipt: Buffer,
  ): Promise<Registered | undefined> {
    const { rows } = await transaction.query<{ expires_on: string; sealed: Buffer; ended: boolean }>(
      `select to_char(expires_on, 'YYYY-MM-DD') as expires_on, sealed,
         (withdrawn_on is not null or expires_on < current_date) as ended from involvement where id = $1`,
      [id],
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    if (this.grounds.storageKey.openNote(id, row.sealed).fingerprint !== fingerprint) throw problem('id-in-use');
    if (row.ended) throw problem('involvement-ended');
    return { id, expiresOn: row.expires_on, receipt: receipt.toString('base64url'), created: false };
  }

  private checkForm({ lines, rung, caseNumber, notice }: Registration): void {
    const schemes = lines.map(({ scheme }) => scheme);
    const shape = SHAPES.find(
      (one) => one.schemes.length === schemes.length && one.schemes.every((scheme, i) => scheme === schemes[i]),
    );
    if (shape === undefined || !shape.rungs.includes(rung)) throw problem('lines-do-not-fit');
    if (lines.some(({ kind, scheme }) => kindOf(scheme) !== kind)) throw problem('lines-do-not-fit');
    if (caseNumber !== undefined) checkCaseNumber(caseNumber);
    const incomplete =
      (notice.state === 'delayed' && (notice.ground === undefined || notice.reviewOn === undefined)) ||
      (notice.state === 'exempt' && notice.ground === undefined);
    if (incomplete) throw problem('notice-incomplete');
  }
}

const kindOfSubject = ({ lines }: Pick<Registration, 'lines'>): Kind => lines[0]?.kind ?? 'person';

/** What makes two requests the same: all but the tickets, which differ when a lost answer made the client start again. */
const essence = ({ team, rung, lines, caseNumber, notice }: Registration): unknown => [
  team,
  rung,
  lines.map(({ scheme, epoch, token }) => [scheme, epoch, token]),
  caseNumber ?? null,
  [notice.state, notice.ground ?? null, notice.reviewOn ?? null],
];
