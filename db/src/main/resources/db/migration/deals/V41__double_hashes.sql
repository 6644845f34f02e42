-- A published list may hide what it denies: it has a hash of the multihash (double), or of the CID as text (double_legacy, IPIP-383).
alter table denial add column form text not null default 'hash' check (form in ('hash', 'double', 'double_legacy'));
drop index denial_in_force;
create unique index denial_in_force on denial (multihash, form) where lifted_at is null;
