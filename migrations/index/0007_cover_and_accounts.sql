-- Who used the service and as what, and who stands in for whom until when. Employees only; never anything of a resident.

create table account (
  actor         text primary key check (length(actor) between 3 and 600), -- issuer|subject, as in a ticket
  roles         text[] not null,
  department    text not null, -- as the identity provider says it; '' when it says none
  teams         text[] not null,
  first_seen_on date not null,
  last_seen_on  date not null
);
create index account_last_seen on account (last_seen_on);

create table cover (
  id       uuid primary key,
  actor    text not null references account (actor),
  team     text not null references team (code),
  from_on  date not null,
  until_on date not null, -- the last day on which it counts
  given_by text not null,
  given_at timestamptz not null default now(),
  ended_by text,
  ended_at timestamptz,
  check (until_on >= from_on and until_on <= from_on + 42),
  check (given_by <> actor),
  check ((ended_by is null) = (ended_at is null))
);
create index cover_running on cover (until_on) where ended_at is null;
create index cover_of_actor on cover (actor, team) where ended_at is null;

create trigger catalogue_moved after insert or update or delete on cover for each statement execute function catalogue_moved();

create function cover_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.ended_at is null and new.ended_at is not null
    and (new.id, new.actor, new.team, new.from_on, new.until_on, new.given_by, new.given_at)
      = (old.id, old.actor, old.team, old.from_on, old.until_on, old.given_by, old.given_at) then
    return new;
  end if;
  raise exception 'a cover is ended once and never changed';
end $$;
create trigger cover_stands before update or delete on cover for each row execute function cover_stands();
