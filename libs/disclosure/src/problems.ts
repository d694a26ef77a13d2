import { problemsOf } from '#problem';

export const problem = problemsOf('disclosure', {
  'no-policy': {
    status: 503,
    title: 'No disclosure policy is in force',
    advice: 'Nothing was disclosed. The privacy officer must bring a policy version into force.',
  },
  'policy-unreadable': {
    status: 503,
    title: 'The disclosure policy in force cannot be read',
    advice: 'Nothing was disclosed. The application manager must check the database and the version of the program.',
  },
  'policy-unknown': {
    status: 404,
    title: 'This policy version or proposal is not known',
    advice: 'GET /v1/policies lists the versions (v1, v2 …), GET /v1/proposals what was proposed.',
  },
  'policy-refused': {
    status: 422,
    title: 'This policy does not hold together',
    advice:
      'See reason and position: the first rule that is wrong, counted from 0; for stand-ins counted after the rules.',
  },
  'policy-moved-on': {
    status: 409,
    title: 'Another policy version was approved since this was proposed',
    advice: 'Compare with the version that is there now, and propose again what is still wanted.',
  },
});
