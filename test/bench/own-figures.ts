import { readFileSync, writeFileSync } from 'node:fs';

/** What a process says of itself when it ends. */
export interface OwnFigures {
  /** The most memory that it held at any moment, KiB */
  readonly peak: number;
  /** Processor time of all its threads, seconds */
  readonly processor: number;
}

/**
 * Loaded before a program (`node --require`): when it ends, its `OwnFigures` stand in the file that OWN_FIGURES_FILE
 * names. Memory is VmHWM, which is this program's own; the figure of `getrusage` begins with what the process that
 * started it held, and is only used where there is no /proc.
 */
process.on('exit', () => {
  const file = process.env['OWN_FIGURES_FILE'];
  if (file === undefined) return;
  const { user, system } = process.cpuUsage();
  const figures: OwnFigures = {
    peak: highWater() ?? process.resourceUsage().maxRSS,
    processor: (user + system) / 1e6,
  };
  writeFileSync(file, JSON.stringify(figures));
});

function highWater(): number | undefined {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes);
  } catch {
    return undefined;
  }
}
