import type { ListLine } from './address-list';

/** Lists of addresses that were pasted, typed, or stand in a file of the user's own. The code for it is fetched for a list. */
export class Lists {
  /** As `readList` */
  async read(source: string | Blob): Promise<readonly ListLine[]> {
    return (await import('./address-list')).readList(source);
  }

  /** As `mendLine` */
  async mend(text: string): Promise<Pick<ListLine, 'subject' | 'code'>> {
    return (await import('./address-list')).mendLine(text);
  }
}
