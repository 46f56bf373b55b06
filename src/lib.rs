//! Consign: the portal where a software vendor (ISV) authorises consulting partners to resell its products.
//!
//! # Map
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`domain`] | the business: values and rules, with a glossary. No database, no HTTP, no clock, no randomness |
//! | [`answers`] | what a person typed into each step of a form, and how it parses into domain values |
//! | [`spreadsheet`] | files of rows: what people upload, and the template that they fill in |
//! | [`catalog_file`] | the catalogue file that a vendor's products are imported from |
//! | [`store`] | the database, SQLite or PostgreSQL: domain values in, domain values out. The only place that knows SQL |
//! | [`mail`] | what mails say, and the worker that sends them |
//! | [`catalog_api`] | the AWS Marketplace Catalog API: domain values out, JSON requests that AWS understands |
//! | [`web`] | pages: the only place that knows HTTP and HTML. `templates/` has the same names |
//! | [`app`], [`cli`], [`config`], [`telemetry`], [`demo`] | puts them together: settings, start, stop, commands, the log, demo data |
//! | [`seal`] | secrets that the program must be able to read again, sealed by a key outside the database |
//! | [`clock`], [`random`], [`private`] | what the operating system gives: the time, randomness, files that nobody else reads |
//!
//! Each uses only what stands above it, or in the last two rows; a test holds it. The same noun has the same file name in
//! every layer: `domain/discount.rs` is the rule, `answers/discount.rs` what is typed, `web/isv/wizard/discount.rs` the page,
//! `templates/isv/wizard/discount.html` its markup.
//!
//! # Invariants
//!
//! - A domain value that exists is valid. Nothing checks twice.
//! - A draft keeps what was typed, valid or not. What it means is computed on every reading ([`answers::Journey`]); no
//!   "current step" and no status is stored anywhere.
//! - An opportunity never changes. What happens to it later (revoked, used) are further rows, and its status is a function
//!   of them and the time ([`domain::opportunity::Status::at`]); one SQL expression filters by the same rule.
//! - Money is decimal, and one module rounds ([`domain::money`]).
//! - Every query of what an organisation brought in or was given takes a scope, and only [`store`] makes scopes
//!   ([`store::scope`]). Its people are found by the organisation of who asks. What is not yours answers exactly like what
//!   does not exist.
//! - Whatever changes state writes its event and its mails in the same transaction, and between its beginning and its end
//!   there is only database work. No page talks SMTP.
//! - Nothing is kept in memory that the database may know better. What stands beside a table is kept by a number: whoever
//!   creates, ends or uses up opportunities counts a change for their parties in the same transaction, and every request
//!   reads the number ([`web::opportunities::beside`]). Several processes may share a database.
//! - Races are decided by guarded updates and unique keys, never by reading first.
//! - Every page works without script, and no page has script or style inside it.
//!
//! # Three walks
//!
//! **A step is shown.** `GET /isv/drafts/{draft}/discount` → [`web::routes`] finds the handler → [`web::auth`] reads the
//! session's person, role and scope → [`store::drafts`] finds the draft in that scope, [`store::catalogue`] what it names →
//! [`answers::Journey`] understands the answers → the step's view is made and its template rendered.
//!
//! **A step is saved.** `POST` to the same address → [`web::guard`] lets only forms of our own through → in one write, the
//! typed fields are kept under the version that the page showed (somebody else's save in between: 409 with both texts) →
//! the journey is computed again → a problem with this step: the same page with status 422; none: 303 to the next step.
//!
//! **Opportunities are created.** `POST …/review` → one write transaction: the draft is read again, every step parsed
//! against the catalogue as it is now, all rules between steps proved ([`domain::terms::ProvenTerms`]) → what comes
//! of it is not what the review showed: the review again with status 409; it is: [`store::opportunities`] writes one
//! opportunity for each reseller and product with frozen prices, their events and mails, and takes the draft away → 303 to
//! the batch's page. A second press finds no draft but the batch, and leads to the same page.
//!
//! # What is deliberately absent
//!
//! No page edits an opportunity: revoke it and clone it. No wizard framework: the steps are an enum and each `match`
//! over it must be complete. No ORM entities outside [`store`], no global state but the places for files in the one
//! memory, no `DEFAULT now()` in the database: ids and times are made by the program and passed in. No secret token in
//! forms: browsers say by themselves where a request comes from, and what does not say so is refused ([`web::guard`]);
//! nothing can be forgotten in a template, and no page that travels compressed holds a secret that another page holds
//! as well. No time zones: a last day ends in UTC for both sides of a contract, so all days and moments are shown in
//! UTC, and say so.

pub mod answers;
pub mod app;
pub mod catalog_api;
pub mod catalog_file;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod mail;
pub mod private;
pub mod random;
pub mod seal;
pub mod spreadsheet;
pub mod store;
pub mod telemetry;
pub mod web;
