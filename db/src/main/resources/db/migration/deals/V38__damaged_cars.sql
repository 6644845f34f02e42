-- What was stored since the last look, for the index of all blocks.
create index car_by_creation on car (created_at);

-- A CAR whose bytes are not what was stored: since when, and what was found. It is not served until it was built anew.
alter table car add column damaged_at timestamptz;
alter table car add column damage text;
alter table car add constraint damage_is_told check ((damaged_at is null) = (damage is null));
