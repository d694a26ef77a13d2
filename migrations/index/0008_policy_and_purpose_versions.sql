-- Purposes and policy come in versions that a second person approved; a department has a pattern for its case numbers.

-- Table purpose stays as the version before this one reads it.
create table purpose_version (
  code            text not null check (code ~ '^[a-z][a-z0-9-]{1,49}$'),
  version         integer not null check (version >= 1),
  name            text not null check (length(name) between 1 and 120), -- Dutch, as the asker reads it
  roles           text[] not null check (cardinality(roles) > 0 and roles <@ '{professional,team-coordinator}'),
  domains         text[] not null check (cardinality(domains) > 0
    and domains <@ '{care,enforcement,permits,debt,education,safety}'),
  kinds           text[] not null check (cardinality(kinds) > 0 and kinds <@ '{person,business,address,building}'),
  legal_basis     text not null check (length(legal_basis) between 1 and 300),
  register_entry  text not null check (length(register_entry) between 1 and 200), -- entry in the article 30 register
  effective_from  date not null,
  effective_until date, -- the last day
  proposed_by     text not null,
  approved_by     text not null check (approved_by <> proposed_by),
  primary key (code, version),
  check (effective_until >= effective_from)
);

insert into purpose_version
  select code, 1, name, '{professional,team-coordinator}', domains, kinds, legal_basis, processing_activity,
    '2026-01-01', null, 'founding-set', 'founding-set-review'
  from purpose;

create function version_stands() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a purpose is never changed';
end $$;
create trigger version_stands before update or delete on purpose_version for each row execute function version_stands();
create trigger catalogue_moved after insert on purpose_version for each statement execute function catalogue_moved();

-- Who stands in when an owner makes one case stricter than the rules. The founding version gets those of its own rules.
alter table disclosure_policy add column brokers jsonb not null default '[
  {"owner": {"domain": "care"}, "team": "bemiddeling-sociaal-domein", "label": "Bemiddeling sociaal domein"},
  {"owner": {"domain": "debt"}, "team": "bemiddeling-sociaal-domein", "label": "Bemiddeling sociaal domein"},
  {"owner": {"domain": "education"}, "team": "bemiddeling-sociaal-domein", "label": "Bemiddeling sociaal domein"}
]';
alter table disclosure_policy alter column brokers set default '[]';

-- A small language of our own, read by libs/organisation/src/case-pattern.ts.
alter table department add column case_pattern text not null default '{letters}-{year}-{3-6}'
  check (case_pattern ~ '^[A-Za-z0-9{}-]{3,40}$');
