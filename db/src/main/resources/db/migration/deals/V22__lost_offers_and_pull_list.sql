-- An accepted offer that its provider no longer knows: since when its answers say so, since when the offer counts as lost,
-- and how often the same bytes were sent again.
alter table deal
    add column unknown_since timestamptz,
    add column lost_at timestamptz,
    add column resends integer not null default 0 check (resends >= 0);
