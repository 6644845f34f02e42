-- Who may read an upload's content without a key: nobody, or everybody. Only what is public is told to indexers.
alter table upload add column visibility text not null default 'private' check (visibility in ('private', 'public'));
create index upload_public on upload (created_at, id) where visibility = 'public';
