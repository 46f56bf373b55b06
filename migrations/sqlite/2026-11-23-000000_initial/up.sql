-- The whole schema. The tree of the other database has the same tables and columns.
-- Money is a count of 10^-8 units, because SQLite has no exact decimals; moments are UTC, as text.

CREATE TABLE organisations (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 30 AND id GLOB 'org_*' AND id NOT GLOB '*[^0-9a-z_]*'),
    kind TEXT NOT NULL CHECK (kind IN ('isv', 'partner', 'operator')),
    account_id TEXT NOT NULL CHECK (length(account_id) = 12 AND account_id NOT GLOB '*[^0-9]*'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    country TEXT NOT NULL CHECK (country GLOB '[A-Z][A-Z]'),
    email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email LIKE '_%@_%'),
    registered BOOLEAN NOT NULL CHECK (registered IN (0, 1)),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (account_id, kind)
);
CREATE INDEX organisations_by_name ON organisations (kind, lower(name), id);

CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 30 AND id GLOB 'usr_*' AND id NOT GLOB '*[^0-9a-z_]*'),
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email LIKE '_%@_%'),
    -- What people are found by: nobody remembers how they capitalised an address.
    email_lower TEXT NOT NULL UNIQUE CHECK (length(email_lower) BETWEEN 3 AND 254 AND email_lower LIKE '_%@_%'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    role TEXT NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    password_hash TEXT NOT NULL CHECK (length(password_hash) BETWEEN 1 AND 500),
    disabled BOOLEAN NOT NULL CHECK (disabled IN (0, 1)),
    one_page BOOLEAN NOT NULL CHECK (one_page IN (0, 1)),
    theme TEXT NOT NULL CHECK (theme IN ('auto', 'light', 'dark')),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX users_by_organisation ON users (organisation_id);

CREATE TABLE sessions (
    key_hash TEXT PRIMARY KEY NOT NULL CHECK (length(key_hash) = 64 AND key_hash NOT GLOB '*[^0-9a-f]*'),
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (length(state) BETWEEN 1 AND 16384),
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);

CREATE TABLE sign_in_failures (
    subject TEXT PRIMARY KEY NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
    failures INTEGER NOT NULL CHECK (failures >= 1),
    last_at TIMESTAMP NOT NULL
) WITHOUT ROWID;

CREATE TABLE products (
    isv_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 50 AND id NOT GLOB '*[^A-Za-z0-9._-]*'),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 255),
    model TEXT NOT NULL CHECK (model IN (
        'saas_subscription', 'saas_contract', 'saas_contract_with_consumption',
        'ami_hourly', 'ami_usage', 'ami_hourly_with_annual', 'ami_contract',
        'container_hourly', 'container_usage', 'container_long_term', 'container_contract',
        'professional_services', 'free', 'byol', 'ami_monthly', 'container_monthly',
        'cloudformation', 'second_party', 'machine_learning', 'data'
    )),
    state TEXT NOT NULL CHECK (state IN ('draft', 'limited', 'public', 'withdrawn')),
    tiered BOOLEAN NOT NULL CHECK (tiered IN (0, 1)),
    -- The address of its public EULA; none is the Standard Contract for AWS Marketplace.
    eula_url TEXT CHECK (length(eula_url) BETWEEN 1 AND 2000),
    position INTEGER NOT NULL CHECK (position >= 0),
    PRIMARY KEY (isv_id, id)
) WITHOUT ROWID;

CREATE TABLE dimensions (
    isv_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 100 AND key NOT GLOB '*[^A-Za-z0-9._-]*'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    description TEXT NOT NULL CHECK (length(description) <= 1000),
    unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 50),
    kind TEXT NOT NULL CHECK (kind IN ('contract', 'usage', 'both')),
    position INTEGER NOT NULL CHECK (position >= 0),
    PRIMARY KEY (isv_id, product_id, key),
    FOREIGN KEY (isv_id, product_id) REFERENCES products (isv_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE list_prices (
    isv_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    dimension_key TEXT NOT NULL,
    charge TEXT NOT NULL CHECK (charge = 'usage' OR charge GLOB 'P[1-9]*' AND ltrim(substr(charge, 2), '0123456789') IN ('M', 'D')),
    amount BIGINT NOT NULL CHECK (typeof(amount) = 'integer' AND amount BETWEEN 0 AND 10000000000000000),
    PRIMARY KEY (isv_id, product_id, dimension_key, charge),
    FOREIGN KEY (isv_id, product_id, dimension_key) REFERENCES dimensions (isv_id, product_id, key) ON DELETE CASCADE
) WITHOUT ROWID;

-- The bytes of documents, each once, however many documents have them.
CREATE TABLE document_contents (
    sha256 TEXT PRIMARY KEY NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 10485760)
);

CREATE TABLE documents (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 30 AND id GLOB 'doc_*' AND id NOT GLOB '*[^0-9a-z_]*'),
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    kind TEXT NOT NULL CHECK (kind IN ('eula', 'reseller_contract')),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    format TEXT NOT NULL CHECK (format IN ('pdf', 'txt')),
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 10485760),
    sha256 TEXT NOT NULL REFERENCES document_contents (sha256) ON DELETE RESTRICT,
    uploaded_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    uploaded_at TIMESTAMP NOT NULL,
    -- What opportunities refer to, so that no opportunity can have another organisation's document.
    UNIQUE (id, organisation_id)
);
CREATE INDEX documents_by_kind ON documents (organisation_id, kind, uploaded_at, id);

-- What the opportunities of one submission have in common.
CREATE TABLE batches (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 30 AND id GLOB 'bat_*' AND id NOT GLOB '*[^0-9a-z_]*'),
    isv_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    -- The draft is gone once the batch is there; its id keeps a second submission of it from making a second batch.
    draft_id TEXT NOT NULL UNIQUE CHECK (length(draft_id) = 30 AND draft_id GLOB 'drf_*' AND draft_id NOT GLOB '*[^0-9a-z_]*'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    created_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_by_name TEXT NOT NULL CHECK (length(created_by_name) BETWEEN 1 AND 255),
    created_at TIMESTAMP NOT NULL,
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 100),
    cloned_from TEXT CHECK (length(cloned_from) = 30 AND cloned_from GLOB 'opp_*' AND cloned_from NOT GLOB '*[^0-9a-z_]*'),
    -- What opportunities refer to, so that a batch has those of one ISV only.
    UNIQUE (id, isv_id)
);

-- Facts: an opportunity is never changed. Only uses and ended_by move, and only forward.
CREATE TABLE opportunities (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 30 AND id GLOB 'opp_*' AND id NOT GLOB '*[^0-9a-z_]*'),
    batch_id TEXT NOT NULL,
    isv_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    isv_account TEXT NOT NULL CHECK (length(isv_account) = 12 AND isv_account NOT GLOB '*[^0-9]*'),
    isv_name TEXT NOT NULL CHECK (length(isv_name) BETWEEN 1 AND 255),
    reseller_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    reseller_account TEXT NOT NULL CHECK (length(reseller_account) = 12 AND reseller_account NOT GLOB '*[^0-9]*'),
    reseller_name TEXT NOT NULL CHECK (length(reseller_name) BETWEEN 1 AND 255),
    -- The product as it was: a copy that does not refer to the catalogue, which may lose it.
    product_id TEXT NOT NULL CHECK (length(product_id) BETWEEN 1 AND 50 AND product_id NOT GLOB '*[^A-Za-z0-9._-]*'),
    product_title TEXT NOT NULL CHECK (length(product_title) BETWEEN 1 AND 255),
    product_model TEXT NOT NULL CHECK (product_model IN (
        'saas_subscription', 'saas_contract', 'saas_contract_with_consumption',
        'ami_hourly', 'ami_usage', 'ami_hourly_with_annual', 'ami_contract',
        'container_hourly', 'container_usage', 'container_long_term', 'container_contract',
        'professional_services'
    )),
    product_tiered BOOLEAN NOT NULL CHECK (product_tiered IN (0, 1)),
    -- As in products.
    product_eula_url TEXT CHECK (length(product_eula_url) BETWEEN 1 AND 2000),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    description TEXT CHECK (length(description) BETWEEN 1 AND 255),
    discount_kind TEXT NOT NULL CHECK (discount_kind IN ('percentage', 'individual', 'flexible')),
    -- In hundredths of a percent.
    percent INTEGER CHECK (percent BETWEEN 0 AND 10000),
    currency TEXT NOT NULL CHECK (currency IN ('USD', 'EUR', 'GBP', 'AUD', 'JPY')),
    duration_kind TEXT NOT NULL CHECK (duration_kind IN ('single_use', 'specific_time', 'no_set_time')),
    last_day DATE CHECK (last_day = date(last_day)),
    -- That of the flexible payment schedule; other contract durations stand with the prices.
    contract_duration TEXT CHECK (contract_duration GLOB 'P[1-9]*' AND ltrim(substr(contract_duration, 2), '0123456789') IN ('M', 'D')),
    eula_kind TEXT NOT NULL CHECK (eula_kind IN ('public', 'standard', 'custom')),
    eula_version TEXT CHECK (length(eula_version) BETWEEN 1 AND 50),
    eula_document_id TEXT,
    contract_kind TEXT NOT NULL CHECK (contract_kind IN ('none', 'rcmp', 'custom')),
    contract_version TEXT CHECK (length(contract_version) BETWEEN 1 AND 50),
    contract_document_id TEXT,
    uses INTEGER NOT NULL CHECK (uses >= 0),
    -- Repeated from the revocation, so that an opportunity's status follows from its row alone.
    ended_by TEXT CHECK (ended_by IN ('isv', 'partner')),
    -- What the search looks in: name, product, reseller, their IDs, in lower case and without accents.
    search TEXT NOT NULL CHECK (length(search) BETWEEN 1 AND 2000),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (batch_id, reseller_id, product_id),
    FOREIGN KEY (batch_id, isv_id) REFERENCES batches (id, isv_id) ON DELETE RESTRICT,
    FOREIGN KEY (eula_document_id, isv_id) REFERENCES documents (id, organisation_id) ON DELETE RESTRICT,
    FOREIGN KEY (contract_document_id, isv_id) REFERENCES documents (id, organisation_id) ON DELETE RESTRICT,
    CHECK (isv_account <> reseller_account),
    CHECK ((discount_kind = 'percentage') = (percent IS NOT NULL)),
    CHECK ((discount_kind = 'flexible') = (contract_duration IS NOT NULL)),
    CHECK (discount_kind <> 'flexible' OR (duration_kind = 'single_use' AND last_day IS NOT NULL)),
    CHECK (duration_kind = 'single_use' OR (duration_kind = 'specific_time') = (last_day IS NOT NULL)),
    CHECK (duration_kind <> 'single_use' OR uses <= 1),
    CHECK ((eula_kind = 'standard') = (eula_version IS NOT NULL)),
    CHECK ((eula_kind = 'custom') = (eula_document_id IS NOT NULL)),
    CHECK ((contract_kind = 'rcmp') = (contract_version IS NOT NULL)),
    CHECK ((contract_kind = 'custom') = (contract_document_id IS NOT NULL))
);
-- One index for each column that the tables sort by, the id last as the tie. What has no percentage or no last day
-- comes last, whichever way, so those two have an index for each way. The first also holds what a status follows from
-- and what the search looks in, so that both are found without reading rows.
CREATE INDEX opportunities_by_created ON opportunities (isv_id, created_at, id, ended_by, duration_kind, uses, last_day, search);
CREATE INDEX opportunities_by_name ON opportunities (isv_id, lower(name), id);
CREATE INDEX opportunities_by_product ON opportunities (isv_id, lower(product_title), id);
CREATE INDEX opportunities_by_reseller ON opportunities (isv_id, lower(reseller_name), id);
CREATE INDEX opportunities_by_discount ON opportunities (isv_id, (percent IS NULL), percent, discount_kind, id);
CREATE INDEX opportunities_by_discount_down ON opportunities (isv_id, (percent IS NULL), percent DESC, discount_kind DESC, id DESC);
CREATE INDEX opportunities_by_last_day ON opportunities (isv_id, (last_day IS NULL), last_day, id);
CREATE INDEX opportunities_by_last_day_down ON opportunities (isv_id, (last_day IS NULL), last_day DESC, id DESC);
CREATE INDEX opportunities_of_reseller ON opportunities (reseller_id, created_at, id);
CREATE INDEX opportunities_between ON opportunities (isv_id, reseller_id, created_at, id);
CREATE INDEX opportunities_of_product ON opportunities (isv_id, product_id, created_at, id);

-- The dimensions it covers, as they were.
CREATE TABLE opportunity_dimensions (
    opportunity_id TEXT NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 100 AND key NOT GLOB '*[^A-Za-z0-9._-]*'),
    position INTEGER NOT NULL CHECK (position >= 0),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    description TEXT NOT NULL CHECK (length(description) <= 1000),
    unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 50),
    kind TEXT NOT NULL CHECK (kind IN ('contract', 'usage', 'both')),
    -- Whether it exists only in this opportunity.
    added BOOLEAN NOT NULL CHECK (added IN (0, 1)),
    PRIMARY KEY (opportunity_id, key),
    CHECK (NOT added OR kind = 'contract')
) WITHOUT ROWID;

CREATE TABLE opportunity_prices (
    opportunity_id TEXT NOT NULL,
    dimension_key TEXT NOT NULL,
    charge TEXT NOT NULL CHECK (charge = 'usage' OR charge GLOB 'P[1-9]*' AND ltrim(substr(charge, 2), '0123456789') IN ('M', 'D')),
    position INTEGER NOT NULL CHECK (position >= 0),
    list BIGINT CHECK (list IS NULL OR typeof(list) = 'integer' AND list BETWEEN 0 AND 10000000000000000),
    wholesale BIGINT NOT NULL CHECK (typeof(wholesale) = 'integer' AND wholesale BETWEEN 0 AND 10000000000000000),
    basis TEXT NOT NULL CHECK (basis IN ('percent', 'price', 'fee', 'custom')),
    -- In hundredths of a percent.
    percent INTEGER CHECK (percent BETWEEN 0 AND 10000),
    PRIMARY KEY (opportunity_id, dimension_key, charge),
    FOREIGN KEY (opportunity_id, dimension_key) REFERENCES opportunity_dimensions (opportunity_id, key) ON DELETE CASCADE,
    CHECK ((basis = 'percent') = (percent IS NOT NULL)),
    CHECK (basis <> 'percent' OR list IS NOT NULL),
    CHECK (basis <> 'custom' OR list IS NULL)
) WITHOUT ROWID;

CREATE TABLE opportunity_grants (
    opportunity_id TEXT NOT NULL,
    dimension_key TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 2147483646),
    PRIMARY KEY (opportunity_id, dimension_key),
    FOREIGN KEY (opportunity_id, dimension_key) REFERENCES opportunity_dimensions (opportunity_id, key) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE opportunity_payments (
    opportunity_id TEXT NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    due DATE NOT NULL CHECK (due = date(due)),
    amount BIGINT NOT NULL CHECK (typeof(amount) = 'integer' AND amount BETWEEN 0 AND 10000000000000000),
    PRIMARY KEY (opportunity_id, position),
    UNIQUE (opportunity_id, due)
) WITHOUT ROWID;

CREATE TABLE opportunity_buyers (
    opportunity_id TEXT NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 24),
    account_id TEXT NOT NULL CHECK (length(account_id) = 12 AND account_id NOT GLOB '*[^0-9]*'),
    PRIMARY KEY (opportunity_id, position),
    UNIQUE (opportunity_id, account_id)
) WITHOUT ROWID;

CREATE TABLE revocations (
    opportunity_id TEXT PRIMARY KEY NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    by_side TEXT NOT NULL CHECK (by_side IN ('isv', 'partner')),
    person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 255),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    at TIMESTAMP NOT NULL,
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 500)
) WITHOUT ROWID;

CREATE TABLE drafts (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 30 AND id GLOB 'drf_*' AND id NOT GLOB '*[^0-9a-z_]*'),
    isv_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    version INTEGER NOT NULL CHECK (version >= 1),
    answers TEXT NOT NULL CHECK (length(answers) BETWEEN 2 AND 1048576),
    created_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at TIMESTAMP NOT NULL,
    saved_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    saved_at TIMESTAMP NOT NULL,
    cloned_from TEXT REFERENCES opportunities (id) ON DELETE SET NULL
);
CREATE INDEX drafts_by_isv ON drafts (isv_id, saved_at, id);
CREATE INDEX drafts_by_creator ON drafts (created_by);
CREATE INDEX drafts_by_age ON drafts (saved_at);

CREATE TABLE events (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 30 AND id GLOB 'evt_*' AND id NOT GLOB '*[^0-9a-z_]*'),
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    opportunity_id TEXT REFERENCES opportunities (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 50 AND kind NOT GLOB '*[^A-Za-z0-9._-]*'),
    actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 255),
    at TIMESTAMP NOT NULL,
    details TEXT NOT NULL CHECK (length(details) <= 4000)
);
CREATE INDEX events_by_organisation ON events (organisation_id, opportunity_id, at, id);
CREATE INDEX events_by_opportunity ON events (opportunity_id);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 30 AND id GLOB 'msg_*' AND id NOT GLOB '*[^0-9a-z_]*'),
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    recipient TEXT NOT NULL CHECK (length(recipient) BETWEEN 3 AND 254 AND recipient LIKE '_%@_%'),
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 50 AND kind NOT GLOB '*[^A-Za-z0-9._-]*'),
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
    text_body TEXT NOT NULL CHECK (length(text_body) BETWEEN 1 AND 100000),
    html_body TEXT NOT NULL CHECK (length(html_body) BETWEEN 1 AND 100000),
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'dead', 'cancelled')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    next_at TIMESTAMP NOT NULL,
    leased_until TIMESTAMP,
    last_error TEXT CHECK (length(last_error) BETWEEN 1 AND 1000),
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    UNIQUE (event_id, recipient),
    CHECK ((state = 'sending') = (leased_until IS NOT NULL)),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX outbox_due ON outbox (state, next_at, id);

CREATE TABLE term_requests (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 30 AND id GLOB 'req_*' AND id NOT GLOB '*[^0-9a-z_]*'),
    isv_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
    needed TEXT NOT NULL CHECK (length(needed) BETWEEN 1 AND 4000),
    contact TEXT NOT NULL CHECK (length(contact) BETWEEN 1 AND 254),
    status TEXT NOT NULL CHECK (status IN ('open', 'answered')),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX term_requests_by_isv ON term_requests (isv_id, created_at, id);
CREATE INDEX term_requests_by_status ON term_requests (status, created_at, id);
