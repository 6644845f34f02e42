-- Since when a provider has not given back what it holds for this deal; kept with the probes, and looked at by the plan.
alter table deal add column unretrievable_since timestamptz;
