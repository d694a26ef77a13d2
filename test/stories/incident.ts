import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import type { Contact, RaakvlakWithProofs } from '#client/node';
import { asPerson } from '#local';
import { Problem } from '#problem';
import { readAddress } from '#tokens';
import type { Stage, Story } from './stage';

// An invented industrial building on a postcode that does not exist.
const ROOM = '3899 ZZ 12-A';
const NEIGHBOUR = '3899 ZZ 12-B';
const BUILDING = '3899 ZZ 12';
/** As the address could have been written down by whoever received it. */
const SPELLINGS = ['3899 ZZ', '3899ZZ', '3899%20ZZ', '3899+ZZ'];
const PUBLISHED_WITHIN = 120_000;

/** Action point 15 of Amersfoort's safety plan 2023-2026: what must not happen again (design, section 1). */
export const incident: Story = {
  title: 'Het incident: een kamer in een bedrijfspand, en twee mensen van één gemeente voor dezelfde deur',

  async play(stage) {
    const { stack } = stage;
    const ingrid = await asPerson(stack, 'ingrid');
    const ruud = await asPerson(stack, 'ruud');
    const fatima = await asPerson(stack, 'fatima');

    stage.chapter('1. Het wijkteam helpt een vrouw aan een kamer');
    stage.tell(
      'Een arbeidsmigrant is gevlucht uit de woning van haar werkgever. Zij huurt een kamer in een bedrijfspand.',
    );
    stage.tell(
      'Ingrid van Wijkteam Soesterkwartier legt vast dat haar team bij deze kamer betrokken is. Waarom legt zij niet vast.',
    );
    const registered = await ingrid.register({
      team: 'wijkteam-soesterkwartier',
      identifier: readAddress(ROOM),
      caseNumber: 'WT-2026-00417',
      notice: { state: 'pending' },
    });
    stage.sees('Ingrid', `de betrokkenheid staat tot en met ${registered.expiresOn}, met een bewijs van vastleggen`);
    await showWhatServersSee(stage);

    stage.chapter('2. Drie dagen later bereidt de inspecteur een controle voor');
    stage.tell(
      'Ruud van Bouw- en woningtoezicht gaat het pand controleren. Vooraf vraagt hij wie er bij dit huisnummer betrokken is.',
    );
    const asked = await ruud.ask({ purpose: 'planned-control', subjects: [readAddress(BUILDING)], building: true });
    const contacts = asked.answers[0]?.contacts ?? [];
    stage.sees(
      'Ruud',
      ...contacts.map(inWords),
      `${asked.coverage.connected} van ${asked.coverage.departments.length} afdelingen doen mee`,
    );
    const [contact] = contacts;
    stage.holds(
      'Ruud vindt precies één contactpunt: het wijkteam.',
      contacts.length === 1 && contact?.team === 'Wijkteam Soesterkwartier',
    );
    stage.holds(
      'Er staat een telefoonnummer bij, dus hij belt eerst.',
      contact?.phone === '033-000 00 11' && contact.via === 'team',
    );
    stage.holds('Over de vrouw, haar zaak of de reden staat er niets bij.', onlyContactData(contacts));

    stage.chapter('3. Wie niets nodig heeft te weten, vindt niets');
    const unit = await contactsOf(ruud, 'planned-control', NEIGHBOUR);
    stage.holds('Een vraag over de kamer ernaast vindt het wijkteam niet.', unit.length === 0);
    const desk = await contactsOf(fatima, 'permit-desk', ROOM);
    stage.sees(
      'Fatima van het vergunningenloket',
      desk.length === 0 ? 'geen betrokkenheid' : desk.map(inWords).join(', '),
    );
    stage.holds('Wie over een vergunning gaat, hoort niet dat het wijkteam hier helpt.', desk.length === 0);
    stage.holds(
      'Een doel dat niet bij zijn werk hoort, wordt Ruud geweigerd.',
      await isRefused(contactsOf(ruud, 'intake', ROOM)),
    );

    stage.chapter('4. Iedere vraag blijft na te gaan');
    const receipt = asked.answers[0]?.receipt ?? '';
    const proof = await proofOf(ruud, receipt);
    stage.sees(
      'Ruud',
      `zijn vraag is nummer ${proof.seq} in het logboek van ${proof.day}, en dat rekent zijn eigen computer na`,
    );
    stage.holds('Zijn vraag staat in het ondertekende logboek en is daarin niet meer te veranderen.', proof.verified);
    stage.holds('Een ander kan het bewijs van zijn vraag niet opvragen.', await isRefused(fatima.proof(receipt)));
    const found = stage.filesWith(...SPELLINGS);
    // The same search finds what may be there, or finding nothing would mean nothing.
    const searched = stage.filesWith('Wijkteam Soesterkwartier').length > 0;
    stage.holds(
      'In geen databasebestand en geen logbestand van de servers staat het adres.',
      searched && found.length === 0,
    );

    stage.chapter('5. De hulp is klaar');
    await ingrid.withdraw(registered.id);
    const after = await ruud.ask({ purpose: 'planned-control', subjects: [readAddress(BUILDING)], building: true });
    stage.holds('Na de afmelding vindt ook Ruud niets meer.', after.answers[0]?.contacts.length === 0);
    stage.tell('');
    stage.tell(
      'Ruud en Ingrid hebben afspraken gemaakt: eerst andere woonruimte, dan de controle, de brandveiligheid meteen.',
    );
  },
};

/** Reads the tables as an operator with full rights could. */
async function showWhatServersSee(stage: Stage): Promise<void> {
  const { index, custodian } = stage.stack.databases;
  const links = await rowsOf<{ slot: string }>(index, "select encode(slot, 'hex') as slot from link");
  const evaluations = await rowsOf<{ kind: string; count: number }>(
    custodian,
    'select kind, count from evaluation order by kind',
  );
  stage.sees('De beheerder van de index', ...links.map(({ slot }) => `een betrokkenheid bij ${slot.slice(0, 24)}…`));
  stage.sees(
    'De sleutelbeheerder',
    ...evaluations.map(({ kind, count }) => `Ingrid bewerkte ${count} keer iets van de soort ${kind}`),
  );
  stage.holds(
    'Geen van beide ziet om welk adres het gaat.',
    stage.filesWith(...SPELLINGS).length === 0 && links.length === 2,
  );
}

async function rowsOf<T>(database: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

const inWords = ({ team, department, phone, matched }: Contact): string =>
  `${team} (${department}), ${phone ?? 'geen telefoonnummer'}, gevonden op ${matched === 'unit' ? 'een eenheid in het pand' : 'het huisnummer'}`;

const CONTACT_DATA = ['team', 'department', 'phone', 'email', 'hours', 'reachable', 'instead', 'via', 'matched'];
const onlyContactData = (contacts: readonly Contact[]): boolean =>
  contacts.every((contact) => Object.keys(contact).every((name) => CONTACT_DATA.includes(name)));

async function contactsOf(asker: RaakvlakWithProofs, purpose: string, address: string): Promise<readonly Contact[]> {
  const { answers } = await asker.ask({ purpose, subjects: [readAddress(address)] });
  return answers[0]?.contacts ?? [];
}

async function isRefused(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return false;
  } catch (fault) {
    if (fault instanceof Problem && [403, 404].includes(fault.kind.status)) return true;
    throw fault;
  }
}

/** The log publishes a head every second here; until then a proof is not there yet. */
async function proofOf(asker: RaakvlakWithProofs, receipt: string) {
  const until = Date.now() + PUBLISHED_WITHIN;
  for (;;) {
    try {
      return await asker.proof(receipt);
    } catch (fault) {
      if (!(fault instanceof Problem) || fault.kind.status !== 409 || Date.now() > until) throw fault;
      await wait(500);
    }
  }
}
