-- Links that open one upload's content to whoever has them. The secret is stored only as an HMAC, as those of API keys are.
create table share (
    id          text primary key check (id ~ '^shr_[0-9A-HJKMNP-TV-Z]{26}$'),
    upload_id   text not null references upload (id) on delete cascade,
    name        text check (length(name) between 1 and 200),
    secret_hash bytea not null check (length(secret_hash) = 32),
    made_by     text not null references api_key (id),
    created_at  timestamptz not null default now(),
    expires_at  timestamptz not null,
    revoked_at  timestamptz
);
create index share_by_upload on share (upload_id, created_at, id);
