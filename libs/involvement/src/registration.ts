import type { Actor } from '#access';
import type { CatalogueCopy, Team } from '#organisation';
import { type Kind, type OwnDisclosure, type Rung, type Scheme, kindOf } from '#tokens';
import { checkCaseNumber } from './case-number';
import type { NoticeState } from './entities';
import { mayActFor, registersFor } from './own';
import { problem } from './problems';

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

/** What a team says about one person, business or address. */
export interface Registration {
  /** UUID in lower case, made by the client */
  readonly id: string;
  readonly team: string;
  readonly rung: Rung;
  readonly lines: readonly RegistrationLine[];
  readonly caseNumber?: string;
  readonly notice: Notice;
  /** This case is shown no more than this, whatever the rules say */
  readonly disclosure?: OwnDisclosure;
  /** Id of the other part of the same case: an earlier one of this request, or one that the team has */
  readonly with?: string;
}

export interface Registered {
  readonly id: string;
  /** YYYY-MM-DD; renew before it */
  readonly expiresOn: string;
  readonly receipt: string;
}

const MONTHS: Readonly<Record<Kind, number>> = { person: 6, business: 6, address: 3, building: 3 };

/**
 * Months until an involvement lapses unless it is renewed: an address sooner, but not one that belongs to a person's case.
 * @param parts of the same case
 */
export const monthsOf = (kind: Kind, parts: readonly string[] = []): number =>
  MONTHS[parts.length > 0 ? 'person' : kind];

/** Which schemes make a registration, in this order; a unit stands on the building's number too. */
const SHAPES: readonly { readonly schemes: readonly Scheme[]; readonly rungs: readonly Rung[] }[] = [
  { schemes: ['nl-bsn'], rungs: ['subject'] },
  { schemes: ['nl-vnr'], rungs: ['subject'] },
  { schemes: ['nl-kvk'], rungs: ['subject'] },
  { schemes: ['nl-bag-na'], rungs: ['subject'] },
  { schemes: ['nl-adres', 'nl-adres-nummer'], rungs: ['unit', 'number'] },
];

export const kindOfSubject = ({ lines }: Pick<Registration, 'lines'>): Kind => lines[0]?.kind ?? 'person';

/**
 * What can be wrong with a registration by itself, whatever stands in the database.
 * @param team as the catalogue has it, whose department says how its case numbers look
 * @throws Problem `involvement.team-unknown`, `not-your-team`, `lines-do-not-fit`, `case-number-refused`,
 *   `notice-incomplete`
 */
export function checkRegistration(
  actor: Actor,
  registration: Registration,
  team: Team | undefined,
  { departments }: Pick<CatalogueCopy, 'departments'>,
): void {
  if (team === undefined) throw problem('team-unknown');
  if (!mayActFor(actor, team)) throw problem('not-your-team');
  const { lines, rung, caseNumber, notice } = registration;
  const schemes = lines.map(({ scheme }) => scheme);
  const shape = SHAPES.find(
    (one) => one.schemes.length === schemes.length && one.schemes.every((scheme, i) => scheme === schemes[i]),
  );
  if (shape === undefined || !shape.rungs.includes(rung)) throw problem('lines-do-not-fit');
  if (lines.some(({ kind, scheme }) => kindOf(scheme) !== kind)) throw problem('lines-do-not-fit');
  // Whoever keeps lists of collective addresses, and does not work for the team, marks addresses and nobody.
  if (kindOfSubject(registration) !== 'address' && !registersFor(actor, team)) throw problem('lines-do-not-fit');
  if (caseNumber !== undefined) checkCaseNumber(caseNumber, departments.get(team.department)?.casePattern);
  const incomplete =
    (notice.state === 'delayed' && (notice.ground === undefined || notice.reviewOn === undefined)) ||
    (notice.state === 'exempt' && notice.ground === undefined);
  if (incomplete) throw problem('notice-incomplete');
}

/** What makes two requests the same: all but the tickets, which differ when a lost answer made the client start again. */
export const essenceOf = (actor: Actor, registration: Registration): string => {
  const { team, rung, lines, caseNumber, notice, disclosure, with: other } = registration;
  return JSON.stringify([
    actor.id,
    [
      team,
      rung,
      lines.map(({ scheme, epoch, token }) => [scheme, epoch, token]),
      caseNumber ?? null,
      [notice.state, notice.ground ?? null, notice.reviewOn ?? null],
      ...(other === undefined ? [] : [other]),
      ...(disclosure === undefined ? [] : [{ disclosure }]),
    ],
  ]);
};
