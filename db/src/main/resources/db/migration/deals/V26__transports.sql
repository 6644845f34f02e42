-- On which way offers reach a provider, and on which way a deal's offer did: that stays when the settings change.
alter table provider add column transport text not null default 'curio' check (transport in ('curio', 'boost', 'lotus'));
alter table deal add column transport text not null default 'curio' check (transport in ('curio', 'boost', 'lotus'));
