import type { Problem } from '#problem';
import { ACCESS_IN_DUTCH } from './dutch-access';
import { CONNECTOR_IN_DUTCH } from './dutch-connector';
import { ORGANISATION_IN_DUTCH } from './dutch-organisation';
import { clean } from './clean';

/**
 * What went wrong and what to do, in plain Dutch (B1). Codes that are not here get a sentence by their status, with the
 * English text of the server and the code behind it.
 */
const IN_DUTCH: Readonly<Record<string, string>> = {
  ...ACCESS_IN_DUTCH,
  ...CONNECTOR_IN_DUTCH,
  ...ORGANISATION_IN_DUTCH,
  'cli.usage': 'Deze opdracht klopt niet. Bekijk de uitleg met: raakvlak --help',
  'cli.identifier-on-command-line':
    'Zet een BSN of adres niet op de opdrachtregel. Anderen kunnen het daar lezen: het blijft staan in de geschiedenis van uw shell en in de lijst van processen. Typ het bij de vraag die het programma stelt, of geef het via standaardinvoer. Alleen een BSN uit de testreeks (99999.... of 0000.....) mag met --bsn.',
  'cli.verdict-incomplete': 'Geef het nummer van de zaak én --verdict, of geen van beide om de lijst te zien.',
  'cli.no-input': 'Er is niets ingevuld. Typ een BSN of adres, of geef via standaardinvoer één per regel.',
  'cli.input-too-long': 'Dit is te veel invoer. Geef hooguit 100 regels van hooguit 200 tekens.',
  'cli.one-subject-only': 'Geef hier één persoon of adres. Registreren gaat één voor één.',
  'cli.not-confirmed':
    'Er is niets gedaan. Typ de code van het team als daarom gevraagd wordt, of geef in een script --yes.',
  'cli.id-or-all': 'Geef één nummer van een betrokkenheid, of --all samen met --team.',
  'cli.ids-or-all': 'Geef nummers van betrokkenheid, of --all voor alles van het team; niet allebei.',
  'cli.not-a-date': 'Dit is geen datum. Schrijf de datum als 2026-12-31.',
  'cli.file-unreadable':
    'Het bestand is niet te lezen. Controleer de naam, of u het mag lezen, en of het de goede vorm heeft.',
  'cli.no-configuration':
    'Er is geen configuratie gevonden. Start eerst met `npm start`, of geef een bestand met --config.',
  'cli.configuration-unreadable': 'De configuratie is niet te lezen. Controleer of het bestand bestaat en JSON bevat.',
  'cli.configuration-incomplete': 'De configuratie klopt niet. Vul deze velden in of verbeter ze:',
  'cli.not-signed-in': 'U bent niet ingelogd. Log eerst in met: raakvlak login',
  'cli.session-not-kept':
    'Uw sessie kan hier niet bewaard worden: er is geen map om in te schrijven. Zet HOME of XDG_CONFIG_HOME op een map van uzelf. In een demonstratie kunt u ook per opdracht --as NAAM gebruiken.',
  'cli.unexpected': 'Er ging iets mis in dit programma. Probeer het opnieuw en meld het als het blijft.',

  'client.index-unreachable':
    'De index is niet bereikbaar. Controleer de verbinding en of de index draait. Probeer het daarna opnieuw.',
  'client.custodian-unreachable':
    'De sleutelbeheerder is niet bereikbaar. Controleer de verbinding en of de sleutelbeheerder draait. Probeer het daarna opnieuw.',
  'client.unexpected-answer':
    'Een server gaf een antwoord dat dit programma niet begrijpt. Er is niets uit afgeleid. Controleer de adressen in de configuratie en de versie van dit programma.',
  'client.insecure-address':
    'Een adres in de configuratie is niet beveiligd. Gebruik https://. Alleen op deze computer zelf (localhost) mag http://.',
  'client.no-subject': 'Er is geen persoon of adres opgegeven.',
  'client.too-many-subjects': 'Vraag over hooguit 100 personen of adressen tegelijk.',
  'client.too-many-changes':
    'Dit zijn er te veel in één keer. Registreer er hooguit 100 tegelijk; verleng of trek er hooguit 500 tegelijk in.',
  'client.mixed-kinds': 'Eén vraag gaat over personen óf over adressen. Stel twee vragen.',
  'client.not-a-case-number':
    'Dit lijkt geen zaaknummer. Geef het nummer zoals uw eigen systeem het schrijft, zonder naam, adres of BSN. Bijvoorbeeld: WT-2026-00123',
  'client.not-a-code':
    'Dit is geen code. Een code begint met een kleine letter en heeft alleen kleine letters, cijfers en streepjes. De doelen staan in: raakvlak purposes',
  'client.not-a-ground':
    'Deze grond bestaat niet. Kies uit: already-informed, impossible-or-disproportionate, laid-down-by-law, professional-secrecy, safety-of-persons of ongoing-investigation.',
  'client.not-an-involvement-id':
    'Dit is niet het nummer van een betrokkenheid. Gebruik het nummer dat u bij het registreren kreeg (zie: raakvlak mine).',
  'client.not-a-receipt': 'Dit is geen ontvangstbewijs. Een ontvangstbewijs heeft 22 tekens. Kopieer het helemaal.',
  'client.not-an-account':
    'Dit is geen account. Neem het over zoals een lijst het toont: het adres van de inlogdienst, een streep en de naam daar.',
  'client.proof-not-published': 'Het bewijs is nog niet gepubliceerd. Dat gebeurt op vaste tijden.',
  'client.proof-invalid':
    'Het bewijs klopt niet. Bewaar het ontvangstbewijs en meld dit bij de privacyfunctionaris: het logboek bevat niet wat het hoort te bevatten.',
  'client.no-log-key':
    'In de configuratie staat geen sleutel van het logboek. Zonder logKey en logOrigin is een bewijs niet te controleren.',

  'client.identity-provider-unreachable':
    'De inlogdienst is niet bereikbaar. Controleer de verbinding en of de inlogdienst draait. Probeer het daarna opnieuw.',
  'client.identity-provider-unexpected':
    'De inlogdienst gaf een antwoord dat dit programma niet aanneemt. U bent niet ingelogd. Controleer issuer in de configuratie.',
  'client.sign-in-again': 'Uw inlog is verlopen. Log opnieuw in met: raakvlak login',
  'client.sign-in-refused': 'De inlogdienst heeft de inlog geweigerd.',
  'client.no-second-token':
    'De inlogdienst geeft dit programma geen toegang tot de sleutelbeheerder. Meld dit bij de beheerder: er is een refresh token nodig.',
  'client.sign-in-timeout': 'Het inloggen is niet afgemaakt. Begin opnieuw en maak het binnen vijf minuten af.',
  'client.not-a-demonstration':
    'Inloggen als verzonnen persoon kan alleen in een demonstratie op deze computer. Gebruik: raakvlak login',
  'client.no-such-demo-person':
    'Deze verzonnen persoon bestaat niet. Kies een naam uit de lijst die `npm start` toont.',

  'tokens.empty': 'Er is niets ingevuld. Typ of plak het nummer of het adres.',
  'tokens.unexpected-character':
    'Er staat een teken in dat hier niet hoort. Typ het opnieuw. Let op de letter O in plaats van een nul, of tekst eromheen.',
  'tokens.more-than-one':
    'Er staat meer dan één nummer of adres. Kies er één, of geef ze via standaardinvoer één per regel. Er is niets opgezocht.',
  'tokens.all-zeros': 'Een nummer met alleen nullen bestaat niet. Zoek het nummer op in uw eigen systeem.',
  'tokens.bsn-length': 'Een BSN heeft negen cijfers. Nullen vooraan horen erbij; het programma vult ze nooit aan.',
  'tokens.bsn-check': 'Dit is geen geldig BSN. Kijk of er twee cijfers verwisseld zijn of een cijfer fout is.',
  'tokens.vnr-length': 'Een V-nummer heeft tien cijfers. Nullen vooraan horen erbij.',
  'tokens.kvk-length': 'Een KVK-nummer heeft acht cijfers. Twaalf cijfers is een vestigingsnummer.',
  'tokens.bag-length': 'Een BAG-nummer heeft zestien cijfers. Bewaar het in een spreadsheet als tekst.',
  'tokens.formula': 'De tekst begint als een formule uit een spreadsheet. Typ postcode en huisnummer zelf.',
  'tokens.postcode-missing': 'De postcode ontbreekt. Typ postcode en huisnummer, bijvoorbeeld 1234 AB 56.',
  'tokens.postcode-form':
    'Dit is geen postcode. Een postcode heeft vier cijfers (niet met een 0 vooraan) en twee letters.',
  'tokens.postcode-not-issued': 'Deze postcode bestaat niet: de letters SA, SD en SS worden niet gebruikt.',
  'tokens.number-missing': 'Het huisnummer ontbreekt. Typ het na de postcode, bijvoorbeeld 1234 AB 56.',
  'tokens.number-range': 'Dit is geen huisnummer. Een huisnummer is een getal van 1 tot en met 99999.',
  'tokens.number-ambiguous':
    'Het is niet duidelijk welk getal het huisnummer is. Typ alleen postcode, huisnummer en toevoeging.',
  'tokens.letter-form': 'Dit is geen huisletter. Een huisletter is één letter.',
  'tokens.addition-form': 'Dit is geen toevoeging. Een toevoeging heeft hooguit vier letters en cijfers.',
  'tokens.not-an-address': 'Een vraag over het hele huisnummer kan alleen met een postcode en een huisnummer.',
  'tokens.not-a-test-number':
    'In een demonstratie mag alleen een BSN uit de testreeks: het begint met 99999 of 0000. Typ hier nooit een echt nummer.',
  'tokens.test-number': 'Dit BSN is een testnummer en hoort bij niemand. Zoek het nummer op in uw eigen systeem.',
  'tokens.proof-refused':
    'De sleutelbeheerder kon niet bewijzen dat de juiste sleutel is gebruikt. Er is niets gevraagd. Probeer het opnieuw; gebeurt het weer, meld het dan bij de beveiliging.',
  'tokens.document-signature':
    'Het document van de sleutelbeheerder is niet ondertekend met de sleutel uit uw configuratie. Er is niets gevraagd. Controleer rootKey.',
  'tokens.document-expired':
    'Het document van de sleutelbeheerder is verlopen. Controleer de klok van deze computer en probeer het later opnieuw.',
  'tokens.document-older':
    'De sleutelbeheerder gaf een ouder document dan eerder. Ga niet verder en meld dit bij de privacyfunctionaris.',
  'tokens.document-demo':
    'Uw configuratie en de sleutelbeheerder passen niet bij elkaar: de een is een demonstratie en de ander niet. Er is niets gevraagd.',
  'tokens.document-not-yet':
    'De klok van deze computer loopt achter, of het document van de sleutelbeheerder klopt niet.',
  'tokens.no-active-epoch': 'De sleutelbeheerder heeft nu geen actieve sleutel. Probeer het later opnieuw.',

  'involvement.question-unknown':
    'Deze vraag is niet bekend, of niet van u. Gebruik het ontvangstbewijs van het antwoord. Dat kan tot dertig dagen na de vraag.',
  'involvement.purpose-unknown': 'Dit doel bestaat niet. De doelen staan in: raakvlak purposes',
  'involvement.purpose-not-yours': 'Dit doel is niet voor uw afdeling. Uw doelen staan in: raakvlak purposes',
  'involvement.purpose-not-in-force':
    'Dit doel geldt vandaag niet: het is afgelopen of gaat later in. De doelen staan in: raakvlak purposes',
  'involvement.purpose-not-for-your-role': 'Dit doel is niet voor uw rol. Uw doelen staan in: raakvlak purposes',
  'organisation.own-proposal':
    'Dit voorstel is van uzelf. Een tweede persoon beslist: een andere privacy officer of de gegevenseigenaar.',
  'organisation.proposal-unknown': 'Dit voorstel is niet bekend. De voorstellen staan in: raakvlak proposals list',
  'organisation.proposal-decided': 'Over dit voorstel is al beslist.',
  'disclosure.policy-unknown': 'Deze versie van het beleid is niet bekend. De versies staan in: raakvlak policy list',
  'disclosure.policy-refused': 'Dit beleid klopt niet. De reden en de plaats van de eerste foute regel (vanaf 0):',
  'disclosure.policy-moved-on':
    'Er is intussen een andere versie van het beleid goedgekeurd. Vergelijk het voorstel daarmee en stel opnieuw voor wat nog nodig is.',
  'involvement.purpose-not-for-this-kind':
    'Dit doel past niet bij wat u vraagt. Bij elk doel staat waar het over mag gaan: raakvlak purposes',
  'involvement.department-unknown': 'Uw afdeling is hier niet bekend. Vraag uw applicatiebeheerder om dit te regelen.',
  'involvement.case-number-refused':
    'Dit is geen zaaknummer. Geef het nummer zoals uw eigen systeem het schrijft, zonder naam, adres of BSN. Bijvoorbeeld: WT-2026-00123',
  'involvement.not-your-team': 'U mag niet handelen voor dit team. Kies een van uw eigen teams.',
  'involvement.team-unknown': 'Dit team is niet bekend. Controleer de code van het team.',
  'involvement.id-in-use': 'Dit nummer hoort bij een andere registratie. Laat --id weg voor een nieuwe registratie.',
  'involvement.involvement-unknown':
    'Deze betrokkenheid is niet bekend of niet van u. Uw lijst staat in: raakvlak mine',
  'involvement.involvement-ended':
    'Deze betrokkenheid is al afgelopen. Registreer opnieuw als uw team weer betrokken is.',
  'involvement.id-twice': 'Een nummer komt twee keer voor in deze lijst. Geef elke registratie een eigen nummer.',
  'involvement.parts-do-not-fit':
    'Deze twee kunnen niet bij één zaak horen. Een zaak heeft een persoon of bedrijf en adressen van hetzelfde team, samen hooguit zes.',
  'involvement.request-under-way':
    'Iemand anders wijzigt op dit moment dezelfde betrokkenheid. Er is niets gewijzigd. Doe het zo nog een keer.',
  'involvement.ticket-refused':
    'Het bewijs van de sleutelbeheerder past niet bij deze vraag. Er is niets getoond of gewijzigd. Probeer het opnieuw.',
  'involvement.ticket-spent':
    'Het bewijs van de sleutelbeheerder is al gebruikt. Er is niets getoond of gewijzigd. Probeer het opnieuw.',
  'involvement.notice-incomplete':
    'De informatie aan de inwoner is niet compleet. Bij delayed horen --ground en --review-on, bij exempt hoort --ground (art. 14 AVG).',
  'involvement.emergency-not-for-this-purpose': 'Een noodvraag kan alleen met doel crisis.',
  'involvement.emergency-too-wide':
    'Een noodvraag gaat over hooguit vijf personen of adressen, en nooit over een heel huisnummer.',
  'client.not-an-emergency': 'Dit is geen reden voor een noodvraag. De redenen staan in de uitleg.',
  'organisation.part-in-use':
    'Dit team is nog betrokken bij iemand en houdt daarom zijn rol. Maak een ander team, of trek eerst de betrokkenheid in.',
  'oversight.case-unknown': 'Deze zaak is niet bekend. Kijk naar het nummer in: raakvlak review',
  'oversight.own-emergency': 'U kunt uw eigen noodvraag niet beoordelen. Vraag een andere privacyfunctionaris.',
  'oversight.case-closed': 'Over deze zaak is al een oordeel gegeven. Dat blijft staan.',
  'oversight.canary-in-use': 'Dit nummer hoort bij een ander lokgegeven. Zet het opnieuw uit.',
  'oversight.epoch-not-active': 'De sleutelperiode is net gewisseld. Er is niets uitgezet. Probeer het opnieuw.',
  'oversight.tickets-do-not-fit':
    'Het bewijs van de sleutelbeheerder past niet bij deze gegevens. Er is niets uitgezet. Probeer het opnieuw.',
  'oversight.department-unknown': 'Uw afdeling is hier niet bekend. Vraag uw applicatiebeheerder om dit te regelen.',
  'accountability.receipt-unknown':
    'Dit ontvangstbewijs is niet bekend of niet van u. Alleen wie de vraag stelde kan het bewijs opvragen.',
  'accountability.audit-unavailable':
    'Het logboek kan nu niet geschreven worden, daarom is er geen antwoord. Er is niets getoond. Probeer het straks opnieuw, of bel het team als het niet kan wachten.',
  'custodian.blocked':
    'Uw account is geblokkeerd bij de sleutelbeheerder. Er is niets gevraagd. Bel de beheerder van de sleutels.',
  'custodian.busy': 'De sleutelbeheerder heeft het nu te druk. Er is niets gevraagd. Probeer het straks opnieuw.',
  'custodian.not-enrolled':
    'Deze koppeling is niet aangemeld bij de sleutelbeheerder. Er is niets gevraagd. De applicatiebeheerder kan dat regelen.',
  'custodian.role-refused':
    'Uw rol staat dit niet toe. Een applicatiebeheerder registreert alleen adressen, voor een lijst van verzameladressen.',
  'custodian.scope-missing':
    'Uw rol mag geen vragen stellen of registreren. Vraag uw applicatiebeheerder welke rol hiervoor nodig is.',
  'custodian.token-missing': 'U bent niet ingelogd. Log eerst in met: raakvlak login',
  'access.sign-in-first': 'U bent niet ingelogd. Log eerst in met: raakvlak login',
  'access.not-allowed': 'Uw rol mag dit niet. Vraag uw applicatiebeheerder welke rol hiervoor nodig is.',
  'access.token-refused': 'Uw inlog is niet geaccepteerd. Log opnieuw in met: raakvlak login',
  'access.scope-missing': 'Uw inlog geeft hier geen recht op. Vraag uw applicatiebeheerder om de juiste rol.',
  'access.identity-provider-unreachable': 'De inlogdienst is niet bereikbaar. Probeer het straks opnieuw.',
  'platform.storage-unavailable':
    'De opslag van de server antwoordt niet. Er is niets getoond. Probeer het straks opnieuw.',
  'platform.unexpected':
    'Er ging iets mis bij de server. Er is niets getoond. Meld het tijdstip bij de applicatiebeheerder.',
};

const BAG =
  'Dit BAG-nummer is niet van een adres. Gebruik het nummer van de nummeraanduiding (cijfer vijf en zes zijn 20).';
const TOKENS =
  'Er ging iets mis bij de versleuteling. Er is niets gevraagd. Probeer het opnieuw en meld het als het blijft.';

/** What went wrong, in one sentence or a few. */
export function sentence(problem: Problem): string {
  if (problem.code === 'custodian.budget-spent') return budgetSentence(problem);
  if (problem.code === 'involvement.budget-spent') return questionBudgetSentence(problem);
  const known = IN_DUTCH[problem.code];
  if (known !== undefined) return known;
  if (problem.code.startsWith('tokens.bag-')) return BAG;
  if (problem.code.startsWith('tokens.')) return TOKENS;
  return `${byStatus(problem.kind.status)} De server zegt: ${problem.kind.title}. ${problem.kind.advice} (${problem.code})`;
}

const WINDOWS: Readonly<Record<string, string>> = {
  hour: 'dit uur',
  day: 'vandaag',
  epoch: 'deze periode',
};

/** Whose budget it was matters: somebody else may go on, or nobody can. */
function budgetSentence({ detail: { window, whose } }: Problem): string {
  const when = WINDOWS[String(window)] ?? 'nu';
  return whose === 'office'
    ? `De hele gemeente heeft ${when} zoveel gevraagd als de sleutelbeheerder toestaat. Er is niets gevraagd. Bel het team als het niet kan wachten.`
    : `U hebt ${when} zoveel gevraagd als de sleutelbeheerder u toestaat. Er is niets gevraagd. Hebt u meer nodig, vraag dan de beheerder van de sleutelbeheerder.`;
}

const OF_THE_INDEX: Readonly<Record<string, string>> = {
  yours: 'U hebt',
  team: 'Uw team heeft',
  department: 'Uw afdeling heeft',
  office: 'De hele gemeente heeft',
};

/** Whom to call, and what still goes on. */
function questionBudgetSentence({ detail: { window, whose, left } }: Problem): string {
  const who = OF_THE_INDEX[String(whose)] ?? 'U hebt';
  const when = WINDOWS[String(window)] ?? 'nu';
  const more = whose === 'yours' ? '' : ' Een losse vraag voor een huisbezoek of crisis gaat nog door.';
  const shorter = typeof left === 'number' && left > 0 ? ` Er is nog ruimte voor ${left}.` : '';
  return `${who} ${when} zoveel gevraagd als mag. Er is niets getoond.${shorter}${more} Hebt u meer nodig, bel dan de applicatiebeheerder; heeft het haast, bel de afdeling zelf.`;
}

function byStatus(status: number): string {
  if (status === 401) return 'Uw inlog is niet geaccepteerd. Log opnieuw in met: raakvlak login';
  if (status === 403) return 'U mag dit niet doen of zien.';
  if (status === 404) return 'Dit is niet gevonden.';
  if (status === 429) return 'U hebt nu te veel gevraagd. Probeer het later opnieuw.';
  if (status === 503 || status === 504) return 'De dienst is nu niet beschikbaar. Probeer het straks opnieuw.';
  return status < 500 ? 'De server kan dit niet verwerken.' : 'Er ging iets mis bij de server.';
}

/** The lines for a person at the terminal; the figures that a problem carries come behind the sentence. */
export function explain(problem: Problem): string[] {
  const { fields, into, line, retryAfterSeconds } = problem.detail;
  const lines = [typeof line === 'number' ? `Regel ${line}: ${sentence(problem)}` : sentence(problem)];
  if (typeof into === 'string') lines.push(`  ${clean(into)}`);
  if (Array.isArray(fields)) lines.push(`  ${fields.join(', ')}`);
  const { reason, position } = problem.detail;
  if (problem.code === 'disclosure.policy-refused') lines.push(`  ${String(reason)}, ${String(position)}`);
  if (typeof retryAfterSeconds === 'number') lines.push(`Probeer het over ${duration(retryAfterSeconds)} opnieuw.`);
  return lines;
}

function duration(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 seconde' : `${seconds} seconden`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minuten` : `${Math.ceil(minutes / 60)} uur`;
}
