import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Loaded before a program (`node --require`): when it ends, the most memory that its process held at any moment stands in
 * the file that PEAK_MEMORY_FILE names, in KiB. From VmHWM, which is this program's own; the figure of `getrusage` begins
 * with what the process that started it held, and is only used where there is no /proc.
 */
process.on('exit', () => {
  const file = process.env['PEAK_MEMORY_FILE'];
  if (file !== undefined) writeFileSync(file, String(highWater() ?? process.resourceUsage().maxRSS));
});

function highWater(): number | undefined {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes);
  } catch {
    return undefined;
  }
}
