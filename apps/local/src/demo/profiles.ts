import type { Notice } from '#client/node';
import type { Format } from './formats';

/** What a department means by the words of its system: a delay and an exemption have a ground (article 14 lid 5 AVG). */
const NOTICES = {
  given: { state: 'given' },
  pending: { state: 'pending' },
  delayed: { state: 'delayed', ground: 'safety-of-persons', reviewOn: '2027-06-01' },
  exempt: { state: 'exempt', ground: 'laid-down-by-law' },
} satisfies Record<string, Notice>;

/**
 * How the connector reads an export: the profile that the application manager of a department writes once. Its form is
 * that of `libs/connector`.
 */
export function profileOf({ delimiter, encoding, read, teams, told }: Format): unknown {
  const { address } = read;
  return {
    delimiter,
    encoding: encoding === 'windows-1252' ? encoding : 'utf-8',
    columns: {
      ...(read.bsn === undefined ? {} : { bsn: read.bsn }),
      ...(address === undefined ? {} : 'whole' in address ? { address: address.whole } : address),
      ...(read.bagId === undefined ? {} : { bag: read.bagId }),
      caseNumber: read.caseNumber,
      team: read.team,
      notice: read.notice,
    },
    team: { values: Object.fromEntries(Object.entries(teams).map(([code, own]) => [own, code])) },
    notice: {
      values: Object.fromEntries(
        Object.entries(NOTICES).map(([state, notice]) => [told[state as keyof typeof told], notice]),
      ),
    },
  };
}
