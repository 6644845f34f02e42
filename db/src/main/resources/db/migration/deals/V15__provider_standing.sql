-- Who owns a provider by the chain, and whether it is left alone for a while and why.
alter table provider
    add column owner text,
    add column quarantined_until timestamptz,
    add column quarantine_reason text,
    add constraint a_quarantine_has_a_reason check ((quarantined_until is null) = (quarantine_reason is null));

-- What each provider holds of ours, kept with every change of a deal: a plan looks at all providers, and counting all
-- their deals each time would cost with what exists. A blocked deal is not with the provider yet and counts nowhere;
-- pending is what is under way and not active.
create table provider_load (
    provider   text primary key references provider (id),
    open_bytes bigint not null default 0 check (open_bytes >= 0),
    pending    bigint not null default 0 check (pending >= 0)
);

create function deal_is_load(state text) returns boolean language sql immutable as
    $$ select state not in ('blocked', 'completed', 'rejected', 'lapsed', 'terminated', 'failed') $$;
create function deal_is_pending(state text) returns boolean language sql immutable as
    $$ select deal_is_load(state) and state not in ('active', 'expiring', 'faulted') $$;

insert into provider_load (provider, open_bytes, pending)
select d.provider, sum(p.padded_size), count(*) filter (where deal_is_pending(d.state))
from deal d join piece p on p.piece_cid = d.piece_cid where deal_is_load(d.state) group by d.provider;

create function count_provider_load() returns trigger language plpgsql as $$
declare
    opened  integer := deal_is_load(new.state)::integer;
    waiting integer := deal_is_pending(new.state)::integer;
    size    bigint;
begin
    if tg_op = 'UPDATE' then
        opened := opened - deal_is_load(old.state)::integer;
        waiting := waiting - deal_is_pending(old.state)::integer;
    end if;
    if opened <> 0 or waiting <> 0 then
        select padded_size into size from piece where piece_cid = new.piece_cid;
        insert into provider_load as l (provider) values (new.provider) on conflict do nothing;
        update provider_load set open_bytes = open_bytes + opened * size,
            pending = pending + waiting where provider = new.provider;
    end if;
    return null;
end $$;
create trigger count_provider_load after insert or update of state on deal
    for each row execute function count_provider_load();

-- Offers of the last hour, and what came of a provider's deals.
create index deal_by_provider on deal (provider, created_at desc);
