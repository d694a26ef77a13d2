import { problemsOf } from '#problem';

const problem = problemsOf('index', {
  'code-refused': {
    status: 400,
    title: 'This is not a code',
    advice: 'Codes are lower-case letters, digits and hyphens, beginning with a letter, at most 50.',
  },
});

/** Of a team, a department or a purpose. */
export const CODE = /^[a-z][a-z0-9-]{1,49}$/;

/** Of an account: issuer and subject, joined by a bar. */
export const ACTOR = /^https?:\/\/[\w.:/~%-]{1,250}\|[\x21-\x7e]{1,255}$/;

export const DAY = /^20\d\d-\d\d-\d\d$/;

/** @throws Problem `index.code-refused` */
export function checkedCode(code: string): string {
  if (!CODE.test(code)) throw problem('code-refused');
  return code;
}
