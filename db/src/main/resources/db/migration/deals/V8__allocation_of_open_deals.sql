-- A deal that a provider refused or failed leaves its allocation to the next deal of the piece there: one open deal each.
drop index one_deal_per_allocation;
create unique index one_open_deal_per_allocation on deal (wallet, allocation_id)
    where allocation_id is not null and state not in ('completed', 'rejected', 'lapsed', 'terminated', 'failed');
