-- How far back events are replayed is asked by time.
create index event_by_time on event (at);

-- Where an account wants its events to be called out. A deleted one stays as a row without secrets, because events are about it.
create table webhook (
    id              text primary key check (id ~ '^whk_[0-9A-HJKMNP-TV-Z]{26}$'),
    account_id      text not null references account (id),
    url             text not null check (length(url) between 1 and 2048),
    -- empty: all; 'upload.*': all of the kind
    types           text[] not null,
    state           text not null default 'enabled' check (state in ('enabled', 'disabled', 'deleted')),
    -- the last event that was turned into a delivery
    position        bigint not null check (position >= 0),
    failing_since   timestamptz,
    last_success_at timestamptz,
    last_failure_at timestamptz,
    last_error      text,
    disabled_at     timestamptz,
    created_at      timestamptz not null default now(),
    check ((state = 'disabled') = (disabled_at is not null))
);
create index webhook_by_account on webhook (account_id, created_at, id) where state <> 'deleted';
create index webhook_enabled on webhook (position) where state = 'enabled';

-- Secrets that sign, sealed under FILSTORE_WEBHOOK_KEY: the newest without an end, older ones until the receiver knows the newest.
create table webhook_secret (
    webhook_id text not null references webhook (id) on delete cascade,
    number     integer not null check (number > 0),
    sealed     bytea not null,
    expires_at timestamptz,
    primary key (webhook_id, number)
);
create unique index one_lasting_secret_per_webhook on webhook_secret (webhook_id) where expires_at is null;

-- Dead letters of accounts' webhooks stand beside those of the webhook of the settings, which has no id.
alter table webhook_dead_letter add column webhook_id text references webhook (id);
alter table webhook_dead_letter drop constraint webhook_dead_letter_pkey;
create unique index one_dead_letter_per_webhook_and_event on webhook_dead_letter (webhook_id, event_seq) nulls not distinct;

-- Whose an event is, by what it is about: the account, and its upload where there is one. The one rule for all who tell events.
create function event_owners(about text) returns table (account_id text, upload_id text) language sql stable as $$
    select account_id, id from upload where id = about
    union all
    select u.account_id, u.id from deal d
        join upload_piece up on up.piece_cid = d.piece_cid join upload u on u.id = up.upload_id where d.id = about
    union all
    select u.account_id, u.id from upload_piece up join upload u on u.id = up.upload_id where up.piece_cid = about
    union all
    select account_id, null from webhook where id = about
$$;
