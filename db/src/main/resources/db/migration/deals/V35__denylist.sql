-- What the retrieval server gives to nobody: by multihash, so that every CID of the same bytes is meant; of a piece that of its CID v1.
-- Lifted denials stay, as a record of who did what.
create table denial (
    id         text primary key check (id ~ '^dny_[0-9A-HJKMNP-TV-Z]{26}$'),
    cid        text not null,
    multihash  bytea not null check (length(multihash) between 3 and 1024),
    reason     text not null check (length(reason) between 1 and 1000),
    made_by    text not null references api_key (id),
    created_at timestamptz not null default now(),
    lifted_by  text references api_key (id),
    lifted_at  timestamptz,
    check ((lifted_by is null) = (lifted_at is null))
);
create unique index denial_in_force on denial (multihash) where lifted_at is null;
create index denial_by_hash on denial (multihash);
create index denial_by_age on denial (created_at, id);

-- Counts changes under a row lock, so that whoever saw a number sees every change up to it.
create table denial_version (
    only_row boolean primary key default true check (only_row),
    version  bigint not null
);
insert into denial_version (version) values (0);
create function count_denial_change() returns trigger language plpgsql as $$
begin
    update denial_version set version = version + 1;
    return null;
end $$;
create trigger count_denial_change after insert or update or delete on denial
    for each statement execute function count_denial_change();

-- Denials are for operators.
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
    select distinct k.account_id, null from wallet w join api_key k on k.scopes && array['wallets:read', 'admin:*']
        where w.address = about and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    union all
    select distinct k.account_id, null from provider p join api_key k on k.scopes && array['providers:read', 'admin:*']
        where p.id = about and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    union all
    select distinct k.account_id, null from network n join api_key k on 'admin:*' = any (k.scopes)
        where n.name = about and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    union all
    select distinct k.account_id, null from denial n join api_key k on 'admin:*' = any (k.scopes)
        where n.id = about and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;
