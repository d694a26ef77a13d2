-- Teams close for holidays, end, and go up in others. A change has a date, is announced, and is carried out in steps.

alter table team
  add column closures    jsonb not null default '[]', -- from and to, days in Amsterdam
  add column ended_on    date,
  add column merged_into text references team (code), -- always a team that goes on: followed up when that one ends too
  add check ((merged_into is null) = (ended_on is null)),
  add check (merged_into <> code);
create index team_merged on team (merged_into) where merged_into is not null;

create table team_change (
  id           uuid primary key,
  kind         text not null check (kind in ('rename', 'merge', 'hand-over')),
  team         text not null references team (code),
  to_team      text references team (code),
  new_name     text check (length(new_name) between 1 and 120),
  every_case   boolean not null default false,
  cases        uuid[], -- ids of involvement that still has to go; gone when it is over
  effective_on date not null,
  announced_by text not null,
  announced_at timestamptz not null default now(),
  approved     boolean not null default false, -- by a second person
  state        text not null check (state in ('proposed', 'announced', 'under-way', 'carried-out', 'cancelled', 'lapsed')),
  reached      uuid, -- last id that a step went through, so that a kill costs one step
  moved        integer not null default 0,
  over_at      timestamptz,
  check ((kind = 'rename') = (new_name is not null) and (kind = 'rename') = (to_team is null)),
  check (to_team <> team),
  check (cases is null or (kind = 'hand-over' and not every_case and state in ('proposed', 'announced', 'under-way')))
);
create index team_change_open on team_change (effective_on) where state in ('proposed', 'announced', 'under-way');
create index team_change_at on team_change (announced_at);
