-- An accepted offer that its provider no longer knows: since when its answers say so, since when the offer counts as lost,
-- and how often the same bytes were sent again.
alter table deal
    add column unknown_since timestamptz,
    add column lost_at timestamptz,
    add column resends integer not null default 0 check (resends >= 0);

-- A key that the operator gave a provider: it opens the pull list and the provider's own deals, and nothing else.
alter table api_key
    add column provider text check (provider ~ '^f0[0-9]{1,19}$'),
    add constraint a_providers_key_opens_nothing_else check (provider is null or scopes = array['sp:deals']);

-- How long the provider that reserved a deal says that it takes to seal it.
alter table deal add column sealing_epochs bigint check (sealing_epochs > 0);

-- Pieces that still want copies: the list that providers pull from.
create index piece_short on piece (piece_cid) where shortfall is not null;
create index deal_without_taker on deal (piece_cid) where state = 'blocked' and cause_code = 'no_eligible_provider';
