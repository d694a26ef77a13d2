import { problemsOf } from '#problem';

/** What can be wrong with a change of the organisation. */
export const problem = problemsOf('organisation', {
  'unknown-department': {
    status: 404,
    title: 'This department is not known',
    advice: 'Register the department first, or check its code.',
  },
  'unknown-team': {
    status: 404,
    title: 'This team is not known',
    advice: 'Register the team first, or check its code.',
  },
  'not-your-department': {
    status: 403,
    title: 'This is not your department',
    advice: 'A heartbeat is sent by the department itself.',
  },
  'epoch-unknown': {
    status: 422,
    title: 'This epoch is not known',
    advice: 'Fetch the epoch document of the custodian again and name the epoch that was delivered for.',
  },
  'not-your-team': {
    status: 403,
    title: 'This is not your team',
    advice: 'A coordinator changes her own teams; the application manager changes all.',
  },
  'team-ended': {
    status: 409,
    title: 'This team has ended',
    advice: 'It went up in another team: use the code in the field into.',
  },
  'contact-taken': {
    status: 409,
    title: 'This telephone number or e-mail address is that of a team of another department',
    advice: 'Give a number and an address of the team itself.',
  },
  'instead-loops': {
    status: 409,
    title: 'The teams to call instead would lead back to this team',
    advice: 'Choose a team to call instead that does not, in its turn, refer to this one.',
  },
  'closure-refused': {
    status: 422,
    title: 'A closure ends before it begins',
    advice: 'Give the first and the last day that the team is closed, in this order.',
  },
  'date-refused': {
    status: 422,
    title: 'This day cannot be the day of a change',
    advice: 'Choose today or a day within the next year.',
  },
  'same-team': {
    status: 422,
    title: 'Both teams are the same',
    advice: 'Name another team.',
  },
  'parts-differ': {
    status: 422,
    title: 'These teams do not stand for the same',
    advice: 'A shield desk or a collective list goes over to one of its own kind only.',
  },
  'merge-planned': {
    status: 409,
    title: 'One of these teams is to be merged already',
    advice: 'Cancel the planned merge first: GET /v1/team-changes lists it.',
  },
  'change-unknown': {
    status: 404,
    title: 'This change is not known',
    advice: 'GET /v1/team-changes lists the changes.',
  },
  'change-over': {
    status: 409,
    title: 'This change was carried out, is under way, or was cancelled',
    advice: 'Plan another change to undo what came of it.',
  },
});
