-- Whether providers give back what they hold: a block at a random place of the piece, fetched and hashed.
create table retrieval_probe (
    id         bigint generated always as identity primary key,
    deal_id    text not null references deal (id),
    provider   text not null references provider (id),
    at         timestamptz not null default now(),
    ok         boolean not null,
    bytes      bigint not null default 0 check (bytes >= 0),
    first_byte_ms bigint,
    code       text,
    detail     text,
    check (ok = (code is null))
);
create index retrieval_probe_by_deal on retrieval_probe (deal_id, at desc);
create index retrieval_probe_by_provider on retrieval_probe (provider, at desc);
