-- What opportunities are called in AWS, as far as somebody has said so.
CREATE TABLE resale_authorizations (
    opportunity_id TEXT PRIMARY KEY NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    aws_id TEXT NOT NULL CHECK (length(aws_id) BETWEEN 13 AND 62 AND aws_id GLOB 'resaleauthz-*' AND substr(aws_id, 13) NOT GLOB '*[^0-9a-z]*')
) WITHOUT ROWID;
CREATE INDEX resale_authorizations_by_aws_id ON resale_authorizations (aws_id);
