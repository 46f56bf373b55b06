DROP TABLE opportunities_text;
-- SQLite leaves behind where the ids stood.
DROP TABLE IF EXISTS opportunities_text_content;
