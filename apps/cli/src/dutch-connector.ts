/** What went wrong with a connection or a delivery, in plain Dutch; part of the table in dutch.ts. */
export const CONNECTOR_IN_DUTCH: Readonly<Record<string, string>> = {
  'cli.not-hours':
    'Dit zijn geen openingstijden. Schrijf ze als "ma-vr 09:00-17:00" of "di+do 13:00-16:30". Herhaal --hours voor andere dagen.',
  'connector.connection-missing':
    'Er is geen verbindingsbestand. Maak er een met: raakvlak connection. Of noem het met --connection.',
  'connector.connection-open-to-others':
    'Anderen op deze computer kunnen de sleutel van deze verbinding lezen. Doe: chmod 600 op het bestand. Kan iemand de sleutel al gelezen hebben? Maak dan een nieuwe verbinding.',
  'connector.connection-refused':
    'Dit is geen goed verbindingsbestand. Maak er een met: raakvlak connection. Niet goed zijn:',
  'connector.connection-exists':
    'In deze map staat al een verbinding. Die wordt niet vervangen: kies een andere map met --out.',
  'connector.caseload-refused': 'Geef bij --caseload een heel getal van 1 tot en met 1000000.',
  'connector.profile-unreadable': 'Het profiel is niet te lezen. Controleer of het bestand bestaat en JSON bevat.',
  'connector.profile-refused': 'Het profiel klopt niet. Verbeter deze onderdelen:',
  'connector.file-missing': 'Het bestand is niet te lezen. Controleer de naam en uw rechten.',
  'connector.file-empty': 'Het bestand is leeg. Controleer de export van uw systeem.',
  'connector.file-is-workbook':
    'Dit is een werkmap van een spreadsheet, geen CSV-bestand. Sla het op als CSV en geef dat bestand.',
  'connector.file-encoding':
    'Het is niet duidelijk welke tekens dit bestand gebruikt. Geef --encoding: utf-8, utf-16le, utf-16be of windows-1252.',
  'connector.file-not-csv':
    'Vanaf hier is het bestand geen CSV. Meestal staat er een aanhalingsteken open. Verbeter de export.',
  'connector.file-changed':
    'Het bestand veranderde tijdens het lezen. Wacht tot de export klaar is en begin opnieuw. Wat al verstuurd was, blijft goed.',
  'connector.no-identifier-column':
    'Er is geen kolom herkend met een persoon, bedrijf of adres. Staat er een regel met kolomnamen boven? Heten de kolommen anders, noem ze dan in een profiel (--profile).',
  'connector.columns-missing': 'Kolommen uit het profiel staan niet in het bestand:',
  'connector.columns-twice': 'Voor deze gegevens is meer dan één kolom herkend. Zeg in een profiel welke het is:',
  'connector.no-team':
    'Het is niet duidelijk welk team betrokken is. Geef --team, of een kolom Team, of zet het in het profiel.',
  'connector.not-your-team':
    'Dit team hoort niet bij de afdeling van deze verbinding. Controleer de code van het team. De applicatiebeheerder voert teams in met: raakvlak team',
  'connector.bag-columns':
    'In het BAG-bestand ontbreekt een kolom. Nodig zijn: nummeraanduiding_id, postcode, huisnummer, huisletter en huisnummertoevoeging.',
  'connector.too-many':
    'Dit is meer dan één verbinding kan leveren: hooguit 1.000.000 betrokkenheden. Verdeel de export over meer verbindingen.',

  'connector.line-empty': 'Er staat geen persoon, bedrijf of adres op deze regel.',
  'connector.line-columns':
    'Deze regel heeft een ander aantal kolommen dan de eerste. Zet aanhalingstekens om tekst waar het scheidingsteken in staat.',
  'connector.team-missing': 'Het team is niet ingevuld.',
  'connector.team-unknown':
    'Dit team is niet bekend bij uw afdeling. Gebruik de code van het team, of zet de naam uit uw systeem in het profiel.',
  'connector.notice-unknown':
    'Het is niet duidelijk of de inwoner is geïnformeerd. Zet de woorden van uw systeem in het profiel.',
  'connector.notice-incomplete': 'Bij uitstel horen een grond en een datum, bij vrijstelling een grond.',
  'connector.case-number-refused':
    'Dit lijkt geen zaaknummer (zoals WT-2026-00123). Verbeter het, of zet in het profiel: "caseNumber": "leave-out".',
  'connector.bag-extract-needed':
    'Een BAG-nummer kan alleen met een BAG-bestand (--bag), of geef een kolom met de postcode.',
  'connector.bag-unknown': 'Dit BAG-nummer staat niet (goed) in het BAG-bestand.',

  'connector.state-refused':
    'Wat eerder geleverd is, is met deze sleutel niet te lezen. Zet de map terug uit een back-up, of begin opnieuw met --start-over.',
  'connector.state-damaged':
    'Wat eerder geleverd is, is beschadigd. Zet de map terug uit een back-up, of begin opnieuw met --start-over.',
  'connector.state-of-another':
    'Deze map hoort bij een andere verbinding of een ander Raakvlak. Kies een andere map met --state.',
  'connector.state-not-kept': 'Er kan niet geschreven worden. Controleer de map, uw rechten en de ruimte op de schijf.',
  'connector.already-running': 'Deze verbinding is al aan het leveren. Wacht tot dat klaar is.',
  'connector.approval-needed':
    'Er zou meer veranderen dan gewoon is. Er is niets veranderd. Kloppen de aantallen, geef dan --approve.',
  'connector.epoch-changed':
    'De sleutelbeheerder ging tijdens het leveren over op een nieuwe sleutel. Begin opnieuw: wat verstuurd is, blijft goed.',

  'custodian.budget-spent':
    'Het budget van deze verbinding bij de sleutelbeheerder is op. Wat verstuurd is, blijft goed; de volgende keer gaat het verder waar het was.',
  'custodian.not-enrolled':
    'De sleutelbeheerder kent deze verbinding nog niet. Geef connection.public.json aan de beheerder van de sleutels (in de demonstratie: npm run -s admit -- connection.public.json).',
  'custodian.blocked': 'De sleutelbeheerder heeft deze verbinding geblokkeerd. Neem contact op met de beheerder.',
};
