-- What the partner's table of opportunities needs, as the ISV's has it: the usual order with all that a status follows from,
-- and what ends first.
DROP INDEX opportunities_of_reseller;
CREATE INDEX opportunities_of_reseller ON opportunities (reseller_id, created_at, id, ended_by, duration_kind, uses, last_day);
CREATE INDEX opportunities_of_reseller_by_last_day ON opportunities (reseller_id, (last_day IS NULL), last_day, id);
