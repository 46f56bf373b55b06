-- What ends soon stands on everybody's first page, so it is read from an index alone, however many there are.
CREATE INDEX opportunities_ending_soon ON opportunities (isv_id, last_day, id, ended_by, duration_kind, uses) WHERE last_day IS NOT NULL;
CREATE INDEX opportunities_ending_soon_of_reseller ON opportunities (reseller_id, last_day, id, ended_by, duration_kind, uses) WHERE last_day IS NOT NULL;
