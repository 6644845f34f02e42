-- A message whose nonce another call took in the final chain can never run: it is lost, and has no exit code.
alter table chain_message drop constraint chain_message_state_check;
alter table chain_message add constraint chain_message_state_check
    check (state in ('signed', 'pushed', 'executed', 'failed', 'lost'));

-- When the offer's bytes were fixed: patience with a provider counts from here.
alter table deal add column offered_at timestamptz;
update deal set offered_at = updated_at where proposal_key is not null;
alter table deal add constraint sent_only_what_is_written check (proposed_at is null or proposal_key is not null);
-- What f05 holds under one id is one deal.
create unique index one_deal_per_chain_deal on deal (chain_deal_id) where chain_deal_id is not null;

-- Why a piece has fewer deals than the policy wants, while no deal's row can say it.
alter table piece add column shortfall text;

-- "Is a job for this subject waiting?" is asked with every job.
create index scheduled_tasks_by_subject on scheduled_tasks (task_name, task_instance text_pattern_ops);
