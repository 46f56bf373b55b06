-- Where every three characters in a row stand in what the search looks in, so that what is rare is found without reading
-- what others are called.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION
    WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN
        RAISE EXCEPTION 'the search needs the extension pg_trgm: install the contrib modules of PostgreSQL on its server, let a user who may do it run CREATE EXTENSION pg_trgm in this database, and start again (%)', SQLERRM;
END;
$$;
CREATE INDEX opportunities_by_text ON opportunities USING gin (search gin_trgm_ops);
