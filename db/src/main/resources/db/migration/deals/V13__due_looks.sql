-- The chain height from which on a deal is looked at again; 0 is at once. Whoever changes a deal makes it 0.
alter table deal add column look_epoch bigint not null default 0 check (look_epoch >= 0);
create function look_again() returns trigger language plpgsql as $$
begin
    new.look_epoch := 0;
    return new;
end $$;
create trigger deal_changed before update on deal
    for each row when (old.version is distinct from new.version) execute function look_again();

create index deal_due on deal (look_epoch) where state not in ('completed', 'rejected', 'lapsed', 'terminated', 'failed');
create index deal_unpublished on deal (created_at) where product = 'mk12' and chain_deal_id is null
    and state not in ('completed', 'rejected', 'lapsed', 'terminated', 'failed');
create index deal_by_chain_deal on deal (chain_deal_id) where chain_deal_id is not null;
create index deal_by_allocation on deal (allocation_id) where allocation_id is not null;

-- Height up to which actor events have been read and can no longer be reverted.
alter table network add column events_epoch bigint check (events_epoch >= 0);
