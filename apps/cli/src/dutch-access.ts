/** What went wrong with a cover for a colleague, in plain Dutch; part of the table in dutch.ts. */
export const ACCESS_IN_DUTCH: Readonly<Record<string, string>> = {
  'client.not-a-cover-id': 'Dit is niet het nummer van een vervanging. De nummers staan in: raakvlak covers',
  'organisation.cover-not-your-team':
    'U beheert dit team niet. De coördinator van het team of de applicatiebeheerder kan de vervanging regelen.',
  'organisation.own-cover':
    'U kunt geen vervanging aan uzelf geven. Vraag een andere coördinator van het team, of de applicatiebeheerder.',
  'organisation.colleague-unknown':
    'Deze collega is niet bekend bij de afdeling van dit team. Controleer het nummer. De collega moet één keer zijn ingelogd als professional of coördinator.',
  'organisation.cover-dates':
    'Deze dagen kunnen niet. Een vervanging begint vandaag of later, binnen zes weken, en duurt hooguit zes weken.',
  'organisation.cover-overlaps':
    'Deze collega vervangt op een deel van deze dagen al bij dit team. Stop eerst de andere vervanging. Die staat in: raakvlak covers',
  'organisation.cover-unknown':
    'Deze vervanging is niet bekend of niet van een team dat u beheert. Uw lijst staat in: raakvlak covers',
};
