import type { ListedConnection, OrganisationOverview } from '#client/browser';
import { desk } from '../shell/desk';

export interface Basis extends OrganisationOverview {
  readonly connections: readonly ListedConnection[];
}

/** The organisation as its manager keeps it, and the systems that deliver for it. */
export async function loadBasis(): Promise<Basis> {
  const { organisation } = desk.raakvlak;
  const [overview, connections] = await Promise.all([organisation.overview(), organisation.connections()]);
  return { ...overview, connections };
}

/** Its name, or the code itself where there is none any more. */
export const nameOf = (all: readonly { readonly code: string; readonly name: string }[], code: string): string =>
  all.find((one) => one.code === code)?.name ?? code;
