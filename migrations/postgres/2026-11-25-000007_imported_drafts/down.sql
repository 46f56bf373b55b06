DROP TABLE draft_authorizations;
DROP INDEX drafts_of_isv;
