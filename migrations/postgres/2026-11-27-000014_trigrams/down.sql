-- The extension stays: others may use it.
DROP INDEX opportunities_by_text;
