DROP TABLE invitations;
CREATE TABLE invitations (
    hash TEXT PRIMARY KEY NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email LIKE '_%@_%'),
    email_lower TEXT NOT NULL CHECK (length(email_lower) BETWEEN 3 AND 254 AND email_lower LIKE '_%@_%'),
    role TEXT NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    invited_by TEXT NOT NULL CHECK (length(invited_by) BETWEEN 1 AND 255),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (organisation_id, email_lower)
) WITHOUT ROWID;
