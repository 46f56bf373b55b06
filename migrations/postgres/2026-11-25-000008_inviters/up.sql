-- Who invited is remembered as the person they are, so that their invitations end with their access, and an ISV's
-- invitation of a partner is told from one by the partner's own admin. Those that wait do not say it: they end.

DELETE FROM invitations;
ALTER TABLE invitations ADD COLUMN inviter_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE;
CREATE INDEX invitations_by_inviter ON invitations (inviter_id);

-- Their letters are not sent any more, and of letters whose links let somebody in nothing is kept once they are sent or
-- cancelled.
UPDATE outbox SET state = 'cancelled' WHERE kind = 'person.invited' AND state IN ('queued', 'dead');
UPDATE outbox SET
    text_body = 'This message had a link in it that let somebody in, so it is not kept.',
    html_body = '<p>This message had a link in it that let somebody in, so it is not kept.</p>'
    WHERE kind IN ('person.invited', 'password.reset') AND state IN ('sent', 'cancelled');
