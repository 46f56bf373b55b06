-- The whole schema. The tree of the other database has the same tables and columns.
-- Moments are UTC without a zone. Names sort by their bytes whatever the server's locale is, as they do on SQLite.

CREATE TABLE organisations (
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^org_[0-9a-z]{26}$'),
    kind TEXT NOT NULL CHECK (kind IN ('isv', 'partner', 'operator')),
    account_id TEXT NOT NULL CHECK (account_id ~ '^[0-9]{12}$'),
    name TEXT COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    country TEXT NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email LIKE '_%@_%'),
    registered BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (account_id, kind)
);
CREATE INDEX organisations_by_name ON organisations (kind, lower(name), id);

CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^usr_[0-9a-z]{26}$'),
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email LIKE '_%@_%'),
    -- What people are found by: nobody remembers how they capitalised an address.
    email_lower TEXT NOT NULL UNIQUE CHECK (length(email_lower) BETWEEN 3 AND 254 AND email_lower LIKE '_%@_%'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    role TEXT NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    password_hash TEXT NOT NULL CHECK (length(password_hash) BETWEEN 1 AND 500),
    disabled BOOLEAN NOT NULL,
    one_page BOOLEAN NOT NULL,
    theme TEXT NOT NULL CHECK (theme IN ('auto', 'light', 'dark')),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX users_by_organisation ON users (organisation_id);

CREATE TABLE sessions (
    key_hash TEXT PRIMARY KEY NOT NULL CHECK (key_hash ~ '^[0-9a-f]{64}$'),
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (length(state) BETWEEN 1 AND 16384),
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);

CREATE TABLE sign_in_failures (
    subject TEXT PRIMARY KEY NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
    failures INTEGER NOT NULL CHECK (failures >= 1),
    last_at TIMESTAMP NOT NULL
);

CREATE TABLE products (
    isv_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    id TEXT NOT NULL CHECK (id ~ '^[A-Za-z0-9._-]{1,50}$'),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 255),
    model TEXT NOT NULL CHECK (model IN (
        'saas_subscription', 'saas_contract', 'saas_contract_with_consumption',
        'ami_hourly', 'ami_usage', 'ami_hourly_with_annual', 'ami_contract',
        'container_hourly', 'container_usage', 'container_long_term', 'container_contract',
        'professional_services', 'free', 'byol', 'ami_monthly', 'container_monthly',
        'cloudformation', 'second_party', 'machine_learning', 'data'
    )),
    state TEXT NOT NULL CHECK (state IN ('draft', 'limited', 'public', 'withdrawn')),
    tiered BOOLEAN NOT NULL,
    -- The address of its public EULA; none is the Standard Contract for AWS Marketplace.
    eula_url TEXT CHECK (length(eula_url) BETWEEN 1 AND 2000),
    position INTEGER NOT NULL CHECK (position >= 0),
    PRIMARY KEY (isv_id, id)
);

CREATE TABLE dimensions (
    isv_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    key TEXT NOT NULL CHECK (key ~ '^[A-Za-z0-9._-]{1,100}$'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    description TEXT NOT NULL CHECK (length(description) <= 1000),
    unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 50),
    kind TEXT NOT NULL CHECK (kind IN ('contract', 'usage', 'both')),
    position INTEGER NOT NULL CHECK (position >= 0),
    PRIMARY KEY (isv_id, product_id, key),
    FOREIGN KEY (isv_id, product_id) REFERENCES products (isv_id, id) ON DELETE CASCADE
);

CREATE TABLE list_prices (
    isv_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    dimension_key TEXT NOT NULL,
    charge TEXT NOT NULL CHECK (charge = 'usage' OR charge ~ '^P[1-9][0-9]*[MD]$'),
    amount NUMERIC(17, 8) NOT NULL CHECK (amount BETWEEN 0 AND 100000000),
    PRIMARY KEY (isv_id, product_id, dimension_key, charge),
    FOREIGN KEY (isv_id, product_id, dimension_key) REFERENCES dimensions (isv_id, product_id, key) ON DELETE CASCADE
);

-- The bytes of documents, each once, however many documents have them.
CREATE TABLE document_contents (
    sha256 TEXT PRIMARY KEY NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes BYTEA NOT NULL CHECK (length(bytes) BETWEEN 1 AND 10485760)
);

CREATE TABLE documents (
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^doc_[0-9a-z]{26}$'),
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
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^bat_[0-9a-z]{26}$'),
    isv_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    -- The draft is gone once the batch is there; its id keeps a second submission of it from making a second batch.
    draft_id TEXT NOT NULL UNIQUE CHECK (draft_id ~ '^drf_[0-9a-z]{26}$'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    created_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_by_name TEXT NOT NULL CHECK (length(created_by_name) BETWEEN 1 AND 255),
    created_at TIMESTAMP NOT NULL,
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 100),
    cloned_from TEXT CHECK (cloned_from ~ '^opp_[0-9a-z]{26}$'),
    -- What opportunities refer to, so that a batch has those of one ISV only.
    UNIQUE (id, isv_id)
);

-- Facts: an opportunity is never changed. Only uses and ended_by move, and only forward.
CREATE TABLE opportunities (
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^opp_[0-9a-z]{26}$'),
    batch_id TEXT NOT NULL,
    isv_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    isv_account TEXT NOT NULL CHECK (isv_account ~ '^[0-9]{12}$'),
    isv_name TEXT COLLATE "C" NOT NULL CHECK (length(isv_name) BETWEEN 1 AND 255),
    reseller_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    reseller_account TEXT NOT NULL CHECK (reseller_account ~ '^[0-9]{12}$'),
    reseller_name TEXT COLLATE "C" NOT NULL CHECK (length(reseller_name) BETWEEN 1 AND 255),
    -- The product as it was: a copy that does not refer to the catalogue, which may lose it.
    product_id TEXT NOT NULL CHECK (product_id ~ '^[A-Za-z0-9._-]{1,50}$'),
    product_title TEXT COLLATE "C" NOT NULL CHECK (length(product_title) BETWEEN 1 AND 255),
    product_model TEXT NOT NULL CHECK (product_model IN (
        'saas_subscription', 'saas_contract', 'saas_contract_with_consumption',
        'ami_hourly', 'ami_usage', 'ami_hourly_with_annual', 'ami_contract',
        'container_hourly', 'container_usage', 'container_long_term', 'container_contract',
        'professional_services'
    )),
    product_tiered BOOLEAN NOT NULL,
    -- As in products.
    product_eula_url TEXT CHECK (length(product_eula_url) BETWEEN 1 AND 2000),
    name TEXT COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    description TEXT CHECK (length(description) BETWEEN 1 AND 255),
    discount_kind TEXT NOT NULL CHECK (discount_kind IN ('percentage', 'individual', 'flexible')),
    -- In hundredths of a percent.
    percent INTEGER CHECK (percent BETWEEN 0 AND 10000),
    currency TEXT NOT NULL CHECK (currency IN ('USD', 'EUR', 'GBP', 'AUD', 'JPY')),
    duration_kind TEXT NOT NULL CHECK (duration_kind IN ('single_use', 'specific_time', 'no_set_time')),
    last_day DATE,
    -- That of the flexible payment schedule; other contract durations stand with the prices.
    contract_duration TEXT CHECK (contract_duration ~ '^P[1-9][0-9]*[MD]$'),
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
-- (an index takes no texts as long as those of the search), so that it is found without reading rows.
CREATE INDEX opportunities_by_created ON opportunities (isv_id, created_at, id, ended_by, duration_kind, uses, last_day);
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
    key TEXT NOT NULL CHECK (key ~ '^[A-Za-z0-9._-]{1,100}$'),
    position INTEGER NOT NULL CHECK (position >= 0),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    description TEXT NOT NULL CHECK (length(description) <= 1000),
    unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 50),
    kind TEXT NOT NULL CHECK (kind IN ('contract', 'usage', 'both')),
    -- Whether it exists only in this opportunity.
    added BOOLEAN NOT NULL,
    PRIMARY KEY (opportunity_id, key),
    CHECK (NOT added OR kind = 'contract')
);

CREATE TABLE opportunity_prices (
    opportunity_id TEXT NOT NULL,
    dimension_key TEXT NOT NULL,
    charge TEXT NOT NULL CHECK (charge = 'usage' OR charge ~ '^P[1-9][0-9]*[MD]$'),
    position INTEGER NOT NULL CHECK (position >= 0),
    list NUMERIC(17, 8) CHECK (list BETWEEN 0 AND 100000000),
    wholesale NUMERIC(17, 8) NOT NULL CHECK (wholesale BETWEEN 0 AND 100000000),
    basis TEXT NOT NULL CHECK (basis IN ('percent', 'price', 'fee', 'custom')),
    -- In hundredths of a percent.
    percent INTEGER CHECK (percent BETWEEN 0 AND 10000),
    PRIMARY KEY (opportunity_id, dimension_key, charge),
    FOREIGN KEY (opportunity_id, dimension_key) REFERENCES opportunity_dimensions (opportunity_id, key) ON DELETE CASCADE,
    CHECK ((basis = 'percent') = (percent IS NOT NULL)),
    CHECK (basis <> 'percent' OR list IS NOT NULL),
    CHECK (basis <> 'custom' OR list IS NULL)
);

CREATE TABLE opportunity_grants (
    opportunity_id TEXT NOT NULL,
    dimension_key TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 2147483646),
    PRIMARY KEY (opportunity_id, dimension_key),
    FOREIGN KEY (opportunity_id, dimension_key) REFERENCES opportunity_dimensions (opportunity_id, key) ON DELETE CASCADE
);

CREATE TABLE opportunity_payments (
    opportunity_id TEXT NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    due DATE NOT NULL,
    amount NUMERIC(17, 8) NOT NULL CHECK (amount BETWEEN 0 AND 100000000),
    PRIMARY KEY (opportunity_id, position),
    UNIQUE (opportunity_id, due)
);

CREATE TABLE opportunity_buyers (
    opportunity_id TEXT NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 24),
    account_id TEXT NOT NULL CHECK (account_id ~ '^[0-9]{12}$'),
    PRIMARY KEY (opportunity_id, position),
    UNIQUE (opportunity_id, account_id)
);

CREATE TABLE revocations (
    opportunity_id TEXT PRIMARY KEY NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    by_side TEXT NOT NULL CHECK (by_side IN ('isv', 'partner')),
    person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 255),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    at TIMESTAMP NOT NULL,
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 500)
);

CREATE TABLE drafts (
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^drf_[0-9a-z]{26}$'),
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
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^evt_[0-9a-z]{26}$'),
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    opportunity_id TEXT REFERENCES opportunities (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind ~ '^[A-Za-z0-9._-]{1,50}$'),
    actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 255),
    at TIMESTAMP NOT NULL,
    details TEXT NOT NULL CHECK (length(details) <= 4000)
);
CREATE INDEX events_by_organisation ON events (organisation_id, opportunity_id, at, id);
CREATE INDEX events_by_opportunity ON events (opportunity_id);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^msg_[0-9a-z]{26}$'),
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    recipient TEXT NOT NULL CHECK (length(recipient) BETWEEN 3 AND 254 AND recipient LIKE '_%@_%'),
    kind TEXT NOT NULL CHECK (kind ~ '^[A-Za-z0-9._-]{1,50}$'),
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
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^req_[0-9a-z]{26}$'),
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
