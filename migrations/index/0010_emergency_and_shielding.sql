-- Teams that stand for something else than help or supervision, the order in which involvement came, what follows from an
-- emergency, and the verdict that each of those needs.

-- `shield-desk`: where it is involved, nothing is found. `collective-list`: marks an address where many live.
alter table team add column part text not null default 'ordinary'
  check (part in ('ordinary', 'shield-desk', 'collective-list'));

-- Who was involved before whom. Days are too coarse for that, and a clock can be set back.
alter table involvement add column serial bigint generated always as identity;

-- One for each emergency question, of one size whatever was found; a worker opens it, tells those it is about and removes
-- it. Sealed under the audit key: 12 bytes nonce, 4096 contents, 16 tag.
create table follow_up (
  id     uuid primary key,
  at     timestamptz not null default now(),
  sealed bytea not null check (length(sealed) = 4124)
);
create index follow_up_order on follow_up (at);

create table review_case (
  id         uuid primary key, -- of the follow-up item, so that opening it twice has one effect
  opened_at  timestamptz not null default now(),
  sealed     bytea not null, -- who asked, why, who was told: audit key
  asker_key  bytea not null check (length(asker_key) = 16),
  verdict    text check (verdict in ('justified', 'not-justified')),
  judged_by  text,
  judged_key bytea check (length(judged_key) = 16),
  closed_at  timestamptz,
  -- Closed means judged, and nobody judges her own emergency.
  check ((closed_at is null) = (verdict is null) and (closed_at is null) = (judged_by is null)
    and (closed_at is null) = (judged_key is null)),
  check (judged_key <> asker_key)
);
create index review_case_open on review_case (opened_at) where closed_at is null;

create function review_case_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.closed_at is null and new.closed_at is not null
    and (new.id, new.opened_at, new.sealed, new.asker_key) = (old.id, old.opened_at, old.sealed, old.asker_key) then
    return new;
  end if;
  raise exception 'a review case is judged once and never changed';
end $$;
create trigger review_case_stands before update or delete on review_case for each row execute function review_case_stands();
create trigger review_case_kept before truncate on review_case for each statement execute function review_case_stands();
