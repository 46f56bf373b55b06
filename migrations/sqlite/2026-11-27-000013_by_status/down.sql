DROP INDEX opportunities_of_reseller_by_standing;
DROP INDEX opportunities_by_standing;
CREATE INDEX opportunities_ending_soon ON opportunities (isv_id, last_day, id, ended_by, duration_kind, uses) WHERE last_day IS NOT NULL;
CREATE INDEX opportunities_ending_soon_of_reseller ON opportunities (reseller_id, last_day, id, ended_by, duration_kind, uses) WHERE last_day IS NOT NULL;
