-- How often something about an organisation's opportunities has changed that stands beside the rows of their table. By it
-- every process that shares the database knows whether what it has read of that is still so.
ALTER TABLE organisations ADD COLUMN changes INTEGER NOT NULL DEFAULT 0 CHECK (changes >= 0);
