-- Where every three characters in a row stand in what the search looks in, so that what is rare is found without reading
-- what others are called. It says which texts may have all that is looked for; the texts themselves stand in the rows, once.
-- An opportunity's text never changes, and no opportunity is deleted. What is added later the program adds here, a batch at
-- once: a trigger would have the index written out for each row.
CREATE VIRTUAL TABLE opportunities_text USING fts5(
    id UNINDEXED, search,
    content = '', contentless_unindexed = 1, columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1'
);
INSERT INTO opportunities_text (id, search) SELECT id, search FROM opportunities ORDER BY rowid;
