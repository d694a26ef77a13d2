import { faultWords } from '../shell/fault-words';
import { desk } from '../shell/desk';
import { loadTexts } from '../shell/texts';
import type { Subject } from '../worker/reader';

/** What stands in a field, or what is wrong with it in words. */
export async function understand(
  text: string,
  kinds: readonly string[],
): Promise<{ subject: Subject; fault?: undefined } | { subject?: undefined; fault: string }> {
  await loadTexts(['problems']);
  const { subject, code = '' } = await desk.reader.read(text, kinds);
  return subject === undefined ? { fault: faultWords(code) } : { subject };
}

/** What is wrong with the number of the case; it belongs to its field. */
export const ABOUT_NUMBER: readonly string[] = ['client.not-a-case-number', 'involvement.case-number-refused'];
