import { toBase64url, type TokenLine, type Tokens } from '#tokens';

/** A line with its tokens, as requests that register have it: one for each epoch. */
export function registrationLines({ kind, scheme, tokens }: TokenLine): object[] {
  return Object.entries(tokens).map(([epoch, token]) => ({ kind, scheme, epoch, token: toBase64url(token) }));
}

export const ticketsIn = ({ tickets }: Tokens): string[] => tickets.map(({ ticket }) => ticket);
