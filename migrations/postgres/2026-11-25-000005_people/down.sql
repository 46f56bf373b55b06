DROP TABLE reseller_invitations;
DROP TABLE password_resets;
DROP TABLE invitations;
