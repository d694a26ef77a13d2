/** What could steer a terminal or reorder a line: controls, escape, bidirectional and invisible formatting. */
export const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** A text from a server as one harmless line. */
export function clean(text: string): string {
  return text.replace(STEERING, ' ').trim();
}
