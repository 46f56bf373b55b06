-- The order by status, and what ends soon, which stands on everybody's first page: where an opportunity stands whatever the
-- day, then until when. What both are reckoned from stands there too, so that no row has to be read.
DROP INDEX opportunities_ending_soon_of_reseller;
DROP INDEX opportunities_ending_soon;
CREATE INDEX opportunities_by_standing ON opportunities (
    isv_id,
    (CASE WHEN ended_by = 'isv' THEN 3 WHEN ended_by = 'partner' THEN 4
        WHEN duration_kind = 'single_use' AND uses > 0 THEN 1 ELSE 0 END),
    (COALESCE(last_day, '9999-12-31')), id, ended_by, duration_kind, uses, last_day
);
CREATE INDEX opportunities_of_reseller_by_standing ON opportunities (
    reseller_id,
    (CASE WHEN ended_by = 'isv' THEN 3 WHEN ended_by = 'partner' THEN 4
        WHEN duration_kind = 'single_use' AND uses > 0 THEN 1 ELSE 0 END),
    (COALESCE(last_day, '9999-12-31')), id, ended_by, duration_kind, uses, last_day
);
