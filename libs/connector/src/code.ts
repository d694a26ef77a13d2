/** The code of a team, a department or a client, as the index has them. */
export const isCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z][a-z0-9-]{1,49}$/.test(value);
