/**
 * worker: what runs beside the index. It answers no requests.
 *
 * Five duties, each with keys of its own, so that in production each runs as a process that holds no other (DUTIES).
 * `sign` feeds the log: signs heads every few seconds and publishes one every hour; the signing key of the log is here and
 * nowhere else. `expire` clears away what lapsed and `organise` carries out changes of teams whose day has come; both hold
 * the storage key and the audit key, as the index does. `detect` reads the log for signals of a sweep and raises alarms;
 * `follow-up` tells owners and officers of emergencies; both hold the audit key.
 */
import type { DataSource } from 'typeorm';
import { AuditKeys, LogFeeder } from '#accountability';
import { Policies } from '#disclosure';
import { CarryOutTeamChanges, ExpireInvolvement, StorageKey } from '#involvement';
import { Catalogue, Department, PurposeVersion, Team } from '#organisation';
import { Detector, FollowUps } from '#oversight';
import { UnitOfWork, log, openDatabase, runProcess } from '#platform';
import { repeat } from './repeat';
import {
  type DetectSettings,
  type ExpireSettings,
  type FollowUpSettings,
  type OrganiseSettings,
  type SignSettings,
  readSettings,
} from './settings';

async function start(): Promise<{ close(): Promise<void> }> {
  const { url, sign, expire, detect, followUp, organise } = readSettings();
  const entities = [Department, Team, PurposeVersion];
  const database = await openDatabase({ url, entities, name: 'raakvlak-worker', connections: 4 }).initialize();
  const stop = new AbortController();
  const running = [
    ...(sign === undefined ? [] : [feed(database, sign, stop.signal)]),
    ...(expire === undefined ? [] : [clearAway(database, expire, stop.signal)]),
    ...(detect === undefined ? [] : [watch(database, detect, stop.signal)]),
    ...(followUp === undefined ? [] : [tellOfEmergencies(database, followUp, stop.signal)]),
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
  return repeat(settings.expireSeconds, stop, 'what lapsed could not be cleared away', async () => {
    const { expired, cleared, tickets, broken } = await duty.round();
    if (expired + cleared + tickets + broken > 0)
      log.info('cleared away what lapsed', { expired, cleared, tickets, broken });
  });
}

/** Never in the way of a question: what fails here is read again at the next turn. */
function watch(database: DataSource, settings: DetectSettings, stop: AbortSignal): Promise<void> {
  const duty = new Detector(database, new AuditKeys(settings.auditKey), settings.budgets);
  return repeat(settings.detectSeconds, stop, 'alarm: the log could not be watched', async () => {
    await duty.round();
  });
}

/** What fails is told at the next turn: the items stay until somebody was told. */
function tellOfEmergencies(database: DataSource, settings: FollowUpSettings, stop: AbortSignal): Promise<void> {
  const duty = new FollowUps(new UnitOfWork(database), new AuditKeys(settings.auditKey));
  return repeat(settings.followUpSeconds, stop, 'alarm: nobody could be told of an emergency', async () => {
    const told = await duty.round();
    if (told > 0) log.info('told of emergencies', { told });
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
  return repeat(settings.organiseSeconds, stop, 'changes of teams could not be carried out', async () => {
    const { changes, moved } = await duty.round(stop);
    if (changes > 0) log.info('carried out changes of teams', { changes, moved });
  });
}

runProcess('worker', start);
