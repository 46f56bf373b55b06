-- How people get in: invited by somebody, or back in after they forgot their password. Of the secrets in such links only the
-- fingerprints are kept.

CREATE TABLE invitations (
    hash TEXT PRIMARY KEY NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email LIKE '_%@_%'),
    email_lower TEXT NOT NULL CHECK (length(email_lower) BETWEEN 3 AND 254 AND email_lower LIKE '_%@_%'),
    role TEXT NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    invited_by TEXT NOT NULL CHECK (length(invited_by) BETWEEN 1 AND 255),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (organisation_id, email_lower)
);

CREATE TABLE password_resets (
    hash TEXT PRIMARY KEY NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX password_resets_by_user ON password_resets (user_id);

-- Which ISV invited which partner, and is told when that is registered.
CREATE TABLE reseller_invitations (
    isv_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    partner_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    invited_by TEXT NOT NULL CHECK (length(invited_by) BETWEEN 1 AND 255),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (isv_id, partner_id)
);
