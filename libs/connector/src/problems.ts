import { problemsOf } from '#problem';

/** What can be wrong with a delivery. Fixed texts: neither a value of the file nor the name of one of its columns. */
export const connectorProblem = problemsOf('connector', {
  'connection-missing': {
    status: 400,
    title: 'There is no connection file',
    advice: 'Make one with raakvlak connection, or name it with --connection.',
  },
  'connection-open-to-others': {
    status: 400,
    title: 'Others on this machine can read the key of this connection',
    advice: 'Make the file readable by its owner only (chmod 600), and make a new key if others may have read it.',
  },
  'connection-refused': {
    status: 400,
    title: 'This is not a connection file',
    advice: 'Make one with raakvlak connection. The fields that are named are missing or wrong.',
  },
  'connection-exists': {
    status: 409,
    title: 'There is a connection in this folder already',
    advice: 'Choose another folder. A key that is replaced must be replaced at the identity provider as well.',
  },
  'caseload-refused': {
    status: 400,
    title: 'The caseload is a whole number from 1 to 1,000,000',
    advice: 'Give how many involvements the department has at most at one time.',
  },
  'profile-unreadable': { status: 400, title: 'The profile cannot be read', advice: 'Check that it is a JSON file.' },
  'profile-refused': {
    status: 400,
    title: 'The profile is not right',
    advice: 'Correct the members that are named.',
  },
  'file-missing': { status: 400, title: 'The file cannot be read', advice: 'Check its name and your rights to it.' },
  'file-empty': { status: 422, title: 'The file is empty', advice: 'Check the export of the source.' },
  'file-is-workbook': {
    status: 422,
    title: 'This is a workbook, not a CSV file',
    advice: 'Save it as CSV in the spreadsheet, and give that file.',
  },
  'file-encoding': {
    status: 422,
    title: 'The encoding of the file could not be found out',
    advice: 'Give it with --encoding: utf-8, utf-16le, utf-16be or windows-1252.',
  },
  'file-not-csv': {
    status: 422,
    title: 'From the line that is named the file is not CSV',
    advice: 'Most often a quotation mark was opened and not closed. Correct the export.',
  },
  'file-changed': {
    status: 409,
    title: 'The file changed while it was being read',
    advice: 'Wait until the export is ready and start again. What was sent before stays right.',
  },
  'no-identifier-column': {
    status: 422,
    title: 'No column with a person, a business or an address was recognised',
    advice: 'The first line must hold the names of the columns. Name them in a profile when they are called otherwise.',
  },
  'columns-missing': {
    status: 422,
    title: 'The file lacks columns that the profile names',
    advice: 'The fields that are named have no column. Compare the profile with the first line of the file.',
  },
  'columns-twice': {
    status: 422,
    title: 'More than one column was recognised for the same field',
    advice: 'Say in a profile which column to use for the fields that are named.',
  },
  'no-team': {
    status: 400,
    title: 'It is not said which team is involved',
    advice: 'Give --team, or a column with the team, or put it in the profile.',
  },
  'not-your-team': {
    status: 403,
    title: 'This team does not belong to the department of this connection',
    advice: 'Check the code of the team; the application manager of the index enters teams.',
  },
  'bag-columns': {
    status: 422,
    title: 'The BAG extract lacks a column',
    advice: 'It needs nummeraanduiding_id, postcode, huisnummer, huisletter and huisnummertoevoeging.',
  },
  'too-many': {
    status: 422,
    title: 'This is more than one connection can deliver',
    advice: 'Divide the export over several connections: at most 1,000,000 involvements each.',
  },

  'line-empty': { status: 422, title: 'Nothing stands on this line', advice: 'Give a person, business or address.' },
  'line-columns': {
    status: 422,
    title: 'This line has another number of columns than the first one',
    advice: 'Put quotation marks around values that hold the delimiter.',
  },
  'team-missing': { status: 422, title: 'The team is missing', advice: 'Fill in the team.' },
  'team-unknown': {
    status: 422,
    title: 'This team is not one of the department',
    advice: 'Use the code of the team, or put the name that the source uses in the profile.',
  },
  'notice-unknown': {
    status: 422,
    title: 'It is not clear whether the resident was informed',
    advice: 'Put the words that the source uses in the profile.',
  },
  'notice-incomplete': {
    status: 422,
    title: 'A delay needs a ground and a date, an exemption a ground',
    advice: 'Put them in the profile.',
  },
  'case-number-refused': {
    status: 422,
    title: 'This does not look like a case number',
    advice: 'Correct it, or put "caseNumber": "leave-out" in the profile.',
  },
  'bag-extract-needed': {
    status: 422,
    title: 'A BAG id needs a BAG extract',
    advice: 'Give the extract with --bag, or a column with the postcode.',
  },
  'bag-unknown': {
    status: 422,
    title: 'This BAG id does not stand in the extract',
    advice: 'Check the id, or use a newer extract.',
  },

  'state-refused': {
    status: 409,
    title: 'What was delivered before cannot be read with this key',
    advice: 'Put key and state back together, or begin anew with --start-over.',
  },
  'state-damaged': {
    status: 409,
    title: 'What was delivered before is damaged',
    advice: 'Put the folder back from a backup, or begin anew with --start-over.',
  },
  'state-of-another': {
    status: 409,
    title: 'This state belongs to another connection or to another Raakvlak',
    advice: 'Choose another folder with --state. Never use one state for two installations.',
  },
  'state-not-kept': {
    status: 500,
    title: 'The state cannot be written',
    advice: 'Check the folder, the rights to it and the room on the disk.',
  },
  'already-running': {
    status: 409,
    title: 'This connection is delivering already',
    advice: 'Wait until that delivery is done.',
  },
  'approval-needed': {
    status: 409,
    title: 'More would change than is usual; nothing was changed',
    advice: 'Look at the figures, and give --approve when they are right.',
  },
  'epoch-changed': {
    status: 409,
    title: 'The custodian went to another epoch during the delivery',
    advice: 'Start again: what was sent stays right.',
  },
});
