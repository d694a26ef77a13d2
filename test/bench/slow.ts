/**
 * Makes processes slower by a factor: lets them run for a moment and stops them for the rest, over and over. The browser's own
 * way slows the main thread of a page and leaves its workers as they are, which is where the work is done here.
 *
 * Arguments: the factor, then process ids. Ends with its parent, and lets them go then.
 */
const RUN = 2;

const [factor = 1, ...pids] = process.argv.slice(2).map(Number);
const bell = new Int32Array(new SharedArrayBuffer(4));
const pause = (milliseconds: number): void => void Atomics.wait(bell, 0, 0, Math.max(0, milliseconds));

function signal(name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // it ended
    }
  }
}

let going = true;
process.on('disconnect', () => (going = false));
process.on('SIGTERM', () => (going = false));

function turn(): void {
  // Several rounds, then a look at whether to stop. A round that ran too long is paid for in the next one.
  let owed = 0;
  for (let round = 0; round < 10; round++) {
    const began = performance.now();
    signal('SIGCONT');
    pause(RUN - owed / factor);
    const ran = performance.now() - began;
    signal('SIGSTOP');
    pause(ran * (factor - 1));
    owed = performance.now() - began - ran * factor;
    if (owed < 0 || owed > RUN) owed = 0;
  }
  if (going) setImmediate(turn);
  else {
    signal('SIGCONT');
    process.exit(0);
  }
}

turn();
