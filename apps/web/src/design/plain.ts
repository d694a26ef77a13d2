/** What components decide about texts that others wrote: how much is shown, and which addresses a link may have. */

/** Class names, those that apply. */
export const classes = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ');

// A letter may carry a few marks; hundreds of them would paint over the lines above and below.
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;
const HALF_A_LETTER = /[\uD800-\uDBFF]$/;

/**
 * The beginning of a long text, cut between words where that is possible, and whether anything was cut.
 * @param most how many UTF-16 units may be shown
 */
export function shorten(text: string, most: number): { shown: string; cut: boolean } {
  const calm = text.replace(PILED_MARKS, '$1');
  if (calm.length <= most) return { shown: calm, cut: false };
  const start = calm.slice(0, most);
  const word = start.search(/\s+\S*$/);
  const end = word > most / 2 ? start.slice(0, word) : start.replace(HALF_A_LETTER, '');
  return { shown: `${end}…`, cut: true };
}

/** `tel:` with digits and a leading plus only; undefined where the text holds no number that a phone could dial. */
export function telephone(number: string): string | undefined {
  const digits = number.replace(/\(0\)/g, '').replace(/[^\d+]/g, '');
  return /^\+?\d{3,15}$/.test(digits) ? `tel:${digits}` : undefined;
}

/** `mailto:` for one plain address; undefined for anything else, so that no header or second recipient slips in. */
export function mail(address: string, subject?: string): string | undefined {
  if (!/^[\w.+'-]+@[\w-]+(\.[\w-]+)+$/.test(address) || address.length > 254) return undefined;
  return `mailto:${address}${subject === undefined ? '' : `?subject=${encodeURIComponent(subject)}`}`;
}

/** The address itself when it leads somewhere harmless; undefined for scripts, data and whatever else has a scheme. */
export function harmless(href: string): string | undefined {
  return /^(https?:\/\/|tel:|mailto:|#|\?|\/(?!\/))/i.test(href) ? href : undefined;
}
