-- What a department's last full delivery was for: when that epoch is no longer live, nothing of it can be found.
alter table department add column last_epoch text check (length(last_epoch) between 1 and 32);

-- The worker looks for what ended; without these it would read the whole table every hour.
create index involvement_expiry on involvement (expires_on, id) where withdrawn_on is null;
create index involvement_withdrawn on involvement (withdrawn_on, id) where withdrawn_on is not null;
