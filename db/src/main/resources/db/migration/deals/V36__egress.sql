-- Bytes of an account's content that the retrieval server sent to readers, by day (UTC). Downloads of providers are in transfer alone.
create table egress (
    account_id text not null references account (id),
    day        date not null,
    bytes      bigint not null check (bytes >= 0),
    primary key (account_id, day)
);

-- How many bytes a day that may be, where it is not as in the settings; null: as many as are asked for.
create table egress_limit (
    account_id    text primary key references account (id),
    bytes_per_day bigint check (bytes_per_day >= 0),
    set_by        text not null references api_key (id),
    updated_at    timestamptz not null default now()
);
