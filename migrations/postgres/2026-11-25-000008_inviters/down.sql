DROP INDEX invitations_by_inviter;
ALTER TABLE invitations DROP COLUMN inviter_id;
