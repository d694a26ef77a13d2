import { problemsOf } from '#problem';

export const problem = problemsOf('involvement', {
  'purpose-unknown': {
    status: 422,
    title: 'This purpose is not in the catalogue',
    advice: 'Choose one of the purposes of GET /v1/purposes.',
  },
  'purpose-not-in-force': {
    status: 422,
    title: 'This purpose is not in force today',
    advice: 'It has ended, or its law is not in force yet. Choose one of the purposes of GET /v1/purposes.',
  },
  'purpose-not-for-your-role': {
    status: 403,
    title: 'This purpose is not for your role',
    advice: 'Choose a purpose that fits your role, or ask a colleague whose task it is.',
  },
  'purpose-not-yours': {
    status: 403,
    title: 'This purpose is not for your department',
    advice: 'Choose a purpose that fits your task, or ask the department whose task it is.',
  },
  'purpose-not-for-this-kind': {
    status: 422,
    title: 'This purpose does not go with this kind of subject',
    advice: 'GET /v1/purposes says which kinds of subject a purpose is for.',
  },
  'department-unknown': {
    status: 403,
    title: 'Your department is not known here',
    advice: 'Ask your application manager to register your department, or to mend your account.',
  },
  'case-number-refused': {
    status: 422,
    title: 'This is not a case number',
    advice: 'Give the number that your case system made, like WT-2026-00123: no names, citizen numbers or addresses.',
  },
  'emergency-not-for-this-purpose': {
    status: 422,
    title: 'An emergency goes with the purpose for a crisis only',
    advice: 'Ask with purpose crisis, or leave out emergency.',
  },
  'emergency-too-wide': {
    status: 422,
    title: 'An emergency is about at most five people or addresses',
    advice: 'Ask about those who are in danger now, and never about a building as a whole.',
  },
  'epochs-incomplete': {
    status: 409,
    title: 'The tokens do not cover all live epochs',
    advice: 'Fetch the epoch document again and bring a token for each live epoch; else "nobody" could be false.',
  },
  'lines-do-not-fit': {
    status: 422,
    title: 'The lines do not fit the kind of subject',
    advice: 'See docs/protocol.md, the address ladder: which schemes go with which kind.',
  },
  'ticket-refused': {
    status: 403,
    title: 'The ticket is not valid for this request',
    advice: 'Have the custodian evaluate again and send the ticket that comes with it, within five minutes.',
  },
  'ticket-spent': {
    status: 409,
    title: 'The ticket was used before',
    advice: 'Each look and each registration needs its own evaluation. Ask the custodian for a new ticket.',
  },
  'budget-spent': {
    status: 429,
    title: 'The budget for questions is spent',
    advice:
      'Nothing was disclosed. Ask again after the time in `until`, or ask the application manager for more; call the department itself if it cannot wait.',
  },
  'epochs-unavailable': {
    status: 503,
    title: 'The epoch document of the custodian is not at hand',
    advice: 'Nothing was disclosed. Try again in a few seconds.',
  },
  'seal-broken': {
    status: 503,
    title: 'A stored link does not open',
    advice: 'Nothing was disclosed. The application manager must check the storage key and the database.',
  },
  'not-your-team': {
    status: 403,
    title: 'You cannot act for this team',
    advice: 'Choose one of your own teams; a connection acts for the teams of its department.',
  },
  'team-unknown': { status: 422, title: 'This team is not known', advice: 'Check the team code with GET /v1/teams.' },
  'team-ended': {
    status: 409,
    title: 'This team has ended',
    advice: 'It went up in another team: register for the code in the field into, and name it in the connection.',
  },
  'id-in-use': {
    status: 409,
    title: 'This id belongs to another registration',
    advice: 'Make a new random id (UUID version 4) for a new registration.',
  },
  'involvement-unknown': {
    status: 404,
    title: 'This involvement is not known, or not yours',
    advice: 'Check the id against the list of your team.',
  },
  'question-unknown': {
    status: 404,
    title: 'This question is not known, or not yours',
    advice: 'Take it from GET /v1/own-inquiries, or give the receipt of its answer; at most 30 days after you asked.',
  },
  'involvement-ended': {
    status: 409,
    title: 'This involvement has ended',
    advice: 'Register it again if the team is involved once more.',
  },
  'id-twice': {
    status: 422,
    title: 'An id occurs twice in this request',
    advice: 'Give each registration an id of its own (UUID version 4).',
  },
  'parts-do-not-fit': {
    status: 422,
    title: 'These two cannot be parts of one case',
    advice: 'Link a person or business with an address of the same team; a case has at most six parts.',
  },
  'request-under-way': {
    status: 503,
    title: 'Another request is changing the same involvement',
    advice: 'Nothing was stored. Repeat the same request: repeating has no second effect.',
  },
  'notice-incomplete': {
    status: 422,
    title: 'The notice to the resident is not complete',
    advice: 'delayed needs a ground and a review date; exempt needs a ground (article 14 AVG).',
  },
});
