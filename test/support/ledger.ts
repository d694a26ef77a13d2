import type { Client } from 'pg';

/** Every meter of an hour, a day or an epoch, beside what the ledger's rows add up to. */
const DIFFERENCES = `
  with debited as (
    select actor, use, kind, count, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24') as hour,
      to_char(at at time zone 'Europe/Amsterdam', 'YYYY-MM-DD') as day
    from evaluation
  ), each as (
    select actor, 'hour' as span, hour as period, use, kind, count from debited
    union all select actor, 'day', day, use, kind, count from debited
    union all select '*', 'hour', hour, use, kind, count from debited
    union all select '*', 'day', day, use, kind, count from debited
  ), owed as (
    select actor, span, period, use, kind, sum(count)::integer as spent from each group by 1, 2, 3, 4, 5
  ), metered as (
    select actor, span, period, use, kind, spent from meter where span <> 'epoch'
    union all
    select actor, 'all epochs', '', use, kind, sum(spent)::integer from meter where span = 'epoch' group by 1, 4, 5
  ), should as (
    select * from owed
    union all
    select actor, 'all epochs', '', use, kind, sum(count)::integer from evaluation join enrolment using (actor)
    where sort = 'connection' group by 1, 4, 5
  )
  select coalesce(m.span, s.span) as span, coalesce(m.use, s.use) as use, coalesce(m.kind, s.kind) as kind,
    coalesce(m.spent, 0) as metered, coalesce(s.spent, 0) as owed
  from metered m full join should s using (actor, span, period, use, kind)
  where m.spent is distinct from s.spent`;

const TWICE = `select count(*)::integer as times from evaluation where digest is not null
  group by digest having count(*) > 1`;

/**
 * What is wrong with a custodian's accounts, in words: meters that are not the sum of the ledger's rows, and requests that
 * were debited twice. Only while nothing is under way, and where no request came again after its five minutes.
 */
export async function accountFaults(custodian: Client): Promise<string[]> {
  const { rows } = await custodian.query<Record<'span' | 'use' | 'kind', string> & Record<'metered' | 'owed', number>>(
    DIFFERENCES,
  );
  const { rows: twice } = await custodian.query<{ times: number }>(TWICE);
  return [
    ...rows.map(
      ({ span, use, kind, metered, owed }) =>
        `a meter of ${use} ${kind} (${span}) says ${metered}, and the ledger's rows add up to ${owed}`,
    ),
    ...twice.map(({ times }) => `a request was debited ${times} times`),
  ];
}
