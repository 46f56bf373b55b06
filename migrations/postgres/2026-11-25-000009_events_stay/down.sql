DROP TRIGGER events_are_not_emptied ON events;
DROP TRIGGER events_stay_as_they_are ON events;
DROP FUNCTION events_stay();
