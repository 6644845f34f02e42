-- An upload larger than one piece becomes several, numbered as they were filled. upload.piece_cid is the last of them, which
-- holds the root. The same piece may stand in an upload twice, when its content repeats itself.
create table upload_piece (
    upload_id text not null references upload (id) on delete cascade,
    number    integer not null check (number >= 0),
    piece_cid text not null references piece (piece_cid),
    primary key (upload_id, number)
);
create index upload_piece_by_piece on upload_piece (piece_cid);
insert into upload_piece (upload_id, number, piece_cid) select id, 0, piece_cid from upload where piece_cid is not null;

-- In which of the upload's pieces the section at car_offset lies.
alter table entry add column piece_number integer check (piece_number >= 0);
update entry set piece_number = 0 where car_offset is not null;
alter table entry add constraint an_offset_is_in_a_piece check ((car_offset is null) = (piece_number is null));
