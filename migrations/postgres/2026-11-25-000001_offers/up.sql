-- What partners offer buyers from opportunities, who is told of what, and what was told already.

-- What an offer and its opportunity agree on: who the two parties are.
CREATE UNIQUE INDEX opportunities_parties ON opportunities (id, isv_id, reseller_id);
-- Which ones end soon, whoever's they are.
CREATE INDEX opportunities_ending ON opportunities (last_day, id) WHERE last_day IS NOT NULL;

CREATE TABLE offer_drafts (
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^ofd_[0-9a-z]{26}$'),
    partner_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    opportunity_id TEXT NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    version INTEGER NOT NULL CHECK (version >= 1),
    answers TEXT NOT NULL CHECK (length(answers) BETWEEN 2 AND 1048576),
    created_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at TIMESTAMP NOT NULL,
    saved_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    saved_at TIMESTAMP NOT NULL
);
CREATE INDEX offer_drafts_by_partner ON offer_drafts (partner_id, saved_at, id);
CREATE INDEX offer_drafts_by_creator ON offer_drafts (created_by);
CREATE INDEX offer_drafts_by_age ON offer_drafts (saved_at);
CREATE INDEX offer_drafts_by_opportunity ON offer_drafts (opportunity_id);

-- That a partner accepted the reseller contract before an offer: asked again for each, so it hangs on the draft, whose id
-- the offer keeps.
CREATE TABLE contract_acceptances (
    draft_id TEXT PRIMARY KEY NOT NULL CHECK (draft_id ~ '^ofd_[0-9a-z]{26}$'),
    opportunity_id TEXT NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 255),
    at TIMESTAMP NOT NULL,
    -- The version of the standard contract, or the fingerprint of a custom one.
    version TEXT CHECK (length(version) BETWEEN 1 AND 50),
    sha256 TEXT CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CHECK ((version IS NULL) <> (sha256 IS NULL))
);

-- Facts: an offer is never changed, but for the day on which it expires.
CREATE TABLE offers (
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^off_[0-9a-z]{26}$'),
    opportunity_id TEXT NOT NULL,
    isv_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    -- The draft is gone once the offer is there; its id keeps a second press from making a second offer.
    draft_id TEXT NOT NULL UNIQUE CHECK (draft_id ~ '^ofd_[0-9a-z]{26}$'),
    single_use BOOLEAN NOT NULL,
    name TEXT COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 150),
    description TEXT NOT NULL CHECK (length(description) BETWEEN 1 AND 255),
    adjustment TEXT NOT NULL CHECK (adjustment IN ('markup', 'discount', 'own_amounts')),
    -- In percent, as text: a markup has more decimals than money.
    percent TEXT CHECK (length(percent) BETWEEN 1 AND 20 AND percent ~ '^[0-9.]+$'),
    expires_on DATE NOT NULL,
    subscription_end DATE,
    -- What the search looks in, as in opportunities.
    search TEXT NOT NULL CHECK (length(search) BETWEEN 1 AND 2000),
    extended_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    extended_by_name TEXT NOT NULL CHECK (length(extended_by_name) BETWEEN 1 AND 255),
    extended_at TIMESTAMP NOT NULL,
    -- What amendments refer to, so that no offer can have another partner's document.
    UNIQUE (id, partner_id),
    FOREIGN KEY (opportunity_id, isv_id, partner_id) REFERENCES opportunities (id, isv_id, reseller_id) ON DELETE RESTRICT,
    CHECK ((adjustment = 'own_amounts') = (percent IS NULL))
);
-- The second guard of a single use; the first is the guarded update of its opportunity.
CREATE UNIQUE INDEX offers_single_use ON offers (opportunity_id) WHERE single_use;
CREATE INDEX offers_of_partner ON offers (partner_id, extended_at, id);
CREATE INDEX offers_of_isv ON offers (isv_id, extended_at, id);
CREATE INDEX offers_of_opportunity ON offers (opportunity_id, extended_at, id);

-- What the buyer pays. List and wholesale prices stand with the opportunity.
CREATE TABLE offer_prices (
    offer_id TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    dimension_key TEXT NOT NULL CHECK (dimension_key ~ '^[A-Za-z0-9._-]{1,100}$'),
    charge TEXT NOT NULL CHECK (charge = 'usage' OR charge ~ '^P[1-9][0-9]*[MD]$'),
    position INTEGER NOT NULL CHECK (position >= 0),
    price NUMERIC(17, 8) NOT NULL CHECK (price BETWEEN 0 AND 100000000),
    PRIMARY KEY (offer_id, dimension_key, charge)
);

CREATE TABLE offer_payments (
    offer_id TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 59),
    due DATE NOT NULL,
    amount NUMERIC(17, 8) NOT NULL CHECK (amount BETWEEN 0 AND 100000000),
    PRIMARY KEY (offer_id, position),
    UNIQUE (offer_id, due)
);

CREATE TABLE offer_buyers (
    offer_id TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 24),
    account_id TEXT NOT NULL CHECK (account_id ~ '^[0-9]{12}$'),
    PRIMARY KEY (offer_id, position),
    UNIQUE (offer_id, account_id)
);

CREATE TABLE offer_amendments (
    offer_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 4),
    document_id TEXT NOT NULL,
    PRIMARY KEY (offer_id, position),
    FOREIGN KEY (offer_id, partner_id) REFERENCES offers (id, partner_id) ON DELETE CASCADE,
    FOREIGN KEY (document_id, partner_id) REFERENCES documents (id, organisation_id) ON DELETE RESTRICT
);

-- Links by which buyers open an offer: of each secret only its fingerprint is kept.
CREATE TABLE offer_links (
    hash TEXT PRIMARY KEY NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    offer_id TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX offer_links_by_offer ON offer_links (offer_id, created_at, hash);

-- That a buyer accepted an offer: one agreement for each of its accounts.
CREATE TABLE offer_acceptances (
    offer_id TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL CHECK (account_id ~ '^[0-9]{12}$'),
    id TEXT NOT NULL UNIQUE CHECK (id ~ '^agr_[0-9a-z]{26}$'),
    -- Whether the buyer did it by the link, or the partner noted it.
    by_buyer BOOLEAN NOT NULL,
    company TEXT NOT NULL CHECK (length(company) BETWEEN 1 AND 255),
    person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 255),
    at TIMESTAMP NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    -- The contract duration bought, if it is paid up front.
    contract_duration TEXT CHECK (contract_duration ~ '^P[1-9][0-9]*[MD]$'),
    -- Sums of money as text: they may have more digits than a price. None where all is billed as used.
    wholesale_total TEXT CHECK (length(wholesale_total) BETWEEN 1 AND 40 AND wholesale_total ~ '^[0-9.]+$'),
    purchase_total TEXT CHECK (length(purchase_total) BETWEEN 1 AND 40 AND purchase_total ~ '^[0-9.]+$'),
    PRIMARY KEY (offer_id, account_id),
    CHECK ((wholesale_total IS NULL) = (purchase_total IS NULL))
);

-- How many units were bought up front.
CREATE TABLE offer_acceptance_units (
    offer_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    dimension_key TEXT NOT NULL CHECK (dimension_key ~ '^[A-Za-z0-9._-]{1,100}$'),
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 2147483646),
    PRIMARY KEY (offer_id, account_id, dimension_key),
    FOREIGN KEY (offer_id, account_id) REFERENCES offer_acceptances (offer_id, account_id) ON DELETE CASCADE
);

-- Who is told besides an organisation's own address. The slots bound their number, also when many are added at once.
CREATE TABLE notification_addresses (
    id TEXT PRIMARY KEY NOT NULL CHECK (id ~ '^adr_[0-9a-z]{26}$'),
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE RESTRICT,
    slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 9),
    email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email LIKE '_%@_%'),
    email_lower TEXT NOT NULL CHECK (length(email_lower) BETWEEN 3 AND 254 AND email_lower LIKE '_%@_%'),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'active', 'undeliverable')),
    on_offers BOOLEAN NOT NULL,
    on_opportunities BOOLEAN NOT NULL,
    on_reminders BOOLEAN NOT NULL,
    added_by TEXT NOT NULL CHECK (length(added_by) BETWEEN 1 AND 255),
    added_at TIMESTAMP NOT NULL,
    -- The fingerprint of the secret in the link that confirms it, and until when that link works.
    confirm_hash TEXT UNIQUE CHECK (confirm_hash ~ '^[0-9a-f]{64}$'),
    confirm_until TIMESTAMP,
    UNIQUE (organisation_id, slot),
    UNIQUE (organisation_id, email_lower),
    CHECK (on_offers OR on_opportunities OR on_reminders),
    CHECK ((state = 'waiting') = (confirm_hash IS NOT NULL)),
    CHECK ((confirm_hash IS NULL) = (confirm_until IS NULL))
);

-- The fingerprints of the secrets in the links that stop messages.
CREATE TABLE unsubscribe_links (
    hash TEXT PRIMARY KEY NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    address_id TEXT NOT NULL REFERENCES notification_addresses (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX unsubscribe_links_by_address ON unsubscribe_links (address_id);
CREATE INDEX unsubscribe_links_by_age ON unsubscribe_links (created_at);

-- What was told of the passing of time, so that it is told once.
CREATE TABLE notices (
    opportunity_id TEXT NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('days_30', 'days_7', 'days_1', 'expired')),
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (opportunity_id, kind)
);

ALTER TABLE events ADD COLUMN offer_id TEXT REFERENCES offers (id) ON DELETE CASCADE;
CREATE INDEX events_by_offer ON events (offer_id);
-- Where the reader of a letter stops such letters, if it is one that can be stopped.
ALTER TABLE outbox ADD COLUMN unsubscribe TEXT CHECK (length(unsubscribe) BETWEEN 1 AND 500);
