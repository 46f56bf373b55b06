-- The second step of sign-in: the secret that a person's authenticator app has as well, sealed by a key that is not in the
-- database, and the codes for those who have lost it, of which only fingerprints are kept.
CREATE TABLE second_steps (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    sealed BYTEA NOT NULL CHECK (length(sealed) BETWEEN 1 AND 200),
    -- The span of time whose code was taken last: none is taken twice.
    last_span BIGINT NOT NULL CHECK (last_span >= 0),
    since TIMESTAMP NOT NULL
);

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES second_steps (user_id) ON DELETE CASCADE,
    hash TEXT NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (user_id, hash)
);
