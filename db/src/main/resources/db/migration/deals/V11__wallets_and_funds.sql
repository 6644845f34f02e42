-- Wallets of several kinds: a key that is sealed here, an address whose key a remote signer has, an address that is only
-- watched. Only what can sign may be the default.
alter table wallet drop constraint wallet_address_check;
alter table wallet add constraint wallet_address_check check (address ~ '^f([13]|410f)[a-z2-7]+$');
alter table wallet drop constraint wallet_key_type_check;
alter table wallet add constraint wallet_key_type_check check (key_type in ('secp256k1', 'bls', 'delegated'));
alter table wallet add column kind text not null default 'local' check (kind in ('local', 'remote', 'watch'));
alter table wallet add column name text check (length(name) between 1 and 100);
alter table wallet alter column encrypted_key drop not null;
alter table wallet add constraint a_local_wallet_has_its_key check ((kind = 'local') = (encrypted_key is not null));
alter table wallet add constraint the_default_wallet_signs
    check (not is_default or (kind <> 'watch' and key_type <> 'delegated'));
alter table wallet add constraint an_ethereum_account_is_only_watched check (key_type <> 'delegated' or kind = 'watch');

-- What one message and the messages of one hour may cost at most; null is no limit.
create table spending_limit (
    wallet           text primary key references wallet (address),
    fil_per_call     numeric(78, 0) check (fil_per_call >= 0),
    fil_per_hour     numeric(78, 0) check (fil_per_hour >= 0),
    datacap_per_call bigint check (datacap_per_call >= 0),
    datacap_per_hour bigint check (datacap_per_hour >= 0),
    updated_at       timestamptz not null default now()
);

-- The most that a message can cost: value and gas limit times fee cap in attoFIL, and bytes of DataCap.
alter table chain_message add column spends_atto numeric(78, 0) not null default 0 check (spends_atto >= 0);
alter table chain_message add column spends_datacap bigint not null default 0 check (spends_datacap >= 0);
create index chain_message_by_time on chain_message (wallet, created_at);

-- DataCap that comes back: expired allocations removed from f06 by one message. One at a time per wallet.
create table datacap_reclaim (
    id              text primary key check (id ~ '^rcl_[0-9A-HJKMNP-TV-Z]{26}$'),
    wallet          text not null references wallet (address),
    allocation_ids  bigint[] not null check (cardinality(allocation_ids) > 0),
    state           text not null default 'open' check (state in ('open', 'done', 'failed')),
    recovered_bytes bigint check (recovered_bytes >= 0),
    cause_text      text,
    created_at      timestamptz not null default now(),
    settled_at      timestamptz,
    check ((state = 'open') = (settled_at is null)),
    check ((state = 'done') = (recovered_bytes is not null))
);
create unique index one_open_reclaim_per_wallet on datacap_reclaim (wallet) where state = 'open';

-- Whether a figure of a wallet was last seen below its threshold, so that a crossing is told once.
create table low_mark (
    wallet     text not null references wallet (address),
    figure     text not null check (figure in ('datacap', 'funds')),
    low        boolean not null,
    changed_at timestamptz not null default now(),
    primary key (wallet, figure)
);

create index datacap_by_wallet on datacap_reservation (wallet, settled_at);

-- Events about a wallet are for the accounts of those who may look at wallets.
create or replace function event_owners(about text) returns table (account_id text, upload_id text) language sql stable as $$
    select account_id, id from upload where id = about
    union all
    select u.account_id, u.id from deal d
        join upload_piece up on up.piece_cid = d.piece_cid join upload u on u.id = up.upload_id where d.id = about
    union all
    select u.account_id, u.id from upload_piece up join upload u on u.id = up.upload_id where up.piece_cid = about
    union all
    select account_id, null from webhook where id = about
    union all
    select distinct k.account_id, null from wallet w join api_key k on 'wallets:read' = any (k.scopes)
        where w.address = about and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;
