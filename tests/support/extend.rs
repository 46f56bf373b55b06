//! How many offers partners extend in a second, for `tests/bench`: sixteen browsers at once, each with a session of its own,
//! press *Extend Offer* on drafts that are ready.
//!
//! Arguments: the URL of the database, and host and port of the portal that serves it.

use anyhow::{Context, anyhow, ensure};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use consign::answers::Fields;
use consign::answers::offer::{OfferAnswers, OfferStep};
use consign::domain::account::User;
use consign::domain::catalog::ProductId;
use consign::domain::duration::Duration as Allowed;
use consign::domain::ids::{OfferDraftId, OpportunityId};
use consign::domain::opportunity::Status;
use consign::random;
use consign::store::drafts::Created;
use consign::store::offers::drafts::{self, NewOfferDraft};
use consign::store::opportunities::{TableQuery, TableRow, table};
use consign::store::scope::{PartnerScope, Scope};
use consign::store::{Db, users};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::num::NonZeroU32;
use std::sync::Barrier;
use std::time::{Duration, Instant};

/// Who extends; an account has no more than ten sessions.
const PEOPLE: [&str; 2] = ["admin@contoso.example", "member@contoso.example"];
/// Browsers of each.
const BROWSERS: usize = 8;
/// Drafts of each browser in a round: a person has no more than fifty.
const DRAFTS: usize = 6;
const ROUNDS: usize = 20;
/// A SaaS contract.
const PRODUCT: &str = "prod-vaultstorage1";

/// A browser in which somebody is signed in.
struct Browser {
    host: String,
    cookies: String,
    stream: TcpStream,
}

impl Browser {
    fn sign_in(host: &str, email: &str) -> anyhow::Result<Self> {
        let mut browser = Self {
            host: host.to_owned(),
            cookies: String::new(),
            stream: TcpStream::connect(host)?,
        };
        let fields = [("email", email), ("password", "demo-portal-2026!")];
        let answer = browser.post("/sign-in", &fields)?;
        ensure!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        let set = answer.lines().filter_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then_some(value)
        });
        let cookies = set.filter_map(|cookie| cookie.split(';').next());
        browser.cookies = cookies.collect::<Vec<_>>().join("; ");
        Ok(browser)
    }

    /// Sends a form; the answer is a redirect, which says how long it is.
    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<String> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            self.host,
            self.cookies,
            body.len()
        );
        self.stream.write_all(request.as_bytes())?;
        let (mut answer, mut piece) = (Vec::new(), [0; 4096]);
        loop {
            let length = self.stream.read(&mut piece)?;
            ensure!(length > 0, "the portal hung up");
            answer.extend_from_slice(piece.get(..length).unwrap_or_default());
            let text = String::from_utf8_lossy(&answer);
            if text.starts_with("HTTP/1.1 303") && text.ends_with("\r\n\r\n") {
                return Ok(text.into_owned());
            }
            ensure!(
                text.starts_with("HTTP/1.1 303") || text.len() < 12,
                "{text}"
            );
        }
    }
}

/// Somebody of a partner, and what they may see.
type Partner = (User, PartnerScope);

/// Whoever has this address.
fn person(db: &Db, email: &str) -> anyhow::Result<Partner> {
    let user = db.read_now(|c| users::by_email(c, email))?;
    let user = user.context("nobody has this address")?.id;
    let who = db.read_now(|c| users::who(c, user))?;
    match who.map(|who| (who.user, who.scope)) {
        Some((user, Scope::Partner(scope))) => Ok((user, scope)),
        _ => anyhow::bail!("{email} is of no partner"),
    }
}

/// An opportunity for each browser, from which any number of offers can be extended: who extends from the same one waits for
/// the other.
fn opportunities(
    db: &Db,
    scope: PartnerScope,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<OpportunityId>> {
    let wanted = TableQuery {
        product: ProductId::parse(PRODUCT),
        statuses: vec![Status::Active],
        per_page: 1_000,
        ..TableQuery::default()
    };
    let found = db.read_now(|c| table::page(c, scope, &wanted, now))?;
    let again = |row: &&TableRow| row.duration == Allowed::NoSetTime;
    let rows = found.rows.iter().filter(again).map(|row| row.id);
    let wanted = PEOPLE.len() * BROWSERS;
    let ids: Vec<_> = rows.take(wanted).collect();
    ensure!(
        ids.len() == wanted,
        "too few can be extended again and again"
    );
    Ok(ids)
}

/// All that an offer asks for.
fn answers(now: DateTime<Utc>) -> OfferAnswers {
    let mut answers = OfferAnswers::default();
    let mut set = |step, pairs: &[(&str, &str)]| {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        answers.set(step, Fields::from_pairs(pairs.iter().map(owned)));
    };
    set(OfferStep::Terms, &[("buyers", "210987654321")]);
    set(
        OfferStep::Price,
        &[("adjustment", "markup"), ("percent", "5")],
    );
    set(OfferStep::Schedule, &[("payments", "markup")]);
    let last = (now + TimeDelta::days(30)).date_naive();
    let [day, month, year] = [
        last.day().to_string(),
        last.month().to_string(),
        last.year().to_string(),
    ];
    let dates = [
        ("name", "Offer of the bench"),
        ("description", "Extended to be counted"),
        ("expiry-day", &*day),
        ("expiry-month", &*month),
        ("expiry-year", &*year),
    ];
    set(OfferStep::Dates, &dates);
    answers
}

/// A browser, who sits at it, and what they extend offers from.
type Desk<'a> = (&'a Partner, OpportunityId, Browser);

/// A draft for each press at each desk.
fn ready(db: &Db, desks: &[Desk<'_>], now: DateTime<Utc>) -> anyhow::Result<Vec<OfferDraftId>> {
    let answers = answers(now);
    let kept = db.write_now(|c| {
        let mut ready = Vec::new();
        for ((user, scope), opportunity, _) in desks {
            for _ in 0..DRAFTS {
                let new = NewOfferDraft {
                    id: random::id(now),
                    opportunity: *opportunity,
                    answers: &answers,
                    by: user.id,
                };
                if drafts::create(c, scope, &new, now)? == Created::Done {
                    ready.push(new.id);
                }
            }
        }
        Ok::<_, consign::store::Error>(ready)
    });
    let ready = kept?;
    ensure!(ready.len() == desks.len() * DRAFTS, "drafts are in the way");
    Ok(ready)
}

/// Has all of them press at once; how long all of it took, and each press.
fn press(
    desks: &mut [Desk<'_>],
    ready: &[OfferDraftId],
) -> anyhow::Result<(Duration, Vec<Duration>)> {
    let begin = Barrier::new(desks.len() + 1);
    std::thread::scope(|threads| {
        let begin = &begin;
        let mine = desks.iter_mut().zip(ready.chunks(DRAFTS));
        let pressing: Vec<_> = mine
            .map(|((.., browser), drafts)| {
                threads.spawn(move || {
                    begin.wait();
                    let pressed = drafts.iter().map(|id| {
                        let begun = Instant::now();
                        let place = format!("/partner/offer-drafts/{id}/review");
                        browser.post(&place, &[("version", "1"), ("go", "extend")])?;
                        Ok(begun.elapsed())
                    });
                    pressed.collect::<anyhow::Result<Vec<_>>>()
                })
            })
            .collect();
        begin.wait();
        let begun = Instant::now();
        let mut each = Vec::new();
        for pressed in pressing {
            let pressed = pressed.join();
            each.extend(pressed.map_err(|_| anyhow!("a browser stopped"))??);
        }
        Ok((begun.elapsed(), each))
    })
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &'static str| arguments.next().context(what);
    let (url, host) = (next("the database")?, next("the portal")?);
    let (db, now) = (Db::connect(&url, NonZeroU32::MIN)?, Utc::now());
    let people = PEOPLE.iter().map(|email| Ok((person(&db, email)?, *email)));
    let people: Vec<(Partner, &str)> = people.collect::<anyhow::Result<_>>()?;
    let ((_, scope), _) = people.first().context("nobody presses")?;
    let opportunities = opportunities(&db, *scope, now)?;
    let mut desks = Vec::new();
    for ((partner, email), opportunity) in people.iter().cycle().zip(opportunities) {
        desks.push((partner, opportunity, Browser::sign_in(&host, email)?));
    }
    let (mut all, mut each) = (Duration::ZERO, Vec::new());
    for _ in 0..ROUNDS {
        let ready = ready(&db, &desks, now)?;
        let (took, presses) = press(&mut desks, &ready)?;
        all += took;
        each.extend(presses);
    }
    each.sort_unstable();
    let part = |of_hundred| {
        each.get(each.len() * of_hundred / 100)
            .map_or(f64::NAN, millis)
    };
    let offers = u32::try_from(each.len())?;
    println!(
        "{:<34} {:3} connections  {:8.0}/s  p50 {:.2}ms    p99 {:.2}ms",
        "extending an offer",
        desks.len(),
        1_000.0 * f64::from(offers) / millis(&all),
        part(50),
        part(99),
    );
    Ok(())
}

fn millis(time: &Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
