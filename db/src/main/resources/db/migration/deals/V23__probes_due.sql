-- When a replica is probed next; those never probed come first. Whoever probes it sets it, which changes no version.
alter table deal add column next_probe_at timestamptz not null default '-infinity';
update deal d set next_probe_at = p.last + interval '1 day'
from (select deal_id, max(at) as last from retrieval_probe group by deal_id) p where p.deal_id = d.id;
create index deal_probe_due on deal (next_probe_at, id) where state in ('active', 'expiring') and finality = 'finalized';
