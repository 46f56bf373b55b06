ALTER TABLE organisations DROP COLUMN changes;
