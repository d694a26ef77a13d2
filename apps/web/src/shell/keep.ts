/** Long enough for a browser to begin with it, and not longer. */
const KEPT = 10_000;

/** Hands something to the user as a file of her own; nothing is fetched for it. */
export function keep(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}

export const keepCsv = (text: string, name: string): void =>
  keep(new Blob([text], { type: 'text/csv;charset=utf-8' }), name);
