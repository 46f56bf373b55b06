-- What rows about drafts refer to, so that they are of one ISV only.
CREATE UNIQUE INDEX drafts_of_isv ON drafts (id, isv_id);

-- Drafts that were made of a resale authorization that stands in AWS: what it is called there, and what it says.
CREATE TABLE draft_authorizations (
    draft_id TEXT PRIMARY KEY NOT NULL,
    isv_id TEXT NOT NULL,
    aws_id TEXT NOT NULL CHECK (aws_id ~ '^resaleauthz-[0-9a-z]{1,50}$'),
    -- Whose reseller; the draft may be without one, when nobody here has this account.
    reseller_account_id TEXT NOT NULL CHECK (reseller_account_id ~ '^[0-9]{12}$'),
    -- The answers as they were imported: a draft that says something else is another authorization.
    answers TEXT NOT NULL CHECK (length(answers) BETWEEN 2 AND 1048576),
    -- The same authorization makes one draft.
    UNIQUE (isv_id, aws_id),
    FOREIGN KEY (draft_id, isv_id) REFERENCES drafts (id, isv_id) ON DELETE CASCADE
);
