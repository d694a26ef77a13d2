-- What widens what can be seen waits for a second person; what happened is told to those whom it concerns.

create table proposal (
  id             uuid primary key,
  kind           text not null check (kind ~ '^[a-z][a-z-]{1,39}$'),
  content        jsonb not null, -- codes and texts of the organisation; never of a resident
  effective_from timestamptz not null,
  proposed_by    text not null,
  proposed_at    timestamptz not null default now(),
  state          text not null default 'open' check (state in ('open', 'approved', 'rejected')),
  decided_by     text,
  decided_at     timestamptz,
  check (decided_by <> proposed_by),
  check ((state = 'open') = (decided_by is null) and (state = 'open') = (decided_at is null))
);
create index proposal_open on proposal (proposed_at) where state = 'open';

create function proposal_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.state = 'open' and new.state <> 'open'
    and (new.id, new.kind, new.content, new.effective_from, new.proposed_by, new.proposed_at)
      = (old.id, old.kind, old.content, old.effective_from, old.proposed_by, old.proposed_at) then
    return new;
  end if;
  raise exception 'a proposal is decided once and never changed';
end $$;
create trigger proposal_stands before update or delete on proposal for each row execute function proposal_stands();

-- Told to a team, or to a reviewing role. Never a name, an address or a token of a resident.
create table event (
  id       uuid primary key,
  at       timestamptz not null default now(),
  audience text not null check (audience in ('team', 'privacy-officer', 'data-protection-officer')),
  team     text references team (code),
  kind     text not null check (kind ~ '^[a-z][a-z-]{1,39}$'),
  detail   jsonb not null,
  check ((audience = 'team') = (team is not null))
);
create index event_of_team on event (team, at) where audience = 'team';
create index event_of_role on event (audience, at) where audience <> 'team';
