-- Browsers in which a person has signed in before. Their failed tries are counted apart from those of strangers, so that
-- nobody can lock a person out. A browser's key is a secret, so only its fingerprint is kept.
CREATE TABLE known_browsers (
    key_hash TEXT NOT NULL CHECK (key_hash ~ '^[0-9a-f]{64}$'),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    seen_at TIMESTAMP NOT NULL,
    PRIMARY KEY (key_hash, user_id)
);
CREATE INDEX known_browsers_by_user ON known_browsers (user_id, seen_at);
