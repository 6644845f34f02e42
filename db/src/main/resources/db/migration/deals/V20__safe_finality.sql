-- Between the head and what is final: so deep that a fork is unlikely to reach it.
alter table deal drop constraint deal_finality_check;
alter table deal add constraint deal_finality_check check (finality in ('head', 'safe', 'finalized'));
