-- When the sector of a deal was last seen to be there: f06 is not told when a sector ends early, so a claim of a
-- terminated sector looks like any other. Whoever looks sets it, which changes no version.
alter table deal add column sector_seen_at timestamptz;
