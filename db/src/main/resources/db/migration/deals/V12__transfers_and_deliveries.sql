-- How far the bytes of a piece have come at a provider. Sent is what our retrieval server sent to the provider's token (bytes that are
-- asked for again count again); received is what the provider says.
create table transfer (
    piece_cid        text not null references piece (piece_cid),
    provider         text not null check (length(provider) between 3 and 40),
    sent_bytes       bigint not null default 0 check (sent_bytes >= 0),
    sent_first_at    timestamptz,
    sent_last_at     timestamptz,
    received_bytes   bigint not null default 0 check (received_bytes >= 0),
    received_first_at timestamptz,
    received_last_at timestamptz,
    primary key (piece_cid, provider)
);

-- A deal whose CAR reaches its provider by hand, and when it was handed over.
alter table deal add column offline boolean not null default false;
alter table deal add column delivered_at timestamptz;
