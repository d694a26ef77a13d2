-- The log. Groups S, A and D are sealed under keys that are not in this database; search columns are keyed.
-- `head` is the one row that orders all writers: any number of index processes share the tree through it.

create schema audit;

create table audit.head (
  one      boolean primary key default true check (one),
  size     bigint not null,
  frontier bytea not null,
  root     bytea not null
);

-- Leaf hashes are kept for ever: 32 bytes an event, one row a batch.
create table audit.batch (
  first_seq    bigint primary key,
  size_after   bigint not null unique,
  leaf_hashes  bytea not null,
  committed_at timestamptz not null default clock_timestamp(),
  check (length(leaf_hashes) = 32 * (size_after - first_seq))
);

-- Roots of full subtrees of 256, 65,536 … leaves, so that a proof reads hundreds of hashes and not the whole log.
create table audit.node (
  level smallint not null,
  index bigint not null,
  hash  bytea not null check (length(hash) = 32),
  primary key (level, index)
);

create table audit.record (
  seq            bigint primary key,
  event          bytea not null, -- random, binds the sealed groups to their record
  entry          bytea not null, -- what the leaf hash covers
  w              bytea not null,
  w_salt         bytea not null,
  x              bytea not null,
  x_salt         bytea not null,
  s              bytea not null,
  a              bytea not null,
  d              bytea not null,
  at             timestamptz not null,
  actor_key      bytea not null,
  receipt_digest bytea not null
);
create unique index record_receipt on audit.record (receipt_digest);
create index record_actor on audit.record (actor_key, seq);
create index record_at on audit.record using brin (at);

create table audit.subject_tag (
  tag bytea not null,
  seq bigint not null
);
create index subject_tag_search on audit.subject_tag (tag, seq);

create table audit.checkpoint (
  size      bigint primary key,
  note      text not null,
  signed_at timestamptz not null default clock_timestamp(),
  published boolean not null default false
);
create index checkpoint_published on audit.checkpoint (size) where published;

-- Prevention ends at the superuser, who is found by the proofs; this stops everybody else, the owner's mistakes included.
create function audit.append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only';
end $$;

do $$
declare t text;
begin
  foreach t in array array['batch', 'node', 'record', 'subject_tag'] loop
    execute format('create trigger append_only before update or delete on audit.%I for each row execute function audit.append_only()', t);
    execute format('create trigger no_truncate before truncate on audit.%I for each statement execute function audit.append_only()', t);
    execute format('alter table audit.%I enable always trigger append_only', t);
    execute format('alter table audit.%I enable always trigger no_truncate', t);
  end loop;
end $$;

create function audit.head_only_grows() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' or new.size <= old.size then
    raise exception 'the log only grows';
  end if;
  return new;
end $$;
create trigger head_only_grows before update or delete on audit.head for each row execute function audit.head_only_grows();
alter table audit.head enable always trigger head_only_grows;

-- A head that was signed stands; it may only become published, and only unpublished ones may be cleared away.
create function audit.heads_stand() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not old.published then return old; end if;
  if tg_op = 'UPDATE' and new.published and (new.size, new.note, new.signed_at) = (old.size, old.note, old.signed_at) then
    return new;
  end if;
  raise exception 'a signed head is never changed';
end $$;
create trigger heads_stand before update or delete on audit.checkpoint for each row execute function audit.heads_stand();
alter table audit.checkpoint enable always trigger heads_stand;

-- RFC 6962, 2.1: the root of the empty tree is the hash of the empty string.
insert into audit.head (size, frontier, root) values (0, '\x0000000000000000', sha256(''));
