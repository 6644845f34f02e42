-- What two endpoints of the chain tell differently of a finalized tipset, while they do; by what was being looked at.
create table chain_disagreement (
    about   text primary key,
    network text not null,
    since   timestamptz not null default now(),
    text    text not null
);

-- Events about a wallet or a provider are for the accounts of those who may look at them, events about the chain for operators.
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
$$;
