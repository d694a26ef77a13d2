-- Departments' systems that sign in by themselves, as their manager keeps them: a list and no gate. Keys are enforced by the
-- OpenID provider, caseloads by the custodian.

create table connection (
  code                text primary key check (code ~ '^[a-z][a-z0-9-]{1,49}$'), -- client id at the OpenID provider
  name                text not null check (length(name) between 1 and 120),
  department          text not null references department (code),
  teams               text[] not null check (cardinality(teams) between 1 and 100), -- codes of teams that it delivers for
  caseload            integer not null check (caseload between 1 and 1000000),
  public_key          jsonb not null check (not public_key ? 'd'), -- JWK, EC P-256
  thumbprint          text not null unique check (thumbprint ~ '^[A-Za-z0-9_-]{43}$'), -- RFC 7638
  key_since           date not null,
  previous_thumbprint text unique check (previous_thumbprint ~ '^[A-Za-z0-9_-]{43}$'), -- while the provider knows both keys
  entered_on          date not null,
  ended_on            date,
  check (previous_thumbprint <> thumbprint)
);
