/** Faults by the id of their field, in words. */
export const inWords = <K extends string>(
  faults: Readonly<Partial<Record<string, K>>>,
  words: Readonly<Record<K, string>>,
): Record<string, string> =>
  Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, words[fault as K]]));

/** What is typed anew is looked at anew. */
export const without = (faults: Readonly<Record<string, string>>, field: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(faults).filter(([id]) => id !== field));
