/**
 * worker: what runs beside the index. It answers no requests.
 *
 * Three duties. Each takes its keys alone, so that in production one process holds the log's and another the index's
 * (DUTIES). `sign` feeds the log: signs heads every few seconds and publishes one every hour; the signing key of the log is here and
 * nowhere else. `expire` clears away what lapsed; `organise` carries out changes of teams whose day has come; both hold the
 * storage key and the audit key, as the index does.
 */
import type { DataSource } from 'typeorm';
import { AuditKeys, LogFeeder } from '#accountability';
import { Policies } from '#disclosure';
import { CarryOutTeamChanges, ExpireInvolvement, StorageKey } from '#involvement';
import { Catalogue, Department, Purpose, Team } from '#organisation';
import { UnitOfWork, log, openDatabase, runProcess } from '#platform';
import { repeat } from './repeat';
import { type ExpireSettings, type OrganiseSettings, type SignSettings, readSettings } from './settings';

async function start(): Promise<{ close(): Promise<void> }> {
  const { url, sign, expire, organise } = readSettings();
  const entities = [Department, Team, Purpose];
  const database = await openDatabase({ url, entities, name: 'raakvlak-worker', connections: 4 }).initialize();
  const stop = new AbortController();
  const running = [
    ...(sign === undefined ? [] : [feed(database, sign, stop.signal)]),
    ...(expire === undefined ? [] : [clearAway(database, expire, stop.signal)]),
    ...(organise === undefined ? [] : [changeTeams(database, organise, stop.signal)]),
  ];
  // A log that contradicts itself ends the process: a worker that goes on would look healthy.
  for (const duty of running) duty.catch(() => process.exit(1));
  return {
    close: async () => {
      stop.abort();
      await Promise.all(running);
      await database.destroy();
    },
  };
}

function feed(database: DataSource, settings: SignSettings, stop: AbortSignal): Promise<void> {
  const { origin, key, publishSeconds, signSeconds } = settings;
  return new LogFeeder(database, { origin, key, publishSeconds }).run(signSeconds, stop);
}

/** A round that fails is tried again at the next turn: what should have gone stays a while longer. */
function clearAway(database: DataSource, settings: ExpireSettings, stop: AbortSignal): Promise<void> {
  const duty = new ExpireInvolvement(
    new UnitOfWork(database),
    new StorageKey(settings.storageKey),
    new AuditKeys(settings.auditKey),
  );
  return repeat(settings.expireSeconds, stop, async () => {
    try {
      const { expired, cleared, tickets, broken } = await duty.round();
      if (expired + cleared + tickets + broken > 0)
        log.info('cleared away what lapsed', { expired, cleared, tickets, broken });
    } catch (cause) {
      log.error('what lapsed could not be cleared away', cause);
    }
  });
}

/** A round that fails, or a process that ends in the middle, leaves whole steps; the next round goes on behind them. */
function changeTeams(database: DataSource, settings: OrganiseSettings, stop: AbortSignal): Promise<void> {
  const duty = new CarryOutTeamChanges(
    new UnitOfWork(database),
    new Catalogue(database),
    new Policies(database),
    new StorageKey(settings.storageKey),
    new AuditKeys(settings.auditKey),
  );
  return repeat(settings.organiseSeconds, stop, async () => {
    try {
      const { changes, moved } = await duty.round(stop);
      if (changes > 0) log.info('carried out changes of teams', { changes, moved });
    } catch (cause) {
      log.error('changes of teams could not be carried out', cause);
    }
  });
}

runProcess('worker', start);
