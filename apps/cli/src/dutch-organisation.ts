/** What can be wrong with a change of departments and teams, in plain Dutch (B1). */
export const ORGANISATION_IN_DUTCH: Readonly<Record<string, string>> = {
  'organisation.unknown-department': 'Deze afdeling is niet bekend. Controleer de code, of voer de afdeling eerst in.',
  'organisation.unknown-team': 'Dit team is niet bekend. Controleer de code, of voer het team eerst in.',
  'organisation.not-your-team':
    'Dit team is niet van u. Een coördinator wijzigt haar eigen teams; de applicatiebeheerder wijzigt alle teams.',
  'organisation.team-ended': 'Dit team bestaat niet meer. Het is opgegaan in een ander team. Gebruik de code daarvan:',
  'involvement.team-ended':
    'Dit team bestaat niet meer. Registreer voor het team waarin het is opgegaan, en zet die code ook in de koppeling:',
  'organisation.contact-taken':
    'Dit telefoonnummer of e-mailadres is van een team van een andere afdeling. Er is niets gewijzigd. Geef een nummer en adres van het team zelf.',
  'organisation.instead-loops':
    'Zo verwijzen teams in een kring naar elkaar. Kies bij --instead een team dat niet terugverwijst.',
  'organisation.closure-refused':
    'Een periode dat het team dicht is, eindigt voor ze begint. Geef eerst de eerste dag.',
  'organisation.date-refused': 'Deze dag kan niet. Kies vandaag of een dag in het komende jaar.',
  'organisation.parts-differ':
    'Deze teams hebben niet dezelfde rol. Een meldpunt of een lijst van verzameladressen gaat alleen over naar zo’n zelfde team.',
  'organisation.same-team': 'Dit is twee keer hetzelfde team. Kies een ander team.',
  'organisation.merge-planned':
    'Een van deze teams gaat al op in een ander team, of neemt er al een over. Zie: raakvlak team-changes',
  'organisation.change-unknown': 'Deze wijziging is niet bekend. De lijst staat in: raakvlak team-changes',
  'organisation.change-over':
    'Deze wijziging is al begonnen, uitgevoerd of geannuleerd. Plan een nieuwe wijziging om haar terug te draaien.',
  'organisation.connection-key-private':
    'Dit is een geheime sleutel. Er is niets bewaard. De sleutel is nu niet geheim meer: maak een nieuw paar.',
  'organisation.connection-key-refused':
    'Dit is geen openbare sleutel van een koppeling. Geef het bestand dat raakvlak connection maakte, connection.public.json.',
  'organisation.connection-key-taken':
    'Een andere koppeling heeft of had deze sleutel. Maak voor elke koppeling een eigen sleutelpaar.',
  'organisation.connection-ended':
    'Deze koppeling is beëindigd. Maak een nieuwe, met een andere naam en een andere sleutel.',
  'organisation.connection-unknown': 'Deze koppeling is niet bekend. De lijst staat in: raakvlak connections',
  'organisation.team-elsewhere':
    'Een van deze teams is van een andere afdeling. Een koppeling levert voor teams van haar eigen afdeling.',
  'client.private-key':
    'Dit is het bestand met de geheime sleutel. Er is niets verstuurd. Geef het andere bestand: connection.public.json',
  'client.not-a-public-connection':
    'Dit is geen connection.public.json. Geef het bestand zoals raakvlak connection het maakte.',
};
