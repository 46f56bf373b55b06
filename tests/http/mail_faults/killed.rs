//! A program that is killed before it could send a mail, or before it could note that it was sent, loses none: the next sends
//! what is left, and repeats what it cannot know of under the same name.

use super::program::{Program, let_leases_run_out};
use super::{Faulty, count, rows, wait_until};
use crate::notices::ends_in;
use crate::notifications::{add, letters};
use crate::portal::{Database, TestPortal};
use crate::smtp::{Act, Server, Step};
use crate::told::{ISV, RESELLER, extend, partners};
use crate::trade::{ADMIN, PARTNER, Trade};
use chrono::{TimeDelta, Utc};
use consign::store::Error;
use consign::store::outbox::{MessageKind, MessageState};
use consign::store::schema::{events, outbox};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A mail server that at first keeps everybody waiting.
fn away() -> Faulty {
    Faulty::with(Step::Greeting, Act::Silence)
}

/// Kills the program once it has a mail in its hands that the server did not even hear of.
fn kill_before_it_sends(portal: &TestPortal, mails: &Faulty, program: Program) {
    wait_until("a mail under way", || {
        count(&portal.db, MessageState::Sending) > 0 && mails.server.kept_waiting() > 0
    });
    program.kill();
    assert!(mails.server.received().is_empty());
    wait_until("silence on the line", || mails.server.kept_waiting() == 0);
    let_leases_run_out(portal);
}

/// Kills the program once the server has a mail of which the program could not note yet that it was sent.
fn kill_before_it_notes(portal: &TestPortal, mails: &Faulty, act: impl FnOnce(&Program)) {
    mails.turns_to(Step::Data, Act::Late("354 go on"));
    let before = count(&portal.db, MessageState::Sent);
    let mut program = Some(Program::start(portal, &mails.server));
    act(program.as_ref().expect("it runs"));
    wait_until("a mail to be taken", || mails.server.kept_waiting() > 0);
    // Nobody can write while the server takes the mail, so the program cannot note it.
    let taken = portal.db.write_now(|c| {
        diesel::sql_query("UPDATE outbox SET attempts = attempts").execute(c)?;
        mails.mends();
        mails.server.let_go();
        wait_until("the mail", || !mails.server.received().is_empty());
        program.take().expect("it runs").kill();
        Ok::<_, Error>(())
    });
    taken.expect("it was held");
    assert_eq!(count(&portal.db, MessageState::Sent), before);
    let_leases_run_out(portal);
}

/// Lets a program go on undisturbed until so many mails are noted as sent.
fn go_on_until(portal: &TestPortal, mails: &Faulty, sent: usize) {
    mails.mends();
    let program = Program::start(portal, &mails.server);
    wait_until("all mails", || {
        count(&portal.db, MessageState::Sent) == sent
    });
    drop(program);
}

/// Holds what arrived to what was written of this kind: each letter came, under its own name and to its reader alone.
fn assert_arrived(portal: &TestPortal, server: &Server, kind: MessageKind) {
    let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(&portal.db).into_iter().filter(|row| row.kind == kind) {
        let name = format!("<{}@127.0.0.1>", row.id);
        let reader = format!("RCPT TO:<{}>", row.recipient);
        expected.entry(name).or_default().insert(reader);
    }
    let mut arrived: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mail in server.received() {
        let name = mail.header("Message-ID").expect("a name");
        arrived.entry(name).or_default().insert(mail.to);
    }
    assert_eq!(arrived, expected);
}

/// The letters of a kind: of each what it is about and who reads it.
fn written(portal: &TestPortal, kind: MessageKind) -> Vec<(Option<String>, String)> {
    let read = portal.db.read_now(|c| {
        let letters = outbox::table
            .inner_join(events::table)
            .filter(outbox::kind.eq(kind.as_str()))
            .select((events::opportunity_id, outbox::recipient));
        Ok(letters.load(c)?)
    });
    let mut all: Vec<_> = read.expect("it can be read");
    all.sort();
    all
}

/// What is to be written: of each of these opportunities to each of these readers.
fn of_each(opportunities: &[String], readers: &[&str]) -> Vec<(Option<String>, String)> {
    let to_all = |id: &String| {
        let letter = |reader: &&str| (Some(id.clone()), (*reader).to_owned());
        readers.iter().map(letter).collect::<Vec<_>>()
    };
    let mut all: Vec<_> = opportunities.iter().flat_map(to_all).collect();
    all.sort();
    all
}

/// Adds addresses to Northwind's list, which writes to each.
fn add_all(program: &Program, count: usize) {
    let browser = program.sign_in(ADMIN);
    for number in 0..count {
        let answer = add(&browser, &format!("reader{number}@b.example"), &["offers"]);
        assert_eq!(answer.status, 303);
    }
}

#[test]
fn what_was_written_when_the_program_was_killed_is_sent_by_the_next() {
    for database in Database::ALL {
        let portal = TestPortal::start_at(*database, Utc::now(), |_| {});
        let mails = away();
        let program = Program::start(&portal, &mails.server);
        add_all(&program, 6);
        kill_before_it_sends(&portal, &mails, program);
        go_on_until(&portal, &mails, 6);
        assert_arrived(&portal, &mails.server, MessageKind::AddressWelcome);
        assert_eq!(mails.server.received().len(), 6, "each once");
    }
}

#[test]
fn a_program_that_is_killed_before_it_could_note_that_a_mail_is_sent_repeats_it_under_its_name() {
    for database in Database::ALL {
        let portal = TestPortal::start_at(*database, Utc::now(), |_| {});
        let mails = away();
        kill_before_it_notes(&portal, &mails, |program| add_all(program, 1));
        assert_eq!(count(&portal.db, MessageState::Sending), 1);
        go_on_until(&portal, &mails, 1);
        assert_arrived(&portal, &mails.server, MessageKind::AddressWelcome);
        assert_eq!(mails.server.received().len(), 2, "it came twice");
    }
}

#[test]
fn all_who_are_to_be_told_of_an_offer_are_told_though_the_program_dies_before_and_after_it_sends() {
    let kind = MessageKind::OfferExtended;
    let readers = [
        "desk1@northwind.example",
        "desk2@northwind.example",
        "desk3@northwind.example",
        "deals@contoso.example",
    ];
    for database in Database::ALL {
        let portal = TestPortal::start_at(*database, Utc::now(), |_| {});
        let opportunity = Trade::begin(&portal).named("Q1 renewals");
        for (reader, whose) in readers.iter().zip([ADMIN, ADMIN, ADMIN, PARTNER]) {
            add(&portal.sign_in(whose), reader, &["offers"]);
        }
        let before = letters(&portal).len();

        let mails = away();
        let program = Program::start(&portal, &mails.server);
        let browser = program.sign_in(PARTNER);
        extend(&browser, &partners(&opportunity), portal.clock.today());
        kill_before_it_sends(&portal, &mails, program);
        kill_before_it_notes(&portal, &mails, |_| {});
        go_on_until(&portal, &mails, before + readers.len() + 2);

        let readers = [&readers[..], &[ISV, RESELLER]].concat();
        assert_eq!(written(&portal, kind), of_each(&[opportunity], &readers));
        assert_arrived(&portal, &mails.server, kind);
        assert!(mails.server.received().len() > readers.len(), "some again");
    }
}

#[test]
fn a_last_day_that_comes_near_is_told_once_to_each_reader_however_often_the_program_dies() {
    let kind = MessageKind::OpportunityEnding;
    let readers = [
        "soon@northwind.example",
        "soon@contoso.example",
        ISV,
        RESELLER,
    ];
    for database in Database::ALL {
        // What ends soon was created long ago, by the clock that the program goes by.
        let age = 60;
        let created = Utc::now() - TimeDelta::days(age);
        let portal = TestPortal::start_at(*database, created, |_| {});
        let trade = Trade::begin(&portal);
        let ends =
            |days_left: u64| ends_in(&trade, age.unsigned_abs() + days_left, "specific_time");
        for (reader, whose) in readers.iter().zip([ADMIN, PARTNER]) {
            add(&portal.sign_in(whose), reader, &["reminders"]);
        }
        let before = letters(&portal).len();
        let mut opportunities: Vec<_> = [30, 7, 1].map(ends).into();

        let mails = away();
        let program = Program::start(&portal, &mails.server);
        kill_before_it_sends(&portal, &mails, program);
        kill_before_it_notes(&portal, &mails, |_| {});
        // One more that is due: who tells of it has looked whether there is anything to be told of the others.
        opportunities.push(ends(7));
        let told = opportunities.len() * readers.len();
        go_on_until(&portal, &mails, before + told);

        assert_eq!(written(&portal, kind), of_each(&opportunities, &readers));
        assert_arrived(&portal, &mails.server, kind);
        assert!(mails.server.received().len() > told, "some again");
    }
}
