//! One mail and one mail server.

use crate::smtp::{Act, Server, Step};
use chrono::{DateTime, TimeZone, Utc};
use consign::domain::ids::{MessageId, mint};
use consign::mail::transport::{Failure, Limits, Mail, Transport};
use proptest::prelude::*;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

/// Short, since the tests wait for them; long enough for a busy machine to hold a conversation in.
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(2),
    send: Duration::from_millis(1_500),
    quit: Duration::from_millis(100),
};

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 15, 4, 0).unwrap()
}

fn mail(id: u8) -> Mail<'static> {
    let id: MessageId = mint(now(), [id; 10]);
    let (text, html) = ("Größe\n.\nlast\n", "<p>Größe</p>\n");
    Mail {
        id,
        recipient: "a@b.example",
        subject: "Größe",
        text,
        html,
        unsubscribe: None,
    }
}

fn transport(url: &str) -> Transport {
    let made = Transport::smtp(
        url,
        "Consign <consign@portal.example>",
        "https://portal.example:8443",
    );
    made.unwrap().with_limits(LIMITS)
}

fn send(transport: &Transport, mail: &Mail<'_>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(transport.send(mail, now()))
}

#[test]
fn a_mail_arrives_as_it_was_meant() {
    let server = Server::start();
    let unsubscribe = Some("https://portal.example/stop/x");
    send(
        &transport(&server.url()),
        &Mail {
            unsubscribe,
            ..mail(7)
        },
    )
    .unwrap();
    let received = server.received();
    let [received] = received.as_slice() else {
        panic!("{received:?}")
    };
    assert_eq!(received.from, "MAIL FROM:<consign@portal.example>");
    assert_eq!(received.to, "RCPT TO:<a@b.example>");
    insta::assert_snapshot!(received.content.replace("\r\n", "\n"));
}

#[test]
fn the_same_mail_sent_twice_is_the_same_to_the_byte() {
    let server = Server::start();
    let transport = transport(&server.url());
    send(&transport, &mail(1)).unwrap();
    send(&transport, &mail(1)).unwrap();
    send(&transport, &mail(2)).unwrap();
    let received = server.received();
    assert_eq!(received[0], received[1]);
    assert_ne!(
        received[1].header("Message-ID"),
        received[2].header("Message-ID")
    );
}

#[test]
fn what_a_server_does_decides_whose_fault_it_is() {
    let kind = |failure: Failure| match failure {
        Failure::Unavailable(_) => "all wait",
        Failure::NotNow(_) => "this one waits",
        Failure::Never(_) => "never",
        Failure::NoSuchReader(_) => "never to this reader",
    };
    let slow = Act::Slowly(Duration::from_millis(200));
    let cases = [
        (Step::Greeting, Act::Say("554 5.3.2 go away"), "all wait"),
        (Step::Greeting, Act::Say("421 4.3.2 too busy"), "all wait"),
        (Step::Greeting, Act::HangUp, "all wait"),
        (Step::Greeting, Act::Silence, "all wait"),
        (Step::Greeting, slow, "all wait"),
        (Step::Hello, Act::Say("550 5.7.1 who are you?"), "all wait"),
        (Step::From, Act::Say("550 5.7.1 not from you"), "all wait"),
        (Step::From, Act::Say("451 4.7.1 not so fast"), "all wait"),
        (Step::From, Act::Silence, "all wait"),
        (
            Step::To,
            Act::Say("550 5.1.1 nobody here"),
            "never to this reader",
        ),
        (Step::To, Act::Say("451 4.7.1 greylisted"), "this one waits"),
        (Step::To, Act::Silence, "this one waits"),
        (Step::To, Act::HangUp, "this one waits"),
        (
            Step::Data,
            Act::Say("452 4.3.1 disk full"),
            "this one waits",
        ),
        (Step::Mail, Act::Say("554 5.7.1 looks like spam"), "never"),
        (
            Step::Mail,
            Act::Say("451 4.3.0 try again"),
            "this one waits",
        ),
        (Step::Mail, Act::HangUp, "this one waits"),
        (Step::Mail, Act::Silence, "this one waits"),
        (Step::Mail, slow, "this one waits"),
        (Step::Mail, Act::Say("good"), "this one waits"),
    ];
    let try_one = |(step, act, expected)| {
        let server = Server::acting(move |at, _| if at == step { act } else { Act::Usual });
        let begun = Instant::now();
        let failure = send(&transport(&server.url()), &mail(1)).expect_err("it was not sent");
        assert!(
            begun.elapsed() < LIMITS.send + Duration::from_secs(1),
            "{step:?} {act:?}"
        );
        assert!(!failure.reason().is_empty() && !failure.reason().contains('\n'));
        assert_eq!(
            kind(failure.clone()),
            expected,
            "{step:?} {act:?}: {failure:?}"
        );
    };
    // All at once, since most of them wait for a time limit.
    std::thread::scope(|scope| {
        for case in cases {
            scope.spawn(move || try_one(case));
        }
    });
}

#[test]
fn how_a_server_takes_leave_does_not_matter() {
    for act in [Act::Silence, Act::HangUp, Act::Say("500 5.5.1 no")] {
        let server = Server::acting(move |at, _| if at == Step::Quit { act } else { Act::Usual });
        assert_eq!(send(&transport(&server.url()), &mail(1)), Ok(()));
        assert_eq!(server.received().len(), 1);
    }
}

#[test]
fn a_server_that_is_not_there_makes_all_wait() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    assert!(matches!(
        send(&transport(&url), &mail(1)),
        Err(Failure::Unavailable(_))
    ));
}

#[test]
fn signing_in_uses_the_password_of_the_url() {
    // "\0me\0p@ss w:rd" in base64.
    let expected = "AUTH PLAIN AG1lAHBAc3MgdzpyZA==";
    let server = Server::acting(move |at, line| {
        if at == Step::SignIn && line != expected {
            Act::Say("535 5.7.8 wrong")
        } else {
            Act::Usual
        }
    });
    let with = |password: &str| format!("smtp://me:{password}@127.0.0.1:{}", server.port());
    assert_eq!(send(&transport(&with("p%40ss%20w%3Ard")), &mail(1)), Ok(()));
    assert!(matches!(
        send(&transport(&with("wrong")), &mail(1)),
        Err(Failure::Unavailable(_))
    ));
}

#[test]
fn nothing_is_said_to_another_machine_before_the_line_is_encrypted() {
    // Leads to this machine, but is no address of it.
    let server = Server::start();
    let url = format!("smtp://0.0.0.0:{}", server.port());
    let failure = send(&transport(&url), &mail(1)).expect_err("it was not sent");
    assert!(
        matches!(&failure, Failure::Unavailable(reason) if reason.contains("STARTTLS")),
        "{failure:?}"
    );
    let url = format!("smtps://127.0.0.1:{}", server.port());
    assert!(matches!(
        send(&transport(&url), &mail(1)),
        Err(Failure::Unavailable(_))
    ));
    assert!(server.received().is_empty());
}

#[test]
fn settings_that_cannot_work_are_refused_and_passwords_not_repeated() {
    let made = |url, from| Transport::smtp(url, from, "https://portal.example").map(drop);
    let from = "consign@portal.example";
    for good in [
        "smtps://mail.example",
        "smtp://u:p@mail.example:2525",
        "smtp://[::1]",
    ] {
        assert_eq!(made(good, from), Ok(()), "{good}");
    }
    for bad in [
        "",
        "mail.example",
        "http://u:hunter2@mail.example",
        "smtps://",
        "smtps:u:hunter2@x",
    ] {
        let error = made(bad, from).expect_err(bad).to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
    assert!(made("smtps://mail.example", "nobody").is_err());
    let debug = format!("{:?}", transport("smtps://u:hunter2@mail.example"));
    assert!(!debug.contains("hunter2"), "{debug}");
}

#[test]
fn without_a_server_each_mail_becomes_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("mail");
    let transport = Transport::folder(
        into.clone(),
        "Consign <consign@localhost>",
        "http://127.0.0.1:8080",
    )
    .unwrap();
    for id in [1, 2, 1] {
        send(&transport, &mail(id)).unwrap();
    }
    let mut names: Vec<_> = std::fs::read_dir(&into)
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [format!("{}.eml", mail(1).id), format!("{}.eml", mail(2).id)]
            .map(std::ffi::OsString::from)
    );
    // A mail is for its reader, and here for who runs the portal.
    for (path, rights) in [(into.clone(), 0o700), (into.join(&names[0]), 0o600)] {
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, rights);
    }
    let written = std::fs::read_to_string(into.join(&names[0])).unwrap();
    assert!(
        written.contains(&format!("Message-ID: <{}@127.0.0.1>\r\n", mail(1).id)),
        "{written}"
    );
}

#[test]
fn a_folder_that_cannot_be_written_makes_all_wait() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let transport = Transport::folder(
        file.path().join("mail"),
        "consign@localhost",
        "http://localhost",
    )
    .unwrap();
    assert!(matches!(
        send(&transport, &mail(1)),
        Err(Failure::Unavailable(_))
    ));
}

#[test]
fn a_mail_to_what_is_no_address_is_never_sent() {
    let server = Server::start();
    for recipient in [
        "",
        "a",
        "a@b.example, c@d.example",
        "a@b.example>\r\nRCPT TO:<c@d.example",
        "\"a b\"@c.example",
    ] {
        let outcome = send(
            &transport(&server.url()),
            &Mail {
                recipient,
                ..mail(1)
            },
        );
        assert!(
            matches!(outcome, Err(Failure::NoSuchReader(_))),
            "{recipient:?}: {outcome:?}"
        );
    }
    assert!(server.received().is_empty());
}

/// Everything by which somebody has ever got a line of their own into a mail.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\n.\n",
        "\r.\r",
        "\r\n.\r\n",
        "\n.\r\n",
        "\r\n.\n",
        ".",
        "\r\nBcc: x@y.example\r\n",
        "\r\n\r\n",
        "--=_",
        "=_msg",
        "=3D",
        "=\r\n",
        "=?utf-8?q?=0D=0A?=",
        "MAIL FROM:<x@y.example>\r\n",
        "\u{2028}",
        "ö",
        "😀",
        " ",
        "\t",
        "x",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

#[test]
fn nothing_in_a_mail_changes_its_headers_or_ends_it_early() {
    let server = Server::start();
    let transport = transport(&server.url());
    let expected = [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    ];
    proptest!(ProptestConfig::with_cases(500), |(subject in hostile(), text in hostile(), html in hostile())| {
        let before = server.received().len();
        send(&transport, &Mail { subject: &subject, text: &text, html: &html, ..mail(1) }).unwrap();
        let received = server.received();
        prop_assert_eq!(received.len(), before + 1);
        let last = received.last().unwrap();
        let headers = last.headers();
        let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
        prop_assert_eq!(&names, &expected);
        prop_assert!(last.content.is_ascii());
        prop_assert!(!last.content.replace("\r\n", "").contains(['\r', '\n']));
        prop_assert!(last.content.lines().all(|line| line.len() <= 998));
        let boundary = format!("--=_{}", mail(1).id);
        prop_assert_eq!(last.content.matches(&boundary).count(), 3);
        let end = format!("{boundary}--");
        prop_assert!(last.content.trim_end().ends_with(&end), "{}", last.content);
    });
}
