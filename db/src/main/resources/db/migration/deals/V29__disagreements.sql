-- What two endpoints of the chain tell differently of a finalized tipset, while they do; by what was being looked at.
create table chain_disagreement (
    about   text primary key,
    network text not null,
    since   timestamptz not null default now(),
    text    text not null
);
