import type { Me } from '#client/browser';

/** What every screen is given. */
export interface ScreenProps {
  readonly me: Me;
  /** How the provider calls the person; empty when it does not say */
  readonly name: string;
  readonly query: URLSearchParams;
}
