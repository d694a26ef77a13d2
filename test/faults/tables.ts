import type { OutageReport } from './outage-rounds';
import { OUTAGES, type OutageName } from './outages';
import { type FaultReport, VICTIMS, type Victim } from './rounds';

/** Two columns: what, and the figure. */
export function killsTable(report: FaultReport, seed: number): string {
  const recovery = (victim: Victim): string => {
    const all = report.recovery[victim].toSorted((a, b) => a - b);
    if (all.length === 0) return '';
    const [middle, most] = [all[Math.floor(all.length / 2)], all.at(-1)] as [number, number];
    return `, serving again after ${(middle / 1000).toFixed(1)} s (median), ${(most / 1000).toFixed(1)} s (longest)`;
  };
  return listed([
    ['seed', seed],
    ['rounds', report.rounds],
    ...VICTIMS.map((victim): [string, string] => [`kills of ${victim}`, `${report.kills[victim]}${recovery(victim)}`]),
    ...loadOf(report),
    ['lost', report.lost],
    ['unrecorded', report.unrecorded],
    ['by half, twice, or otherwise wrong', report.broken],
  ]);
}

const DISK = { mount: 'real ENOSPC', limit: 'real EFBIG', trigger: '53100 by a trigger' } as const;

/** One row for each outage, then the figures of the whole run. */
export function outagesTable(report: OutageReport, seed: number): string {
  const called = (name: OutageName): string => (name === 'disk' ? `disk full (${DISK[report.disk]})` : name);
  const head = [
    'PostgreSQL',
    'rounds',
    'requests',
    'refused 503',
    'slowest answer ms',
    'good again ms',
    'lost',
    'unrecorded',
    'broken',
  ];
  const rows = OUTAGES.filter((name) => report.outages[name].rounds > 0).map((name) => {
    const { rounds, requests, refused, slowest, recovery, lost, unrecorded, broken } = report.outages[name];
    const figures = [rounds, requests, refused, Math.round(slowest), Math.round(recovery), lost, unrecorded, broken];
    return [called(name), ...figures.map(String)];
  });
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const total = listed([['seed', seed], ...loadOf(report)]);
  return [line(head), ...rows.map(line), '', total].join('\n');
}

/** What the load did meanwhile, the same for kills and outages. */
const loadOf = (report: FaultReport | OutageReport): (readonly [string, number | string])[] => [
  ['registrations acknowledged', report.registrations],
  ['of which in lists', report.listed],
  ['withdrawals acknowledged', report.withdrawals],
  ['answers', report.answers],
  ['evaluations', report.evaluations],
  ['unknown outcomes', report.unknown],
  ['of which sent again and answered', report.resolved],
  ['second uses of a ticket refused', report.secondUsesRefused],
  ['records in the log', report.records],
  ['seconds', report.seconds.toFixed(0)],
];

function listed(rows: readonly (readonly [string, number | string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
