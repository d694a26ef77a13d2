import type { Pool } from 'pg';
import { OWN_DISCLOSURES, type OwnDisclosure, type Rung } from '#tokens';
import { byteaArray, isStorageFault, randomFromPool, uuidArray } from '#platform';
import { type StorageKey, uuidBytes } from './storage-key';

/** Links are opened in multiples of this per subject, decoys included, so that the work does not tell what was found. */
export const OPENINGS = 4;
/** Look-ups under way at once; what comes meanwhile shares the next one. */
const IN_FLIGHT = 2;
/**
 * Longest wait for rows, in milliseconds: a server that stopped altogether does not keep its own limit, and two look-ups
 * that wait for ever would be the last. pg then throws the connection away (no transaction is open on it).
 */
const PATIENCE = { query_timeout: 2_500 };

export interface FoundInvolvement {
  readonly team: string;
  readonly rung: Rung;
  /** What its owner asks for in this case */
  readonly atLeast?: OwnDisclosure;
  /** Its place in the order in which involvement was registered */
  readonly serial: number;
}

export interface Found {
  /** Version of the catalogue at the time of the look-up */
  readonly catalogue: number;
  /** Per subject, in the order of the question; each involvement once */
  readonly subjects: readonly (readonly FoundInvolvement[])[];
}

interface LinkRow {
  id: Buffer;
  slot: Buffer;
  sealed: Buffer;
}

interface InvolvementRow {
  version: string;
  id: Buffer | null;
  team: string;
  serial: string;
}

/** What the links say of an involvement. */
type Linked = Pick<FoundInvolvement, 'rung' | 'atLeast'>;

interface Waiting {
  readonly subjects: readonly (readonly Buffer[])[];
  resolve(found: Found): void;
  reject(cause: unknown): void;
}

interface Opened {
  readonly found: Map<string, Linked>;
  readonly probes: Buffer[];
}

type Row = Pick<FoundInvolvement, 'team' | 'serial'>;

/** The more restrictive of the two; absent is the least. */
export function stricterOwn(one?: OwnDisclosure, other?: OwnDisclosure): OwnDisclosure | undefined {
  const strictness = (own?: OwnDisclosure): number => (own === undefined ? -1 : OWN_DISCLOSURES.indexOf(own));
  return strictness(one) >= strictness(other) ? one : other;
}

const LINKS = 'select uuid_send(id) as id, slot, sealed from link where slot = any($1::bytea[])';
const INVOLVEMENTS = `select c.version, uuid_send(i.id) as id, i.team, i.serial from catalogue c left join involvement i
  on i.id = any($1::uuid[]) and i.withdrawn_on is null and i.expires_on >= current_date`;

const keyOf = (bytes: Buffer): string => bytes.toString('latin1');

/**
 * Two index probes for any number of questions that arrive together: slots to sealed links, opened links to involvement.
 * The same number of openings and of probes is made per subject, whatever is found.
 */
export class Lookup {
  private readonly queue: Waiting[] = [];
  private inFlight = 0;
  private readonly decoy: { key: Buffer; id: Buffer; sealed: Buffer };

  constructor(
    private readonly pool: Pool,
    private readonly key: StorageKey,
  ) {
    const slot = randomFromPool(32);
    const id = '00000000-0000-4000-8000-000000000000';
    this.decoy = { key: key.keyOf(slot), id: uuidBytes(id), sealed: key.sealLink(slot, id, id, 'subject') };
  }

  /** @param subjects per subject the slots of all its lines and epochs */
  find(subjects: readonly (readonly Buffer[])[]): Promise<Found> {
    return new Promise((resolve, reject) => {
      this.queue.push({ subjects, resolve, reject });
      if (this.queue.length === 1) setImmediate(() => this.flush());
    });
  }

  private flush(): void {
    if (this.queue.length === 0 || this.inFlight >= IN_FLIGHT) return;
    const batch = this.queue.splice(0);
    this.inFlight++;
    void this.serve(batch).finally(() => {
      this.inFlight--;
      this.flush();
    });
  }

  private async serve(batch: readonly Waiting[]): Promise<void> {
    try {
      const links = await this.linksOf(batch.flatMap(({ subjects }) => subjects.flat()));
      const probed = new Set<string>();
      const opened = batch.map(({ subjects }) => subjects.map((slots) => this.open(slots, links, probed)));
      const { version, rows } = await this.involvements(opened.flat().flatMap(({ probes }) => probes));
      batch.forEach((waiting, i) => {
        const subjects = (opened[i] ?? []).map(({ found }) =>
          [...found].flatMap(([id, linked]) => {
            const row = rows.get(id);
            return row === undefined ? [] : [{ ...row, ...linked }];
          }),
        );
        waiting.resolve({ catalogue: version, subjects });
      });
    } catch (cause) {
      // One broken seal must not be answered for others as "nobody", nor name whose it was: all of this batch try again.
      // Those that arrived meanwhile would only wait for the same storage: they are told at once.
      const others = isStorageFault(cause) ? this.queue.splice(0) : [];
      for (const waiting of [...batch, ...others]) waiting.reject(cause);
    }
  }

  private async linksOf(slots: readonly Buffer[]): Promise<Map<string, LinkRow[]>> {
    const { rows } = await this.pool.query<LinkRow>({
      ...PATIENCE,
      name: 'links',
      text: LINKS,
      values: [byteaArray(slots)],
    });
    const bySlot = new Map<string, LinkRow[]>();
    for (const row of rows) {
      const key = keyOf(row.slot);
      const known = bySlot.get(key);
      if (known === undefined) bySlot.set(key, [row]);
      else known.push(row);
    }
    return bySlot;
  }

  /**
   * Decoys go the way of real links to the end: opened, noted, probed for. An id that was probed for already (the same
   * subject again, in a list) is replaced by one that leads nowhere, since the server would look it up once only.
   */
  private open(slots: readonly Buffer[], links: Map<string, LinkRow[]>, probed: Set<string>): Opened {
    const opened = slots.flatMap((slot) => {
      const key = this.key.keyOf(slot);
      return (links.get(keyOf(slot)) ?? []).map(({ id, sealed }) => this.key.openLink(key, id, sealed));
    });
    while (opened.length % OPENINGS !== 0 || opened.length === 0) {
      const { id, key, sealed } = this.decoy;
      opened.push({ ...this.key.openLink(key, id, sealed), involvement: randomFromPool(16) });
    }
    const found = new Map<string, Linked>();
    const probes = opened.map(({ involvement, rung, atLeast }) => {
      const id = keyOf(involvement);
      const before = found.get(id);
      const closest = before?.rung === 'unit' ? 'unit' : rung;
      const strictest = stricterOwn(before?.atLeast, atLeast);
      found.set(id, { rung: closest, ...(strictest === undefined ? {} : { atLeast: strictest }) });
      const again = probed.size === probed.add(id).size;
      return again ? randomFromPool(16) : involvement;
    });
    return { found, probes };
  }

  private async involvements(probes: readonly Buffer[]): Promise<{ version: number; rows: Map<string, Row> }> {
    const { rows: stored } = await this.pool.query<InvolvementRow>({
      ...PATIENCE,
      name: 'involvements',
      text: INVOLVEMENTS,
      values: [uuidArray(probes)],
    });
    const rows = new Map<string, Row>();
    for (const { id, team, serial } of stored) if (id !== null) rows.set(keyOf(id), { team, serial: Number(serial) });
    return { version: Number(stored[0]?.version), rows };
  }
}
