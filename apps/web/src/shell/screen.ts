import type { Me } from '#client/browser';
import type { PageName } from './router';

/** What every screen is given. */
export interface ScreenProps {
  readonly me: Me;
  /** How the provider calls the person; empty when it does not say */
  readonly name: string;
  readonly query: URLSearchParams;
  /** Whether she may see a page, so that no link leads nowhere */
  readonly sees: (page: PageName) => boolean;
  /** Where she begins */
  readonly begin: PageName;
}
