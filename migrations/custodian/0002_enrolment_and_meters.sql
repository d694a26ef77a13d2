-- Who may have evaluated what, and how much of it. The custodian enrols people and connections itself: whoever can act as
-- users at the identity provider is bounded here, with another operator.

-- A request that comes again within five minutes (its answer got lost) is recognised by this digest and costs nothing:
-- SHA-256 over who, use, kind and the blinded elements. The elements are random points, made anew by the client for every
-- request and forgotten after it, so that the digest tells nothing about what was asked, neither today nor to somebody
-- who learns the token key later. Null in rows of the previous version.
alter table evaluation add column digest bytea check (octet_length(digest) = 32);
-- Looked up by equality only; a hash index keeps four bytes a row of it.
create index evaluation_digest on evaluation using hash (digest);

create table enrolment (
  -- issuer of the access token, a bar, subject
  actor text primary key check (actor ~ '^.+[|].+$' and length(actor) <= 1100),
  sort text not null check (sort in ('person', 'connection')),
  -- of the office's own, for its lists
  name text check (length(name) between 1 and 100),
  -- new: low in the first days, full afterwards. low and full: as the office decided
  level text not null check (level in ('new', 'low', 'full')),
  -- how many cases a connection says it brings; its budgets follow from it
  caseload integer check (caseload between 1 and 1000000),
  blocked boolean not null default false,
  enrolled_at timestamptz not null,
  check ((sort = 'connection') = (caseload is not null))
);

-- What was debited. Changed in the transaction of the row in `evaluation`, so that for every window that is still here the
-- meters equal the sum of the rows.
create table meter (
  -- as above, or * for the whole office
  actor text not null,
  -- the hour as 2026-11-26T10 (UTC), the day as 2026-11-26 (Amsterdam), or the id of an epoch
  period text not null,
  span text not null check (span in ('hour', 'day', 'epoch')),
  use text not null check (use in ('ask', 'register')),
  kind text not null check (kind in ('person', 'business', 'address', 'building')),
  -- end of an hour or a day; the row is removed some time afterwards
  ends timestamptz,
  spent integer not null check (spent > 0),
  primary key (actor, period, span, use, kind)
) with (fillfactor = 70);

create index meter_ends on meter (ends) where ends is not null;

-- What the office did, in its own words; never changed and never removed.
create table office_act (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  what text not null check (what in ('enrol', 'level', 'block', 'unblock')),
  actor text not null,
  level text,
  caseload integer,
  name text
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'acts of the office are only added';
end
$$;

create trigger office_act_is_append_only before update or delete or truncate on office_act
  for each statement execute function refuse_change();
