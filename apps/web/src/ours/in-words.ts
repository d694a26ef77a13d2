/** Faults by the id of their field, in words. */
export const inWords = <K extends string>(
  faults: Readonly<Partial<Record<string, K>>>,
  words: Readonly<Record<K, string>>,
): Record<string, string> =>
  Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, words[fault as K]]));
