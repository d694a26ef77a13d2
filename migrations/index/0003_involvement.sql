-- Involvement behind sealed links. `link.slot` is keyed by the storage key, which is not in this database; so is the way
-- from a link to its involvement and back. A stolen copy shows teams and numbers, and names nobody.

create table involvement (
  id            uuid primary key, -- made by the client, so that sending it twice has one effect
  team          text not null references team (code),
  registered_on date not null,
  expires_on    date not null,
  withdrawn_on  date,
  notice        text not null check (notice in ('given', 'pending', 'delayed', 'exempt')), -- art. 14 AVG
  notice_ground text check (notice_ground in ('already-informed', 'impossible-or-disproportionate', 'laid-down-by-law',
                  'professional-secrecy', 'safety-of-persons', 'ongoing-investigation')),
  review_on     date,
  sealed        bytea not null, -- link ids, case number, what was asked for: sealed under the storage key, bound to this id
  check (notice <> 'delayed' or (notice_ground is not null and review_on is not null)),
  check (notice <> 'exempt' or notice_ground is not null)
);
create index involvement_of_team on involvement (team, id) where withdrawn_on is null;

create table link (
  id     uuid primary key,
  slot   bytea not null check (length(slot) = 32),
  sealed bytea not null check (length(sealed) = 45)
);
create index link_slot on link (slot);

-- A ticket buys one look or one registration. It is spent in the transaction of the audit record.
create table spent_ticket (
  id         bytea primary key check (length(id) = 16),
  expires_at timestamptz not null
);
create index spent_ticket_expiry on spent_ticket using brin (expires_at);
