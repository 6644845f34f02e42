-- Who may do what. Secrets of API keys are stored only as an HMAC under a pepper that is not in the database.
create table account (
    id         text primary key check (id ~ '^acc_[0-9A-HJKMNP-TV-Z]{26}$'),
    name       text not null unique check (length(name) between 1 and 200),
    created_at timestamptz not null default now()
);

create table api_key (
    id           text primary key check (id ~ '^key_[0-9A-HJKMNP-TV-Z]{26}$'),
    account_id   text not null references account (id),
    name         text not null check (length(name) between 1 and 200),
    secret_hash  bytea not null check (length(secret_hash) = 32),
    scopes       text[] not null check (cardinality(scopes) > 0),
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
create index api_key_by_account on api_key (account_id);

-- Idempotency-Key of a creating request: same key and same request give the stored answer again.
create table idempotency_key (
    account_id      text not null references account (id),
    key             text not null check (length(key) between 1 and 255),
    request_hash    bytea not null check (length(request_hash) = 32),
    state           text not null default 'running' check (state in ('running', 'done')),
    response_status integer,
    response_headers jsonb,
    response_body   bytea,
    created_at      timestamptz not null default now(),
    expires_at      timestamptz not null,
    primary key (account_id, key),
    check ((state = 'done') = (response_status is not null))
);
create index idempotency_key_expiry on idempotency_key (expires_at);
