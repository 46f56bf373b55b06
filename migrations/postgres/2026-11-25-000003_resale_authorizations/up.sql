-- What opportunities are called in AWS, as far as somebody has said so.
CREATE TABLE resale_authorizations (
    opportunity_id TEXT PRIMARY KEY NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    aws_id TEXT NOT NULL CHECK (aws_id ~ '^resaleauthz-[0-9a-z]{1,50}$')
);
CREATE INDEX resale_authorizations_by_aws_id ON resale_authorizations (aws_id);
