-- A piece: the byte string a provider commits to. Its key is the piece CID v1 (commP) in canonical text.
create table piece (
    piece_cid    text primary key check (piece_cid like 'baga6ea4sea%'),
    piece_cid_v2 text not null unique check (piece_cid_v2 like 'bafkzcib%'),
    raw_size     bigint not null check (raw_size > 0),
    padded_size  bigint not null check (padded_size between 128 and 68719476736 and (padded_size & (padded_size - 1)) = 0),
    payload_cid  text not null,
    created_at   timestamptz not null default now(),
    check (raw_size <= padded_size / 128 * 127)
);

-- A CARv1 in the CAR store; its blob is named by the piece CID.
create table car (
    id          text primary key check (id ~ '^car_[0-9A-HJKMNP-TV-Z]{26}$'),
    piece_cid   text not null unique references piece (piece_cid),
    root_cid    text not null,
    profile     text not null,
    raw_size    bigint not null check (raw_size > 0),
    block_count bigint not null check (block_count > 0),
    blob_name   text not null unique,
    created_at  timestamptz not null default now()
);
create index car_by_root on car (root_cid);

create table upload (
    id             text primary key check (id ~ '^upl_[0-9A-HJKMNP-TV-Z]{26}$'),
    account_id     text not null references account (id),
    name           text not null check (length(name) between 1 and 1024),
    state          text not null check (state in ('received', 'packing', 'prepared', 'failed')),
    wrap           boolean not null default true,
    total_bytes    bigint not null check (total_bytes >= 0),
    file_count     integer not null check (file_count > 0),
    staged         boolean not null default true,
    payload_cid    text,
    piece_cid      text references piece (piece_cid),
    already_stored boolean not null default false,
    failure_code   text,
    failure_detail text,
    version        bigint not null default 1,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    check ((state = 'prepared') = (piece_cid is not null)),
    check ((piece_cid is null) = (payload_cid is null)),
    check ((state = 'failed') = (failure_code is not null))
);
create index upload_by_account on upload (account_id, created_at desc, id desc);
create index upload_by_piece on upload (piece_cid);

-- One row per file, and after packing also per directory ('' is the root); paths are relative with '/'.
create table entry (
    upload_id  text not null references upload (id) on delete cascade,
    path       text not null,
    kind       text not null check (kind in ('file', 'directory')),
    size       bigint not null check (size >= 0),
    staged_as  text,
    cid        text,
    car_offset bigint check (car_offset >= 0),
    primary key (upload_id, path),
    check (kind = 'directory' or path <> '' or cid is not null)
);
create index entry_by_cid on entry (cid) where cid is not null;
