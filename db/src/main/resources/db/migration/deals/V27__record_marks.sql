-- What came of a provider's deals is read from up to 200 of them, and a plan asks about every provider. The mark says
-- whether anything that the record counts has changed since it was read. It comes from a sequence, not from counting up,
-- so that a change which was rolled back never shares its mark with a later one.
create sequence provider_record_mark;
alter table provider_load add column record_mark bigint not null default 0;

create function mark_provider_record() returns trigger language plpgsql as $$
begin
    insert into provider_load (provider) values (new.provider) on conflict do nothing;
    update provider_load set record_mark = nextval('provider_record_mark') where provider = new.provider;
    return null;
end $$;
create trigger mark_provider_record after update of state, cause_code, offered_at, active_epoch on deal
    for each row
    when (new.offered_at is not null
        and (old.state, old.cause_code, old.offered_at, old.active_epoch)
            is distinct from (new.state, new.cause_code, new.offered_at, new.active_epoch))
    execute function mark_provider_record();
create trigger mark_record_of_new_deal after insert on deal
    for each row when (new.offered_at is not null) execute function mark_provider_record();
