import { text } from './texts';

/** What is wrong with what was typed, in words. @param code of a problem; the section `problems` is loaded */
export const faultWords = (code: string): string => {
  const { codes, statuses } = text('problems');
  return (codes as Readonly<Record<string, string>>)[code] ?? statuses['4xx'];
};
