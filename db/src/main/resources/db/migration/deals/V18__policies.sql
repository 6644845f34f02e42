-- What an account wants for its uploads, within what the installation allows. Terms are PolicyTerms in JSON: what is absent there is
-- as in the settings. A retired policy stays for the uploads and deals that refer to it.
create table policy (
    id         text primary key check (id ~ '^pol_[0-9A-HJKMNP-TV-Z]{26}$'),
    account_id text not null references account (id),
    name       text not null check (length(name) between 1 and 100),
    terms      jsonb not null check (jsonb_typeof(terms) = 'object'),
    version    bigint not null default 1,
    retired_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create unique index one_policy_per_name on policy (account_id, name) where retired_at is null;
create index policy_by_account on policy (account_id, created_at, id);

alter table upload add column policy_id text references policy (id);
create index upload_by_policy on upload (policy_id) where policy_id is not null;

-- Under which policy a deal was planned; null is the policy of the settings.
alter table deal add column policy_id text references policy (id);
-- What was decided for this copy when its term ends; null leaves it to the policy.
alter table deal add column renewal_decision text check (renewal_decision in ('redeal', 'let_lapse'));
create index deal_by_policy on deal (policy_id) where policy_id is not null;
