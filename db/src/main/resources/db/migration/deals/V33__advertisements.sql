-- What indexers are told of public content: a chain of advertisements for each key that this installation has had. A block is served
-- exactly as it lies here, and all that a head leads to is here before it is the head. Who appends locks the row of the chain.
create table ipni_block (
    cid   text primary key,
    bytes bytea not null check (length(bytes) between 1 and 4194304)
);

create table ipni_chain (
    peer_id   text primary key,
    head      text references ipni_block (cid),
    length    bigint not null default 0,
    addresses text[] not null default '{}',
    check ((head is null) = (length = 0))
);

-- No advertisement has two successors, and no chain two beginnings.
create table ipni_advertisement (
    cid          text primary key references ipni_block (cid),
    peer_id      text not null references ipni_chain (peer_id),
    number       bigint not null check (number > 0),
    previous     text unique references ipni_advertisement (cid),
    piece_cid_v2 text,
    removes      boolean not null,
    created_at   timestamptz not null default now(),
    unique (peer_id, number),
    check ((number = 1) = (previous is null)),
    check (piece_cid_v2 is not null or not removes)
);

-- The pieces of which the chain says, at its head, that they are to be had. Their own rows may be gone when this is taken back.
create table ipni_listing (
    peer_id      text not null references ipni_chain (peer_id),
    piece_cid    text not null,
    piece_cid_v2 text not null,
    metadata     bytea not null,
    primary key (peer_id, piece_cid)
);

-- The head that an indexer was told of last; the time before which it is not spoken to again.
create table ipni_announcement (
    peer_id  text not null references ipni_chain (peer_id),
    indexer  text not null,
    head     text,
    attempts integer not null default 0,
    due      timestamptz not null,
    primary key (peer_id, indexer)
);
