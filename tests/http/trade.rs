//! What Northwind gives its resellers before a test begins, made by the rules of the portal itself.

use crate::portal::TestPortal;
use crate::sold::Sale;
use chrono::{DateTime, Utc};
use consign::answers::typed::DateBoxes;
use consign::answers::{Answers, Fields, Journey, Step, schedule};
use consign::demo::accounts::NORTHWIND;
pub use consign::demo::accounts::{CONTOSO, HARBOR};
use consign::domain::account::{AccountId, Organisation, OrganisationKind, Role, User};
use consign::domain::agreements::{Document, DocumentFormat, DocumentKind, Rcmp};
use consign::domain::catalog::{Product, ProductId, ProductState};
use consign::domain::ids::{BatchId, DocumentId, DraftId, OpportunityId, OrganisationId};
use consign::domain::notification::Topic;
use consign::domain::opportunity::Side;
use consign::random;
use consign::store::notifications::{Added, Admitted, NewAddress};
use consign::store::opportunities::{Created, NewBatch, NewRevocation};
use consign::store::outbox::{self, Leased, Letter, MessageKind};
use consign::store::scope::{IsvScope, OwnScope};
use consign::store::{
    Conn, Error, batches, catalogue, documents, drafts, notifications, opportunities,
    organisations, products, resellers, users,
};
use diesel::prelude::*;
use diesel::sql_types::Text;

/// A partner of which nobody is there yet.
pub const ADATUM: &str = "222233334444";

pub const LOGSTREAM: &str = "prod-logstream0001";
pub const RELAY: &str = "prod-relaydesk0001";
pub const VAULT: &str = "prod-vaultstorage1";

pub const ADMIN: &str = "admin@northwind.example";
pub const MEMBER: &str = "member@northwind.example";
pub const VIEWER: &str = "viewer@northwind.example";
pub const STRANGER: &str = "admin@fabrikam.example";
pub const PARTNER: &str = "admin@contoso.example";
pub const OTHER_PARTNER: &str = "admin@harbor.example";
pub const PARTNER_VIEWER: &str = "viewer@contoso.example";

/// Gives Contoso somebody who may only look.
pub fn add_partner_viewer(portal: &TestPortal) {
    add_person(portal, CONTOSO, PARTNER_VIEWER, Role::Viewer);
}

/// Gives a partner somebody with everybody's password.
pub fn add_person(portal: &TestPortal, account: &str, email: &str, role: Role) {
    let now = portal.clock.now();
    let added = portal.db.write_now(|c| {
        let account = AccountId::parse(account).expect("twelve digits");
        let partner = organisations::by_account(c, &account, OrganisationKind::Partner)?;
        let (_, hash) = users::credentials(c, PARTNER)?.expect("a password");
        let person = User {
            id: random::id(now),
            organisation: partner.expect("a partner").id,
            email: email.to_owned(),
            name: "Noor Haddad".to_owned(),
            role,
        };
        users::add(c, &person, &hash, now)
    });
    assert_eq!(
        added.expect("it can be written"),
        organisations::Added::Done
    );
}

/// What writes the letters of an opportunity.
type Letters =
    dyn Fn(&mut Conn, OpportunityId, &Organisation, &Product) -> Result<Vec<Letter>, Error>;

/// Northwind's trade with its resellers.
pub struct Trade<'a> {
    pub portal: &'a TestPortal,
    pub scope: IsvScope,
    pub creator: User,
}

impl<'a> Trade<'a> {
    /// Northwind, before anything is given.
    pub fn begin(portal: &'a TestPortal) -> Self {
        let northwind = AccountId::parse(NORTHWIND).expect("twelve digits");
        let begun = portal.db.read_now(|c| {
            let scope = organisations::isv_scope(c, &northwind)?.expect("Northwind is there");
            Ok((scope, users::of(c, scope.isv())?))
        });
        let (scope, people) = begun.expect("it can be read");
        let creator = people
            .into_iter()
            .find(|person| person.email == ADMIN)
            .expect("the admin");
        Self {
            portal,
            scope,
            creator,
        }
    }

    /// The id of a reseller.
    pub fn reseller(&self, account: &str) -> OrganisationId {
        let all = self
            .portal
            .db
            .read_now(|c| resellers::list(c, &self.scope))
            .expect("the resellers");
        let found = all
            .into_iter()
            .find(|reseller| reseller.organisation.account.as_str() == account);
        found.expect("a reseller").organisation.id
    }

    /// Answers that give Contoso 500 units of Vault Storage for 12 months, to be paid on 1 April and on 1 October 2027.
    pub fn scheduled(&self, name: &str, [first, second]: [&str; 2]) -> Answers {
        let mut answers = self.answers(name);
        answers.set(Step::Products, fields(&[("product", VAULT)]));
        let discount = [
            ("discount_type", "flexible"),
            ("currency", "USD"),
            ("contract_length", "12"),
            ("units[plain_gb]", "500"),
            ("amount[1]", first),
            ("date[1]-day", "1"),
            ("date[1]-month", "4"),
            ("date[1]-year", "2027"),
            ("amount[2]", second),
            ("date[2]-day", "1"),
            ("date[2]-month", "10"),
            ("date[2]-year", "2027"),
        ];
        answers.set(Step::Discount, fields(&discount));
        let duration = [
            ("duration", "single_use"),
            ("end-day", "31"),
            ("end-month", "3"),
            ("end-year", "2027"),
        ];
        answers.set(Step::Duration, fields(&duration));
        answers
    }

    /// Answers that give Contoso 1,200 units of Vault Storage for 12 months with rates for more, to be paid in these pieces:
    /// amount, day, month and year of each.
    pub fn flexible(
        &self,
        name: &str,
        payments: &[[&str; 4]],
        [day, month, year]: [&str; 3],
    ) -> Answers {
        let mut discount = fields(&[
            ("discount_type", "flexible"),
            ("currency", "EUR"),
            ("contract_length", "12"),
            ("units[plain_gb]", "1200"),
            ("rate[plain_over]", "0.08"),
            ("rate[enc_over]", "0.09"),
        ]);
        for (number, [amount, day, month, year]) in (1..).zip(payments) {
            discount.set(schedule::amount_field(number), *amount);
            DateBoxes { day, month, year }.write(&mut discount, &schedule::date_field(number));
        }
        let mut duration = Fields::default();
        DateBoxes { day, month, year }.write(&mut duration, "end");
        let mut answers = self.answers(name);
        answers.set(Step::Products, fields(&[("product", VAULT)]));
        answers.set(Step::Discount, discount);
        answers.set(Step::Duration, duration);
        answers
    }

    /// Answers that give Contoso a year of RelayDesk with a dimension of its own.
    pub fn shaped(&self) -> Answers {
        let mut answers = self.answers("With more");
        answers.set(Step::Products, fields(&[("product", RELAY)]));
        let term = format!("term[{RELAY}]");
        let discount = [
            ("discount_type", "percentage"),
            ("percent", "10"),
            ("listed", RELAY),
            (&term, "P12M"),
        ];
        answers.set(Step::Discount, fields(&discount));
        let field = |what: &str| format!("{what}[{RELAY}][1]");
        let dimensions = [
            (&*format!("keep[{RELAY}]"), "team"),
            (&field("dim_name"), "Night shift"),
            (&field("dim_key"), "night"),
            (&field("dim_description"), "Agents at night"),
            (&field("dim_unit"), "Agents"),
            (&format!("dim_price[{RELAY}][1][P12M]"), "1200"),
        ];
        answers.set(Step::Dimensions, fields(&dimensions));
        answers
    }

    /// The answers that give 12.5% off LogStream to Contoso, once and without a last day.
    pub fn answers(&self, name: &str) -> Answers {
        let mut answers = Answers::default();
        answers.set(
            Step::Details,
            fields(&[("name", name), ("description", "")]),
        );
        answers.set(
            Step::Resellers,
            fields(&[("reseller", &self.reseller(CONTOSO).to_string())]),
        );
        answers.set(Step::Products, fields(&[("product", LOGSTREAM)]));
        answers.set(
            Step::Discount,
            fields(&[("discount_type", "percentage"), ("percent", "12.5")]),
        );
        answers.set(Step::Duration, fields(&[("duration", "no_set_time")]));
        answers
    }

    /// Makes opportunities of answers and tells nobody: the portal would send letters while a test looks on.
    pub fn create(&self, answers: &Answers) -> BatchId {
        let now = self.portal.clock.now();
        let made = self
            .portal
            .db
            .write_now(|c| self.make(c, answers, &|_, _, _, _| Ok(Vec::new()), now));
        made.expect("it can be written")
    }

    /// Makes opportunities of answers; the letters that tell of them are in the test's hands and not in the portal's.
    pub fn create_told(&self, answers: &Answers) -> (BatchId, Vec<Leased>) {
        let now = self.portal.clock.now();
        let letters = |_: &mut Conn, _: OpportunityId, reseller: &Organisation, _: &_| {
            Ok(vec![letter(&reseller.email)])
        };
        let made = self.portal.db.write_now(|c| {
            let batch = self.make(c, answers, &letters, now)?;
            Ok((batch, outbox::lease(c, u16::MAX, now)?))
        });
        made.expect("it can be written")
    }

    fn make(
        &self,
        c: &mut Conn,
        answers: &Answers,
        letters: &Letters,
        now: DateTime<Utc>,
    ) -> Result<BatchId, Error> {
        let draft: DraftId = random::id(now);
        let named = catalogue::of(c, &self.scope, &answers.named(), &Rcmp::default())?;
        let journey = Journey::of(answers, &named, now.date_naive());
        let problems: Vec<_> = journey.all_problems().collect();
        let terms = journey.proven().unwrap_or_else(|| panic!("{problems:?}"));
        let new = drafts::NewDraft {
            id: draft,
            answers,
            by: self.creator.id,
            cloned_from: None,
        };
        drafts::create(c, &self.scope, &new, now)?;
        let batch = NewBatch {
            draft,
            version: 1,
            terms,
            creator: &self.creator,
            cloned_from: None,
            letters,
        };
        match opportunities::create_batch(c, &self.scope, &batch, now)? {
            Created::New(batch) => Ok(batch),
            other @ (Created::Already(_) | Created::Stale | Created::Gone) => panic!("{other:?}"),
        }
    }

    /// Makes one opportunity.
    pub fn give(&self, answers: &Answers) -> String {
        self.of_batch(self.create(answers)).remove(0)
    }

    /// Makes one opportunity of this name.
    pub fn named(&self, name: &str) -> String {
        self.give(&self.answers(name))
    }

    /// The opportunities of a batch.
    pub fn of_batch(&self, batch: BatchId) -> Vec<String> {
        let now = self.portal.clock.now();
        let found = self
            .portal
            .db
            .read_now(|c| batches::find(c, &self.scope, batch, now));
        let rows = found.expect("it can be read").expect("a batch").rows;
        rows.into_iter().map(|row| row.id.to_string()).collect()
    }

    /// Northwind puts a product on sale or takes it off.
    pub fn set_state(&self, product: &str, state: ProductState) {
        let id = ProductId::parse(product).expect("an id");
        let done = self.portal.db.write_now(|c| {
            let mut product = products::find(c, &self.scope, &id)?.expect("a product");
            product.state = state;
            products::put(c, &self.scope, &product)
        });
        done.expect("it can be written");
    }

    /// The operator registers a partner, or ends that.
    pub fn register(&self, account: &str, yes: &str) {
        let operator = self.portal.sign_in("operator@portal.example");
        let path = format!("/ops/organisations/{}/registration", self.reseller(account));
        let answer = operator.post(&path, &[("registered", yes)]);
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// Revokes an opportunity.
    pub fn revoke(&self, opportunity: &str) {
        let revocation = NewRevocation {
            opportunity: opportunity.parse().expect("an id"),
            by: &self.creator,
            reason: None,
            letters: Vec::new(),
        };
        let now = self.portal.clock.now();
        let revoked = self
            .portal
            .db
            .write_now(|c| opportunities::revoke(c, &self.scope, &revocation, now));
        revoked.expect("it can be written");
    }

    /// Counts offers of a partner, which has no pages yet.
    pub fn used(&self, opportunity: &str, times: i32) {
        let used = self.portal.db.write_now(|c| {
            let update = diesel::sql_query("UPDATE opportunities SET uses = $1 WHERE id = $2");
            Ok(update
                .bind::<diesel::sql_types::Integer, _>(times)
                .bind::<Text, _>(opportunity)
                .execute(c)?)
        });
        assert_eq!(used.expect("it can be written"), 1);
    }

    /// Makes an offer of a partner's, accepted or not.
    pub fn sell(&self, sale: &Sale<'_>) -> String {
        let sold = self.portal.db.write_now(|c| sale.write(c));
        sold.expect("it can be written")
    }

    /// Uploads a document.
    pub fn document(&self, kind: DocumentKind, name: &str, bytes: &[u8]) -> DocumentId {
        self.file(kind, name, DocumentFormat::Pdf, bytes)
    }

    /// Uploads a document that is a text.
    pub fn text_document(&self, kind: DocumentKind, name: &str, text: &[u8]) -> DocumentId {
        self.file(kind, name, DocumentFormat::Text, text)
    }

    fn file(
        &self,
        kind: DocumentKind,
        name: &str,
        format: DocumentFormat,
        bytes: &[u8],
    ) -> DocumentId {
        let now = self.portal.clock.now();
        let document = Document {
            id: random::id(now),
            kind,
            name: name.to_owned(),
            format,
            size: bytes.len(),
            sha256: random::sha256_hex(bytes),
        };
        let added = self
            .portal
            .db
            .write_now(|c| documents::add(c, &self.scope, &document, bytes, self.creator.id, now));
        added.expect("it can be written");
        document.id
    }

    /// What a draft says.
    pub fn draft(&self, path: &str) -> drafts::Draft {
        let id: DraftId = path
            .split('/')
            .nth(3)
            .and_then(|id| id.parse().ok())
            .unwrap_or_else(|| panic!("no draft in {path}"));
        let found = self
            .portal
            .db
            .read_now(|c| drafts::find(c, &self.scope, id));
        found.expect("it can be read").expect("a draft")
    }

    /// Keeps answers as a draft.
    pub fn keep(&self, answers: &Answers) -> DraftId {
        let now = self.portal.clock.now();
        let new = drafts::NewDraft {
            id: random::id(now),
            answers,
            by: self.creator.id,
            cloned_from: None,
        };
        let kept = self
            .portal
            .db
            .write_now(|c| drafts::create(c, &self.scope, &new, now));
        assert_eq!(kept.expect("it can be written"), drafts::Created::Done);
        new.id
    }

    /// An address on the ISV's list of notifications that is told of everything; it is put there unless it is there.
    pub fn listed(&self, email: &str) -> String {
        let now = self.portal.clock.now();
        let scope = OwnScope::from(&self.scope);
        let id = self.portal.db.write_now(|c| {
            let there = notifications::list(c, &scope)?;
            if let Some(found) = there.into_iter().find(|address| address.email == email) {
                return Ok(found.id);
            }
            let new = NewAddress {
                id: random::id(now),
                email,
                topics: &Topic::ALL,
                by: &self.creator.name,
                admitted: Admitted::AtOnce,
                letter: &|_, _| Ok(letter(email)),
            };
            assert_eq!(notifications::add(c, &scope, &new, now)?, Added::Done);
            Ok(new.id)
        });
        id.expect("it can be written").to_string()
    }

    /// A letter that was given up.
    pub fn given_up(&self, answers: &Answers) -> String {
        let (_, letters) = self.create_told(answers);
        let now = self.portal.clock.now();
        let given_up = self.portal.db.write_now(|c| {
            for letter in &letters {
                outbox::failed(c, letter, "550 5.1.1 nobody here", None, now)?;
            }
            Ok(())
        });
        given_up.expect("it can be written");
        letters[0].id.to_string()
    }

    /// Keeps so many drafts.
    pub fn many_drafts(&self, count: usize) {
        for _ in 0..count {
            self.keep(&Answers::default());
        }
    }
}

/// The fields of a form.
pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    Fields::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    )
}

/// A letter to somebody, which says nothing.
pub fn letter(recipient: &str) -> Letter {
    Letter {
        side: Side::Partner,
        recipient: recipient.to_owned(),
        kind: MessageKind::OpportunityCreated,
        subject: "An opportunity".to_owned(),
        text: "For you.".to_owned(),
        html: "<p>For you.</p>".to_owned(),
        unsubscribe: None,
    }
}
