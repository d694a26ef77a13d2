-- Who can be named in an answer, and for which purposes one may ask.

create table department (
  code              text primary key check (code ~ '^[a-z][a-z0-9-]{1,49}$'),
  name              text not null check (length(name) between 1 and 120),
  domain            text not null check (domain in ('care', 'enforcement', 'permits', 'debt', 'education', 'safety')),
  last_delivered_on date -- from heartbeats only: a registration must not show in the coverage
);

create table team (
  code       text primary key check (code ~ '^[a-z][a-z0-9-]{1,49}$'),
  department text not null references department (code),
  name       text not null check (length(name) between 1 and 120),
  phone      text not null check (length(phone) between 3 and 40),
  email      text not null check (length(email) between 3 and 120),
  hours      jsonb not null,
  instead    text references team (code)
);

create table purpose (
  code                text primary key check (code ~ '^[a-z][a-z0-9-]{1,49}$'),
  name                text not null, -- Dutch, as the asker reads it
  legal_basis         text not null,
  processing_activity text not null, -- entry in the article 30 register
  domains             text[] not null,
  kinds               text[] not null
);

-- Processes keep departments, teams, purposes and policy in memory; each inquiry reads this number and reloads when it moved.
create table catalogue (
  one     boolean primary key default true check (one),
  version bigint not null
);
insert into catalogue (version) values (1);

create function catalogue_moved() returns trigger language plpgsql as $$
begin
  update catalogue set version = version + 1;
  return null;
end $$;

create trigger catalogue_moved after insert or update or delete on department for each statement execute function catalogue_moved();
create trigger catalogue_moved after insert or update or delete on team for each statement execute function catalogue_moved();
create trigger catalogue_moved after insert or update or delete on purpose for each statement execute function catalogue_moved();

insert into purpose (code, name, legal_basis, processing_activity, domains, kinds) values
  ('home-visit', 'Huisbezoek voorbereiden', 'AVG art. 6 lid 1 onder e; Wmo 2015 art. 5.1.1', 'urn:raakvlak:register:huisbezoek',
   '{care,enforcement,debt,education,safety}', '{person,address}'),
  ('planned-control', 'Geplande controle van een gebouw', 'AVG art. 6 lid 1 onder e; Omgevingswet art. 18.1', 'urn:raakvlak:register:controle',
   '{enforcement,safety}', '{address,building,business}'),
  ('permit-desk', 'Vergunningaanvraag behandelen', 'AVG art. 6 lid 1 onder e; Omgevingswet art. 5.1', 'urn:raakvlak:register:vergunning',
   '{permits}', '{address,business}'),
  ('intake', 'Intake van een hulpvraag', 'AVG art. 6 lid 1 onder e; Wmo 2015 art. 2.3.2', 'urn:raakvlak:register:intake',
   '{care,debt}', '{person,address}'),
  ('crisis', 'Crisis: er is nu iemand in gevaar', 'AVG art. 6 lid 1 onder d', 'urn:raakvlak:register:crisis',
   '{care,safety}', '{person,address}');
