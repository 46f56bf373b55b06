-- Who invited is remembered as the person they are, so that their invitations end with their access, and an ISV's
-- invitation of a partner is told from one by the partner's own admin. Those that wait do not say it: they end.

DROP TABLE invitations;
CREATE TABLE invitations (
    hash TEXT PRIMARY KEY NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email LIKE '_%@_%'),
    email_lower TEXT NOT NULL CHECK (length(email_lower) BETWEEN 3 AND 254 AND email_lower LIKE '_%@_%'),
    role TEXT NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    invited_by TEXT NOT NULL CHECK (length(invited_by) BETWEEN 1 AND 255),
    created_at TIMESTAMP NOT NULL,
    inviter_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    UNIQUE (organisation_id, email_lower)
) WITHOUT ROWID;
CREATE INDEX invitations_by_inviter ON invitations (inviter_id);

-- Their letters are not sent any more, and of letters whose links let somebody in nothing is kept once they are sent or
-- cancelled.
UPDATE outbox SET state = 'cancelled' WHERE kind = 'person.invited' AND state IN ('queued', 'dead');
UPDATE outbox SET
    text_body = 'This message had a link in it that let somebody in, so it is not kept.',
    html_body = '<p>This message had a link in it that let somebody in, so it is not kept.</p>'
    WHERE kind IN ('person.invited', 'password.reset') AND state IN ('sent', 'cancelled');
