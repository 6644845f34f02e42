-- What the chain said last: the clock that turns epochs into times, and how fresh our view is.
create table network (
    name             text primary key,
    genesis_at       timestamptz not null,
    block_delay_s    numeric(12, 3) not null check (block_delay_s > 0),
    head_epoch       bigint not null check (head_epoch >= 0),
    head_tipset      text not null,
    finalized_epoch  bigint not null check (finalized_epoch >= 0),
    observed_at      timestamptz not null
);

create table provider (
    id            text primary key check (id ~ '^[ft]0[0-9]+$'),
    base_url      text,
    peer_id       text,
    sector_size   bigint,
    products      text[] not null default '{}',
    ask_price_atto          numeric(78, 0),
    ask_verified_price_atto numeric(78, 0),
    min_piece_size bigint,
    max_piece_size bigint,
    reachable     boolean not null default false,
    last_error    text,
    checked_at    timestamptz,
    created_at    timestamptz not null default now()
);

create table wallet (
    address        text primary key check (address ~ '^f[13]'),
    actor_id       bigint,
    key_type       text not null check (key_type in ('secp256k1')),
    encrypted_key  bytea not null,
    is_default     boolean not null default true,
    created_at     timestamptz not null default now()
);
create unique index one_default_wallet on wallet (is_default) where is_default;

-- A message to the chain: nonce, signed bytes and CID are here before the message leaves the house.
create table chain_message (
    id            text primary key check (id ~ '^msg_[0-9A-HJKMNP-TV-Z]{26}$'),
    wallet        text not null references wallet (address),
    nonce         bigint not null check (nonce >= 0),
    purpose       text not null check (purpose in ('allocate', 'add_balance', 'reclaim')),
    subject_id    text not null,
    signed_bytes  bytea not null,
    cid           text not null unique,
    state         text not null default 'signed' check (state in ('signed', 'pushed', 'executed', 'failed')),
    exit_code     integer,
    return_bytes  bytea,
    executed_epoch  bigint,
    executed_tipset text,
    error         text,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    unique (wallet, nonce),
    unique (purpose, subject_id),
    check ((state in ('executed', 'failed')) = (exit_code is not null))
);
create index chain_message_pending on chain_message (wallet, nonce) where state in ('signed', 'pushed');
