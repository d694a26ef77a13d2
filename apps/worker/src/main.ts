/**
 * worker: what runs beside the index.
 *
 * For now it feeds the log: signs heads every few seconds and publishes one every hour. The signing key of the log is
 * here and nowhere else. It answers no requests.
 */
import { LogFeeder } from '#accountability';
import { file, openDatabase, postgresUrl, readConfiguration, runProcess, text, wholeNumber } from '#platform';
import { parseSigningKey } from '#transparency';

async function start(): Promise<{ close(): Promise<void> }> {
  const settings = readConfiguration({
    DATABASE_URL: postgresUrl,
    LOG_KEY_FILE: (given) => parseSigningKey(file(given).toString('utf8').trim()),
    LOG_ORIGIN: text,
    SIGN_SECONDS: wholeNumber(2, 1),
    PUBLISH_SECONDS: wholeNumber(3600, 1),
  });
  const database = await openDatabase({
    url: settings.DATABASE_URL,
    name: 'raakvlak-worker',
    connections: 3,
  }).initialize();
  const feeder = new LogFeeder(database, {
    origin: settings.LOG_ORIGIN,
    key: settings.LOG_KEY_FILE,
    publishSeconds: settings.PUBLISH_SECONDS,
  });
  const stop = new AbortController();
  const feeding = feeder.run(settings.SIGN_SECONDS, stop.signal);
  // A log that contradicts itself ends the process: a worker that goes on would look healthy.
  feeding.catch(() => process.exit(1));
  return {
    close: async () => {
      stop.abort();
      await feeding;
      await database.destroy();
    },
  };
}

runProcess('worker', start);
