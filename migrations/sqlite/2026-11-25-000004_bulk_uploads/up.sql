-- Spreadsheets that were uploaded to make opportunities of their rows, from the dry run on.
CREATE TABLE bulk_uploads (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 30 AND id GLOB 'blk_*' AND id NOT GLOB '*[^0-9a-z_]*'),
    isv_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    file_name TEXT NOT NULL CHECK (length(file_name) BETWEEN 1 AND 120),
    -- Of the file's bytes: the same file leads to the same upload.
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    -- The rows as they were read; once opportunities were made, only those that were refused, with their reasons.
    sheet TEXT NOT NULL CHECK (length(sheet) BETWEEN 2 AND 16777216),
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 1000),
    uploaded_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    uploaded_by_name TEXT NOT NULL CHECK (length(uploaded_by_name) BETWEEN 1 AND 255),
    uploaded_at TIMESTAMP NOT NULL,
    -- Of how many rows opportunities were made, by whom and when.
    made INTEGER CHECK (made BETWEEN 1 AND 1000),
    confirmed_by TEXT REFERENCES users (id) ON DELETE RESTRICT,
    confirmed_by_name TEXT CHECK (length(confirmed_by_name) BETWEEN 1 AND 255),
    confirmed_at TIMESTAMP,
    UNIQUE (isv_id, sha256),
    -- What rows refer to, so that an upload has those of one ISV only.
    UNIQUE (id, isv_id),
    CHECK (made <= size),
    CHECK ((made IS NULL) = (confirmed_by IS NULL)),
    CHECK ((made IS NULL) = (confirmed_by_name IS NULL)),
    CHECK ((made IS NULL) = (confirmed_at IS NULL))
);
CREATE INDEX bulk_uploads_by_isv ON bulk_uploads (isv_id, uploaded_at, id);
CREATE INDEX bulk_uploads_by_age ON bulk_uploads (made, uploaded_at);

-- The rows of which opportunities were made.
CREATE TABLE bulk_rows (
    upload_id TEXT NOT NULL,
    -- As spreadsheets count: the headings are row 1.
    number INTEGER NOT NULL CHECK (number BETWEEN 2 AND 1048576),
    isv_id TEXT NOT NULL,
    -- Of all that the row says: the same row in another file makes nothing.
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    opportunity_id TEXT NOT NULL UNIQUE REFERENCES opportunities (id) ON DELETE CASCADE,
    PRIMARY KEY (upload_id, number),
    UNIQUE (isv_id, sha256),
    FOREIGN KEY (upload_id, isv_id) REFERENCES bulk_uploads (id, isv_id) ON DELETE CASCADE
) WITHOUT ROWID;
