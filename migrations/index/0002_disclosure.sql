-- What an owner's involvement shows to an asker. Versions are never changed; a new one takes effect after a second person approved it.

create table disclosure_policy (
  version        integer primary key,
  effective_from timestamptz not null,
  rules          jsonb not null,
  proposed_by    text not null,
  approved_by    text not null check (approved_by <> proposed_by)
);

create trigger catalogue_moved after insert on disclosure_policy for each statement execute function catalogue_moved();

create function policy_stands() returns trigger language plpgsql as $$
begin
  raise exception 'a policy version is never changed';
end $$;
create trigger policy_stands before update or delete on disclosure_policy for each row execute function policy_stands();

insert into disclosure_policy (version, effective_from, rules, proposed_by, approved_by) values (1, '2026-01-01T00:00:00Z', '[
  {"id": "care-to-the-door", "owner": {"domain": "care"}, "purpose": "home-visit", "disclosure": "open"},
  {"id": "care-before-a-control", "owner": {"domain": "care"}, "purpose": "planned-control", "disclosure": "open"},
  {"id": "care-in-a-crisis", "owner": {"domain": "care"}, "purpose": "crisis", "disclosure": "open"},
  {"id": "care-at-intake", "owner": {"domain": "care"}, "purpose": "intake", "disclosure": "mediated",
   "broker": "bemiddeling-sociaal-domein", "label": "Bemiddeling sociaal domein"},
  {"id": "care-at-the-desk", "owner": {"domain": "care"}, "purpose": "permit-desk", "disclosure": "closed"},
  {"id": "debt-to-the-door", "owner": {"domain": "debt"}, "asker": {"domain": "care"}, "purpose": "home-visit", "disclosure": "open"},
  {"id": "debt-before-a-control", "owner": {"domain": "debt"}, "purpose": "planned-control", "disclosure": "mediated",
   "broker": "bemiddeling-sociaal-domein", "label": "Bemiddeling sociaal domein"},
  {"id": "debt-at-intake", "owner": {"domain": "debt"}, "purpose": "intake", "disclosure": "mediated",
   "broker": "bemiddeling-sociaal-domein", "label": "Bemiddeling sociaal domein"},
  {"id": "education-at-intake", "owner": {"domain": "education"}, "purpose": "intake", "disclosure": "mediated",
   "broker": "bemiddeling-sociaal-domein", "label": "Bemiddeling sociaal domein"},
  {"id": "control-before-a-visit", "owner": {"domain": "enforcement"}, "purpose": "home-visit", "disclosure": "open"},
  {"id": "control-among-controls", "owner": {"domain": "enforcement"}, "asker": {"domain": "enforcement"}, "purpose": "planned-control", "disclosure": "open"},
  {"id": "control-at-the-desk", "owner": {"domain": "enforcement"}, "asker": {"domain": "permits"}, "purpose": "permit-desk", "disclosure": "open"},
  {"id": "permits-before-a-control", "owner": {"domain": "permits"}, "asker": {"domain": "enforcement"}, "purpose": "planned-control", "disclosure": "open"},
  {"id": "education-to-the-door", "owner": {"domain": "education"}, "asker": {"domain": "care"}, "purpose": "home-visit", "disclosure": "open"},
  {"id": "safety-is-silent", "owner": {"domain": "safety"}, "disclosure": "silent"}
]', 'founding-set', 'founding-set-review');
