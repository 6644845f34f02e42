-- What an operator said of a provider while the system runs; it goes before DEAL_PROVIDERS and beside DEAL_PROVIDERS_DENIED.
create table provider_choice (
    provider   text primary key references provider (id),
    choice     text not null check (choice in ('allowed', 'denied')),
    note       text check (length(note) <= 200),
    changed_by text not null,
    changed_at timestamptz not null default now()
);
