-- Which blocks of a listed CAR indexers are not told of, since they are denied: the sha2-256 of their multihashes in hex; empty for none.
alter table ipni_listing add column left_out text not null default '';
