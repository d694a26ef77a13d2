import { createHash, randomUUID } from 'node:crypto';
import type { Place } from '#access';
import { identifierOf, linesToAsk } from '#tokens';
import type { Person } from '../support';
import { today } from '../support/days';
import { DEPARTMENTS, OFFICER, type TeamCode, type Town, connectionOf, memberOf } from '../support/town';
import { until } from '../support/waiting';
import type { Sent } from '../support/wire';
import { BODIES } from './index-routes';

/** What stands where before the matrix of role × route × place is tried. */

/** Something of one's own team, of another team of one's department, or of another department. */
export interface Spot extends Required<Pick<Place, 'team' | 'department'>> {
  readonly name: 'own team' | 'own department' | 'other department';
  readonly team: TeamCode;
  readonly department: keyof typeof DEPARTMENTS;
  /** Whose it is; at one's own team the asker herself */
  readonly owner: Person | undefined;
}

const spot = (name: Spot['name'], team: TeamCode, department: Spot['department'], owner?: Person): Spot => ({
  name,
  team,
  department,
  owner,
});

export const SPOTS: readonly Spot[] = [
  spot('own team', 'wijkteam-liendert', 'sociaal-domein'),
  spot('own department', 'wijkteam-soesterkwartier', 'sociaal-domein', memberOf('wijkteam-soesterkwartier', 'sanne')),
  spot('other department', 'bouwtoezicht-midden', 'bouw-en-woningtoezicht', memberOf('bouwtoezicht-midden', 'ruud')),
];

/** A colleague at the spot who can stand in for somebody, other than the owner. */
export const standIn = ({ team }: Pick<Spot, 'team'>): Person => memberOf(team, `invaller-${team}`);

export interface Stock {
  readonly town: Town;
  /** By team: an involvement that stands open */
  readonly involvement: Readonly<Record<string, string>>;
  /** By team: a cover that runs */
  readonly cover: Readonly<Record<string, string>>;
  /** By team: a decoy of its department, with the request that planted it */
  readonly decoy: Readonly<Record<string, Decoy>>;
  /** By team: the one that was to be withdrawn last */
  readonly doomed: Record<string, Decoy>;
  /** Plants another one */
  readonly plant: (spot: Spot) => Promise<Decoy>;
  /** By subject of the token: the receipt of a question of hers */
  readonly receipt: (person: Person) => Promise<string>;
  /** The id that the log has for the question of a receipt */
  readonly eventOf: (receipt: string) => Promise<string>;
  /** By team: the question that was to be found last */
  readonly asked: Record<string, string>;
  readonly actorOf: (person: Person) => string;
  /** Somebody else proposes a purpose. @returns the id of the proposal */
  readonly propose: () => Promise<string>;
}

export interface Decoy {
  readonly id: string;
  readonly json: Sent['json'];
}

const resident = identifierOf('nl-bsn', '999993653');

/** Makes somebody's account known and waits until it is. */
export async function introduce(town: Town, ...people: readonly Person[]): Promise<void> {
  for (const as of people) await town.request('GET', '/v1/teams', { as });
  const actors = people.map(({ sub }) => `${town.issuer.url}|${sub}`);
  await until(async () => {
    const { rows } = await town.database.query('select 1 from account where actor = any($1::text[])', [actors]);
    return rows.length === actors.length;
  });
}

export async function stockOf(town: Town, coordinatorOf: (team: TeamCode) => Person): Promise<Stock> {
  const actorOf = ({ sub }: Person): string => `${town.issuer.url}|${sub}`;
  const involvement: Record<string, string> = {};
  const cover: Record<string, string> = {};
  const decoy: Record<string, Decoy> = {};
  const plant = async ({ team, department }: Spot): Promise<Decoy> => {
    const as = connectionOf(department);
    const { tickets, lines } = await town.registration(as, team, identifierOf('nl-adres', '3899ZZ/99887/'));
    const planted = { id: randomUUID(), json: { tickets, lines } };
    const { status, text } = await town.request('PUT', `/v1/canaries/${planted.id}`, { as, json: planted.json });
    if (status !== 204) throw new Error(`decoy: ${status} ${text}`);
    return planted;
  };
  await introduce(town, ...SPOTS.map(standIn));
  for (const where of SPOTS) {
    await town.database.query(
      `insert into event (id, audience, team, kind, detail) values (gen_random_uuid(), 'team', $1, 'emergency-access', '{}')`,
      [where.team],
    );
    for (const name of [where.team, `${where.team}/2`])
      involvement[name] = (await town.register(connectionOf(where.department), where.team, resident)).id;
    for (const [name, days] of [
      [where.team, 2],
      [`${where.team}/2`, 9],
    ] as const) {
      const json = { actor: actorOf(standIn(where)), team: where.team, from: today(days), until: today(days + 3) };
      const given = await town.request('POST', '/v1/covers', { as: coordinatorOf(where.team), json });
      if (given.status !== 201) throw new Error(`cover: ${given.status} ${given.text}`);
      cover[name] = String(given.body['id']);
    }
    decoy[where.team] = await plant(where);
  }
  const receipts = new Map<string, string>();
  return {
    town,
    involvement,
    cover,
    decoy,
    doomed: {},
    plant,
    asked: {},
    async eventOf(receipt) {
      const digest = createHash('sha256').update(Buffer.from(receipt, 'base64url')).digest().subarray(0, 16);
      const { rows } = await town.database.query<{ event: Buffer }>(
        'select event from audit.record where receipt_digest = $1',
        [digest],
      );
      return rows[0]?.event.toString('base64url') ?? '';
    },
    actorOf,
    async propose() {
      const code = `proef-${randomUUID().slice(0, 8)}`;
      const json = { ...BODIES['POST /v1/purpose-versions'], code };
      const { body } = await town.request('POST', '/v1/purpose-versions', { as: OFFICER, json });
      return String(body['proposal']);
    },
    async receipt(person) {
      const known = receipts.get(person.sub);
      if (known !== undefined) return known;
      const { answers } = await town.ask(person, 'home-visit', linesToAsk(resident));
      receipts.set(person.sub, String(answers[0]?.receipt));
      return String(answers[0]?.receipt);
    },
  };
}
