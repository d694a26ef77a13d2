let pressed = false;
addEventListener('pointerdown', () => (pressed = true), { capture: true, passive: true });
for (const end of ['pointerup', 'pointercancel'])
  addEventListener(end, () => (pressed = false), { capture: true, passive: true });

/**
 * Runs now, or when a press that is under way is over. What is shown when a field is left would move a button away from
 * under the finger that left the field by pressing it, and the press would be lost.
 */
export function afterPress(run: () => void): void {
  if (!pressed) return run();
  const wait = (): void => void setTimeout(run);
  addEventListener('pointerup', wait, { once: true });
}
