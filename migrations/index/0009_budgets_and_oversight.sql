-- What was spent, what was noticed, and what was planted. All names are keyed or sealed under the audit key, which is not in
-- this database: a copy shows how much, and neither who nor of what.

-- One row for each account, team, department and the office, and each kind of subject. Debited in the transaction of the
-- audit record, under the lock of its head; written over at every question, so room is left on each page.
create table meter (
  id           bytea primary key check (length(id) = 16),
  day          date not null, -- in Amsterdam
  hour         integer not null, -- hours since 1970
  day_spent    integer not null check (day_spent >= 0),
  hour_spent   integer not null check (hour_spent >= 0),
  urgent_spent integer not null check (urgent_spent >= 0)
) with (fillfactor = 50);

-- What the detectors noticed: kind, account and figures are sealed. The mark lets one alarm a day stand for each account and
-- kind, however many detectors run.
create table alarm (
  id     uuid primary key,
  at     timestamptz not null default now(),
  mark   bytea not null unique check (length(mark) = 16),
  sealed bytea not null
);
create index alarm_at on alarm (at);

-- Decoys: tokens that no honest question holds. Sealed, so that nobody can tell which they are or look for them.
create table canary (
  id         uuid primary key,
  department text not null references department (code),
  planted_on date not null default current_date,
  sealed     bytea not null
);
