/**
 * How well two series of measurements can be told apart: the probability that one of the second is larger than one of the
 * first (AUC, Mann–Whitney), halves for ties. 0.5 is not at all. It knows no milliseconds, so a slow or busy machine moves
 * both series and not the figure.
 */
export function auc(first: readonly number[], second: readonly number[]): number {
  const all = [...first.map((value) => ({ value, of: 0 })), ...second.map((value) => ({ value, of: 1 }))];
  all.sort((a, b) => a.value - b.value);
  let sum = 0;
  for (let i = 0; i < all.length;) {
    let end = i;
    while (end < all.length && all[end]?.value === all[i]?.value) end++;
    // Ranks i+1 … end share their mean.
    for (let k = i; k < end; k++) if (all[k]?.of === 1) sum += (i + 1 + end) / 2;
    i = end;
  }
  const [m, n] = [first.length, second.length];
  return (sum - (n * (n + 1)) / 2) / (m * n);
}

/** Standard error of `auc` when there is no difference. */
export const aucError = (m: number, n: number): number => Math.sqrt((m + n + 1) / (12 * m * n));
