-- Since when the proof of a deal's sector is missing; looked at by the plan, which replaces a copy that stays so.
alter table deal add column faulted_since timestamptz;
