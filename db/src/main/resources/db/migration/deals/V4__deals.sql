-- One row per (piece, provider, attempt). States: the reference's common deal states.
create table deal (
    id               text primary key check (id ~ '^dl_[0-9A-HJKMNP-TV-Z]{26}$'),
    piece_cid        text not null references piece (piece_cid),
    provider         text not null references provider (id),
    wallet           text not null references wallet (address),
    product          text not null check (product in ('ddo', 'mk12')),
    verified         boolean not null,
    attempt          integer not null default 1 check (attempt > 0),
    state            text not null check (state in ('planned', 'blocked', 'allocating', 'proposing', 'accepted', 'transferring',
                         'committing', 'sealing', 'active', 'expiring', 'completed', 'rejected', 'lapsed', 'faulted',
                         'terminated', 'failed')),
    cause_code       text,
    cause_text       text,
    finality         text check (finality in ('head', 'finalized')),
    duration_epochs  bigint not null check (duration_epochs > 0),
    start_epoch      bigint check (start_epoch >= 0),
    end_epoch        bigint check (end_epoch > start_epoch),
    price_per_epoch  numeric(78, 0) not null default 0 check (price_per_epoch >= 0),
    provider_collateral numeric(78, 0) not null default 0 check (provider_collateral >= 0),
    client_collateral numeric(78, 0) not null default 0 check (client_collateral >= 0),
    -- the allocation of a verified ddo deal; the claim has the same id
    allocation_expiration bigint,
    allocation_id    bigint,
    -- exact bytes that are sent, fixed before they are sent: MK20 deal JSON or MK12 DealParams CBOR
    proposal_bytes   bytea,
    proposal_cid     text,
    proposal_key     text unique,
    proposed_at      timestamptz,
    provider_status  text,
    chain_deal_id    bigint,
    publish_message  text,
    sector           bigint,
    active_epoch     bigint,
    absent_looks     integer not null default 0,
    watched_at       timestamptz,
    version          bigint not null default 1,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    check (state not in ('accepted', 'transferring', 'committing', 'sealing', 'active') or proposal_key is not null),
    check (state <> 'rejected' or cause_code is not null),
    check (state <> 'blocked' or cause_code is not null)
);
create unique index one_open_deal_per_piece_and_provider on deal (piece_cid, provider)
    where state not in ('completed', 'rejected', 'lapsed', 'terminated', 'failed');
create unique index one_deal_per_allocation on deal (wallet, allocation_id) where allocation_id is not null;
create index deal_by_piece on deal (piece_cid);
create index deal_watched on deal (state) where state not in ('completed', 'rejected', 'lapsed', 'terminated', 'failed');
create index deal_by_time on deal (created_at desc, id desc);

-- DataCap ledger: one reservation per verified deal, spent or released exactly once.
create table datacap_reservation (
    deal_id    text primary key references deal (id),
    wallet     text not null references wallet (address),
    bytes      bigint not null check (bytes > 0),
    state      text not null default 'reserved' check (state in ('reserved', 'spent', 'released')),
    created_at timestamptz not null default now(),
    settled_at timestamptz,
    check ((state = 'reserved') = (settled_at is null))
);
create index datacap_reserved on datacap_reservation (wallet) where state = 'reserved';
