DROP INDEX opportunities_of_reseller_by_last_day;
DROP INDEX opportunities_of_reseller;
CREATE INDEX opportunities_of_reseller ON opportunities (reseller_id, created_at, id);
