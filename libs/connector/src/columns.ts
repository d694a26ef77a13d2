import { connectorProblem } from './problems';
import { type Field, FIELDS, type Profile } from './profile';

/** Names that Dutch case systems give their columns, without case, spaces, accents and hyphens. */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  bsn: ['bsn', 'bsnnummer', 'burgerservicenummer', 'burgerservicenr'],
  vnr: ['vnummer', 'vnr', 'vreemdelingennummer'],
  kvk: ['kvk', 'kvknummer', 'kvknr'],
  postcode: ['postcode'],
  number: ['huisnummer', 'huisnr'],
  letter: ['huisletter'],
  addition: ['toevoeging', 'huisnummertoevoeging', 'huisnrtoevoeging'],
  address: ['adres', 'volledigadres'],
  bag: ['nummeraanduiding', 'nummeraanduidingid', 'bagid', 'bagnummer', 'bagnummeraanduiding', 'bagnummeraanduidingid'],
  caseNumber: ['zaaknummer', 'zaaknr'],
  team: ['team', 'teamcode'],
  notice: ['kennisgeving'],
};

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_.\-/:()]/g, '');

/** Which column holds which field; counted from 0. */
export interface Columns {
  readonly of: ReadonlyMap<Field, number>;
  /** How many columns stand in the file */
  readonly count: number;
}

/** Fields that say who or what a line is about. */
const SUBJECTS: readonly Field[] = ['bsn', 'vnr', 'kvk', 'postcode', 'address', 'bag'];

/**
 * Finds the columns by the profile, or else by their names. Nothing of the first line comes back in an error: where a
 * file has no names, its first line is about somebody.
 * @throws Problem `connector.columns-missing`, `connector.columns-twice` (detail `fields`),
 *   `connector.no-identifier-column`
 */
export function columnsOf(header: readonly string[], profile: Profile): Columns {
  const found = new Map<Field, number[]>(FIELDS.map((field) => [field, placesOf(field, header, profile)]));
  const named = Object.keys(profile.columns ?? {}) as Field[];
  const missing = named.filter((field) => found.get(field)?.length === 0);
  if (missing.length > 0) throw connectorProblem('columns-missing', { fields: missing });
  const twice = FIELDS.filter((field) => (found.get(field)?.length ?? 0) > 1);
  if (twice.length > 0) throw connectorProblem('columns-twice', { fields: twice });
  const of = new Map([...found].flatMap(([field, [place]]) => (place === undefined ? [] : [[field, place] as const])));
  if (!SUBJECTS.some((field) => of.has(field))) throw connectorProblem('no-identifier-column');
  return { of, count: header.length };
}

function placesOf(field: Field, header: readonly string[], { columns }: Profile): number[] {
  const wanted = columns === undefined ? NAMES[field] : [columns[field] ?? []].flat().map(plain);
  return header.flatMap((name, place) => (wanted.includes(plain(name)) ? [place] : []));
}
