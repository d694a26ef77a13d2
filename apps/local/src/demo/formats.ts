import type { Case, Told } from './caseloads';
import type { Chance, Home } from './town';

/** What goes into a cell: from the case, from chance for the columns that nobody reads, or a word of the system's own. */
type Cell = (of: Case, chance: Chance, format: Format) => string;

/** How one department's system exports. No two do it alike. */
export interface Format {
  readonly delimiter: ';' | ',' | '\t';
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'windows-1252';
  readonly newline: '\n' | '\r\n';
  /** Header → cell, in the order of the export */
  readonly columns: Readonly<Record<string, Cell>>;
  /** Which columns the connector reads */
  readonly read: {
    readonly team: string;
    readonly bsn?: string;
    /** Separate columns, or one that holds the whole address */
    readonly address?:
      | { readonly postcode: string; readonly number: string; readonly letter: string; readonly addition?: string }
      | { readonly whole: string };
    /** Number designation of the BAG */
    readonly bagId?: string;
    readonly caseNumber: string;
    readonly notice: string;
  };
  /** Team code → the name that the system has for it */
  readonly teams: Readonly<Record<string, string>>;
  /** What the system writes when a resident was told, not yet, later or never */
  readonly told: Readonly<Record<Told, string>>;
}

const bsn: Cell = (of) => of.bsn ?? '';
const caseNumber: Cell = (of) => of.caseNumber;
const ownTeam: Cell = (of, _, format) => format.teams[of.team] ?? '';
const ownWord: Cell = (of, _, format) => format.told[of.told];
const postcode: Cell = ({ home }) => home?.postcode ?? '';
const spaced: Cell = ({ home }) => (home ? `${home.postcode.slice(0, 4)} ${home.postcode.slice(4)}` : '');
const number: Cell = ({ home }) => (home ? String(home.number) : '');
const letter: Cell = ({ home }) => home?.letter ?? '';
const addition: Cell = ({ home }) => home?.addition ?? '';
const small =
  (cell: Cell): Cell =>
  (of, chance, format) =>
    cell(of, chance, format).toLowerCase();
const oneOf =
  (...words: string[]): Cell =>
  (_, chance) =>
    chance.oneOf(words);
/** A day of 2026 in one of the ways in which systems write it. */
const day =
  (form: (year: string, month: string, date: string) => string): Cell =>
  (_, chance) =>
    form('2026', two(chance.between(1, 10)), two(chance.between(1, 28)));
const two = (value: number): string => String(value).padStart(2, '0');

/** `12-A`, `12-2`, `12-A-BIS` */
const unit = ({ number, letter, addition }: Home): string =>
  [String(number), letter, addition].filter((part) => part !== '').join('-');
const whole: Cell = (of, chance, format) => (of.home ? `${spaced(of, chance, format)} ${unit(of.home)}` : '');

/**
 * BAG id of a number designation of Amersfoort that does not exist: real serial numbers begin with zeros.
 * @returns municipality 0307, object type 20, ten digits
 */
export function bagIdOf({ postcode, number, letter, addition }: Home): string {
  const street =
    postcode.charCodeAt(5) - 64 + (postcode.startsWith('3811') ? 30 : postcode.startsWith('3818') ? 60 : 0);
  const door = ['', 'A', 'B', 'C', 'D', 'E', 'F', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'BIS', 'ABIS'].indexOf(
    letter + addition,
  );
  return `0307209${two(street)}${String(number).padStart(5, '0')}${two(door)}`;
}

/** Department code → its export. */
export const FORMATS: Readonly<Record<string, Format>> = {
  'sociaal-domein': {
    delimiter: ';',
    encoding: 'utf-8-bom',
    newline: '\r\n',
    columns: {
      Zaaknummer: caseNumber,
      Wijkteam: ownTeam,
      Startdatum: day((year, month, date) => `${date}-${month}-${year}`),
      BSN: bsn,
      Postcode: spaced,
      Huisnummer: number,
      Huisletter: letter,
      Toevoeging: addition,
      Status: oneOf('In behandeling', 'Geëscaleerd', 'Wacht op cliënt', 'Afronding'),
      'Cliënt geïnformeerd': ownWord,
    },
    read: {
      team: 'Wijkteam',
      bsn: 'BSN',
      address: { postcode: 'Postcode', number: 'Huisnummer', letter: 'Huisletter', addition: 'Toevoeging' },
      caseNumber: 'Zaaknummer',
      notice: 'Cliënt geïnformeerd',
    },
    teams: {
      'wijkteam-soesterkwartier': 'WT Soesterkwartier',
      'wijkteam-liendert': 'WT Liendert/Rustenburg',
      'wijkteam-schothorst': 'WT Schothorst',
      'wijkteam-vathorst': 'WT Vathorst',
    },
    told: { given: 'Ja', pending: 'Nee', delayed: 'Uitgesteld', exempt: 'Niet nodig' },
  },
  jeugd: {
    delimiter: ',',
    encoding: 'utf-8',
    newline: '\n',
    columns: {
      client_bsn: bsn,
      casus: caseNumber,
      gebied: ownTeam,
      product: oneOf('Ambulant, 4 uur', 'Begeleiding', 'Dagbesteding, "maatwerk"', 'Consult'),
      postcode,
      huisnr: number,
      huisletter: small(letter),
      huisnr_toev: small(addition),
      ouders_geinformeerd: ownWord,
    },
    read: {
      team: 'gebied',
      bsn: 'client_bsn',
      address: { postcode: 'postcode', number: 'huisnr', letter: 'huisletter', addition: 'huisnr_toev' },
      caseNumber: 'casus',
      notice: 'ouders_geinformeerd',
    },
    teams: { 'jeugd-en-gezin-noord': 'N', 'jeugd-en-gezin-zuid': 'Z' },
    told: { given: '1', pending: '0', delayed: '2', exempt: '9' },
  },
  wmo: {
    delimiter: ';',
    encoding: 'windows-1252',
    newline: '\r\n',
    columns: {
      Cliëntnummer: (_, chance) => `C${chance.between(10_000, 99_999)}`,
      Burgerservicenr: (of) => (of.bsn ? `${of.bsn.slice(0, 4)}.${of.bsn.slice(4, 6)}.${of.bsn.slice(6)}` : ''),
      Woonadres: whole,
      Voorziening: oneOf('Hulp bij het huishouden', 'Rolstoel – geïndiceerd', 'Vervoer; collectief', 'Traplift € 0'),
      Afdeling: ownTeam,
      Zaak: caseNumber,
      Kennisgeving: ownWord,
    },
    read: {
      team: 'Afdeling',
      bsn: 'Burgerservicenr',
      address: { whole: 'Woonadres' },
      caseNumber: 'Zaak',
      notice: 'Kennisgeving',
    },
    teams: { 'wmo-consulenten': 'Wmo consulenten', woningaanpassing: 'Wmo wonen' },
    told: { given: 'verstuurd', pending: 'nog versturen', delayed: 'aangehouden', exempt: 'vrijgesteld' },
  },
  'bouw-en-woningtoezicht': {
    delimiter: '\t',
    encoding: 'utf-8',
    newline: '\r\n',
    columns: {
      ZAAK_ID: caseNumber,
      SOORT: oneOf('TOEZICHT', 'HANDHAVING', 'CONTROLE'),
      BAG_NUMMERAANDUIDING: ({ home }) => (home ? bagIdOf(home) : ''),
      TEAM_CODE: ownTeam,
      DATUM: day((year, month, date) => `${year}${month}${date}`),
      BEWONER_BERICHT: ownWord,
    },
    read: {
      team: 'TEAM_CODE',
      bagId: 'BAG_NUMMERAANDUIDING',
      caseNumber: 'ZAAK_ID',
      notice: 'BEWONER_BERICHT',
    },
    teams: { 'bouwtoezicht-midden': 'BWT-M', 'bouwtoezicht-noord': 'BWT-N', 'toezicht-bewoning': 'BWT-W' },
    told: { given: 'J', pending: 'N', delayed: 'L', exempt: 'X' },
  },
  vergunningen: {
    delimiter: ',',
    encoding: 'windows-1252',
    newline: '\r\n',
    columns: {
      Aanvraag: caseNumber,
      Type: oneOf('Café', 'Dakkapel', 'Evenement, één dag', 'Uitbouw'),
      'Behandelend loket': ownTeam,
      PC: postcode,
      Nr: number,
      Ltr: letter,
      Tvg: addition,
      'Ontvangst bevestigd': ownWord,
    },
    read: {
      team: 'Behandelend loket',
      address: { postcode: 'PC', number: 'Nr', letter: 'Ltr', addition: 'Tvg' },
      caseNumber: 'Aanvraag',
      notice: 'Ontvangst bevestigd',
    },
    teams: { vergunningenloket: 'Loket', 'horeca-en-evenementen': 'APV' },
    told: { given: 'ja', pending: 'nee', delayed: 'later', exempt: 'n.v.t.' },
  },
  'werk-en-inkomen': {
    delimiter: ';',
    encoding: 'utf-8',
    newline: '\n',
    columns: {
      Fase: oneOf('aanmelding', 'intake', 'stabilisatie', 'regeling'),
      Regeling: ownTeam,
      Kenmerk: caseNumber,
      SofiNummer: bsn,
      'Huisnr.': number,
      Letter: letter,
      'Toev.': addition,
      Postcode: postcode,
      Brief: ownWord,
    },
    read: {
      team: 'Regeling',
      bsn: 'SofiNummer',
      address: { postcode: 'Postcode', number: 'Huisnr.', letter: 'Letter', addition: 'Toev.' },
      caseNumber: 'Kenmerk',
      notice: 'Brief',
    },
    teams: { schuldhulpverlening: 'SHV', vroegsignalering: 'VRS', 'kwijtschelding-belastingen': 'KWS' },
    told: { given: 'verzonden', pending: 'klaargezet', delayed: 'vastgehouden', exempt: 'geen' },
  },
  leerplicht: {
    delimiter: ',',
    encoding: 'utf-8-bom',
    newline: '\r\n',
    columns: {
      Leerling: bsn,
      Schooljaar: oneOf('2025-2026', '2026-2027'),
      Verzuim: oneOf('relatief', 'absoluut', 'luxe', 'ziekte, langdurig'),
      Behandelteam: ownTeam,
      Nummer: caseNumber,
      'Ouder bericht': ownWord,
    },
    read: { team: 'Behandelteam', bsn: 'Leerling', caseNumber: 'Nummer', notice: 'Ouder bericht' },
    teams: { leerplichtambtenaren: 'Leerplicht 5-16', doorstroompunt: 'Doorstroompunt 16-23' },
    told: { given: 'Ja', pending: 'Nee', delayed: 'Later', exempt: 'Vrijgesteld' },
  },
  veiligheid: {
    delimiter: '\t',
    encoding: 'utf-8-bom',
    newline: '\n',
    columns: {
      Cluster: ownTeam,
      Persoon: bsn,
      Locatie: whole,
      Prioriteit: oneOf('1', '2', '3'),
      Referentie: caseNumber,
      'Betrokkene weet ervan': ownWord,
    },
    read: {
      team: 'Cluster',
      bsn: 'Persoon',
      address: { whole: 'Locatie' },
      caseNumber: 'Referentie',
      notice: 'Betrokkene weet ervan',
    },
    teams: { 'openbare-orde': 'OOV', woonoverlast: 'Overlast', 'aanpak-mensenhandel': 'MH' },
    told: { given: 'ja', pending: 'nog niet', delayed: 'onderzoek', exempt: 'geheimhouding' },
  },
};
