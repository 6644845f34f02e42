-- The append-only event log. Numbers are handed out under a row lock that is held until commit: so they are without gaps
-- and become visible in order, and a reader that remembers the last number never skips one that commits late.
create table event_counter (
    only_row boolean primary key default true check (only_row),
    last_seq bigint not null
);
insert into event_counter (last_seq) values (0);

create table event (
    seq     bigint primary key,
    id      text not null unique check (id ~ '^evt_[0-9A-HJKMNP-TV-Z]{26}$'),
    type    text not null check (type ~ '^[a-z]+\.[a-z_]+$'),
    subject text not null,
    at      timestamptz not null default now(),
    data    jsonb not null
);
create index event_by_subject on event (subject, seq);

create function number_event() returns trigger language plpgsql as $$
begin
    update event_counter set last_seq = last_seq + 1 returning last_seq into new.seq;
    perform pg_notify('deals_event', new.seq::text);
    return new;
end $$;
create trigger number_event before insert on event for each row execute function number_event();

create function refuse_event_change() returns trigger language plpgsql as $$
begin
    raise exception 'the event log is append-only';
end $$;
create trigger refuse_event_change before update or delete on event for each row execute function refuse_event_change();

-- Webhook deliveries that were given up, kept with the reason.
create table webhook_dead_letter (
    event_seq  bigint primary key references event (seq),
    url        text not null,
    attempts   integer not null,
    last_error text not null,
    given_up_at timestamptz not null default now()
);
