import type { Notice } from '#client/node';
import { type Identifier, readAddress, readPerson } from '#tokens';

/** What a colleague registers herself, in the demonstration. */
export interface RegisteredByHand {
  /** Who registers, a person of `apps/identity/people.json` */
  readonly by: string;
  readonly team: string;
  readonly subject: () => Identifier;
  readonly caseNumber?: string;
  readonly notice: Notice;
}

const pending: Notice = { state: 'pending' };
const given: Notice = { state: 'given' };

/** A stair lift, a building permit, youth care and an investigation; an invented address on a postcode that does not exist. */
export const FOUR_CASES = '3899 ZZ 88';

/** The few that README, story and the first look name: they stand before the caseloads come. */
export const BY_HAND: readonly RegisteredByHand[] = [
  // The incident: a room in an industrial building, found with the wijkteam's help.
  wijkteam(() => readAddress('3899 ZZ 12-A'), 'WT-2026-00101', pending),
  wijkteam(() => readPerson('999993653'), 'WT-2026-00102', given),
  {
    by: 'bilal',
    team: 'wijkteam-liendert',
    subject: () => readPerson('999992971'),
    caseNumber: 'WT-2026-00207',
    notice: given,
  },
  {
    by: 'jeroen',
    team: 'schuldhulpverlening',
    subject: () => readPerson('999993653'),
    caseNumber: 'SH-2026-00031',
    notice: given,
  },
  { by: 'jeroen', team: 'schuldhulpverlening', subject: () => readAddress('3899 ZZ 40'), notice: given },
  {
    by: 'ruud',
    team: 'bouwtoezicht-midden',
    subject: () => readAddress('3899 ZZ 40'),
    caseNumber: 'BT-2026-00008',
    notice: pending,
  },
  { by: 'fatima', team: 'vergunningenloket', subject: () => readAddress('3899 ZZ 7'), notice: given },
  { by: 'mirjam', team: 'openbare-orde', subject: () => readPerson('999990019'), notice: pending },
  // Four cases at one address: who sees which of them depends on who asks, and why.
  {
    by: 'hans',
    team: 'woningaanpassing',
    subject: () => readAddress(FOUR_CASES),
    caseNumber: 'WA-2026-00088',
    notice: given,
  },
  {
    by: 'fatima',
    team: 'vergunningenloket',
    subject: () => readAddress(FOUR_CASES),
    caseNumber: 'VG-2026-00088',
    notice: given,
  },
  {
    by: 'yara',
    team: 'jeugd-en-gezin-noord',
    subject: () => readAddress(FOUR_CASES),
    caseNumber: 'JG-2026-00088',
    notice: given,
  },
  {
    by: 'nadia',
    team: 'onderzoek-schijnrelaties',
    subject: () => readAddress(FOUR_CASES),
    caseNumber: 'OS-2026-00088',
    notice: { state: 'delayed', ground: 'ongoing-investigation', reviewOn: '2027-03-01' },
  },
];

/** What the application manager puts on the list of collective addresses: a shelter and a care home, both made up. */
export const COLLECTIVE = [
  { team: 'verzameladressen', address: () => readAddress('3899 ZZ 21'), caseNumber: 'VA-2026-00001' },
  { team: 'verzameladressen', address: () => readAddress('3899 ZZ 22-B'), caseNumber: 'VA-2026-00002' },
] as const;

/** One command that finds somebody: another wijkteam prepares a visit to a made-up resident. */
export const TRY = 'npm run -s raakvlak -- ask --as bilal --purpose home-visit --bsn 999993653';

function wijkteam(subject: () => Identifier, caseNumber: string, notice: Notice): RegisteredByHand {
  return { by: 'ingrid', team: 'wijkteam-soesterkwartier', subject, caseNumber, notice };
}
