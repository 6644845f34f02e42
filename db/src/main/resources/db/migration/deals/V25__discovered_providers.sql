-- Miners with power that a walk over the whole chain found. Nobody gets a deal by being here: plans read provider_choice and the
-- settings only, so this is a table of its own and not part of provider.
create table discovered_provider (
    id             text primary key check (id ~ '^f0[0-9]+$'),
    raw_power      numeric(39, 0) not null check (raw_power >= 0),
    quality_power  numeric(39, 0) not null check (quality_power >= 0),
    owner          text not null,
    sector_size    bigint not null,
    base_url       text,
    products       text[] not null default '{}',
    ask_price_atto          numeric(78, 0),
    ask_verified_price_atto numeric(78, 0),
    min_piece_size bigint,
    max_piece_size bigint,
    -- why it offers nothing
    problem        text,
    -- the walk that saw it last
    walk           bigint not null,
    first_seen_at  timestamptz not null default now(),
    seen_at        timestamptz not null,
    check ((problem is null) = (cardinality(products) > 0))
);
create index discovered_provider_by_power on discovered_provider (quality_power desc, id);

-- How far the walk is: at most one row. The list itself is not kept: miners are gone through by number, so a new list goes on behind
-- the same one.
create table discovery_walk (
    one        boolean primary key default true check (one),
    number     bigint not null default 1 check (number > 0),
    -- the actor that was looked at last
    after_id   bigint not null default -1,
    position   bigint not null default 0 check (position >= 0),
    total      bigint not null default 0 check (total >= 0),
    started_at timestamptz,
    ended_at   timestamptz,
    next_at    timestamptz not null,
    failures   integer not null default 0 check (failures >= 0),
    problem    text,
    check ((failures > 0) = (problem is not null))
);
