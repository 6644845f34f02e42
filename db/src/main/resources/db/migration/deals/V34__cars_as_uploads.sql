-- An upload is files, which are packed, or one CAR, which is kept as it was sent.
alter table upload add column format text not null default 'files' check (format in ('files', 'car'));

-- What a CAR that was uploaded has in it. The counts of links are null when there were too many to remember; of roots and CIDs
-- only the first are named.
create table upload_car (
    upload_id       text primary key references upload (id) on delete cascade,
    root_count      integer not null check (root_count > 0),
    roots           text[] not null,
    block_count     bigint not null check (block_count > 0),
    missing_links   bigint check (missing_links >= 0),
    missing         text[] not null,
    unlinked_blocks bigint check (unlinked_blocks >= 0),
    unlinked        text[] not null,
    check ((missing_links is null) = (unlinked_blocks is null))
);
