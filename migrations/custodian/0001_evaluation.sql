-- The custodian's ledger: one row for each evaluation it was asked for, committed before the key is used. It meters
-- people, so it holds who asked; it never holds what was asked: the elements are blinded and are not stored either.
-- The comparison with the index's audit log goes by ticket.
create table evaluation (
  ticket bytea primary key check (octet_length(ticket) = 16),
  -- issuer of the access token, a bar, subject
  actor text not null check (actor ~ '^.+[|].+$' and length(actor) <= 1100),
  use text not null check (use in ('ask', 'register')),
  kind text not null check (kind in ('person', 'business', 'address', 'building')),
  -- blinded elements in the request, whatever the number of live epochs
  count smallint not null check (count between 1 and 256),
  at timestamptz not null
);

create index evaluation_at on evaluation (at);
