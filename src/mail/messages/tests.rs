//! What the mails say, and that no name or text of a person can make them say it otherwise.

mod ended;
mod same;
mod told;

use super::*;
use crate::domain::account::{AccountId, Organisation, OrganisationKind, Role};
use crate::domain::catalog::ProductId;
use crate::domain::discount::DiscountKind;
use crate::domain::duration::Duration;
use chrono::{NaiveDate, TimeZone, Utc};
use proptest::prelude::*;

/// Bytes of an HTML part: beyond about 100 KB mail programs cut, and what we have to say needs a tenth of that.
const MAX_HTML: usize = 12 * 1024;

fn product() -> ProductId {
    ProductId::parse("prod-vaultstorage1").unwrap()
}

fn created(name: &str) -> Message {
    named_created("Northwind Software", name, "Vault Storage")
}

fn named_created(isv: &str, name: &str, product_title: &str) -> Message {
    OpportunityCreated {
        isv,
        partner: "Contoso Consulting",
        name,
        product: product_title,
        product_id: &product(),
        discount: DiscountKind::Percentage,
        duration: Duration::SpecificTime {
            last_day: NaiveDate::from_ymd_opt(2027, 3, 27).unwrap(),
        },
        link: Link::to(
            "https://portal.example",
            "/partner/opportunities/opp_01h455vb4pex5vsknk084sn02q",
        ),
    }
    .message(&Reader::Itself)
    .unwrap()
}

fn revoked(isv: &str, offers: u32, reason: Option<&str>) -> Message {
    OpportunityRevoked {
        isv,
        partner: "Contoso Consulting",
        name: "Q1 renewals with Contoso",
        product: "Vault Storage",
        product_id: &product(),
        since: Utc.with_ymd_and_hms(2026, 11, 22, 15, 4, 0).unwrap(),
        offers,
        reason,
        link: Link::to(
            "https://portal.example/",
            "/partner/opportunities/opp_01h455vb4pex5vsknk084sn02q",
        ),
    }
    .message(&Reader::Itself)
    .unwrap()
}

fn requested(subject: &str, needed: &str) -> Message {
    TermsRequested {
        isv: "Northwind Software",
        account: &AccountId::parse("111122223333").unwrap(),
        person: "Mia Member",
        contact: "member@northwind.example",
        subject,
        needed,
    }
    .message()
    .unwrap()
}

#[test]
fn a_new_opportunity_is_announced() {
    let message = created("Q1 renewals with Contoso");
    insta::assert_snapshot!(message.subject, @"New opportunity from Northwind Software: Q1 renewals with Contoso");
    insta::assert_snapshot!("opportunity_created.txt", message.text);
    insta::assert_snapshot!("opportunity_created.html", message.html);
}

#[test]
fn a_revocation_is_announced_with_its_reason() {
    let message = revoked(
        "Northwind Software",
        2,
        Some("We end this line.\n\nThe next one starts in May."),
    );
    insta::assert_snapshot!(message.subject, @"Northwind Software revoked an opportunity: Q1 renewals with Contoso");
    insta::assert_snapshot!("opportunity_revoked.txt", message.text);
    insta::assert_snapshot!("opportunity_revoked.html", message.html);
}

#[test]
fn a_revocation_says_what_becomes_of_the_offers() {
    for (offers, sentence) in [
        (0, "You had created no offers from it."),
        (1, "Your existing offer is unchanged."),
        (7, "Your 7 existing offers are unchanged."),
    ] {
        let message = revoked("Northwind Software", offers, None);
        assert!(message.text.contains(sentence), "{}", message.text);
        assert!(message.html.contains(sentence), "{}", message.html);
        assert!(!message.text.contains("Reason"), "{}", message.text);
    }
}

#[test]
fn the_channel_desk_is_told_what_is_needed_and_whom_to_answer() {
    let message = requested("Prices by the hour", "One rate at night,\nanother by day.");
    insta::assert_snapshot!(message.subject, @"Terms requested by Northwind Software: Prices by the hour");
    insta::assert_snapshot!("terms_requested.txt", message.text);
    insta::assert_snapshot!("terms_requested.html", message.html);
}

#[test]
fn an_opportunity_without_a_last_day_names_none() {
    let message = OpportunityCreated {
        isv: "Northwind Software",
        partner: "Contoso Consulting",
        name: "Open end",
        product: "Vault Storage",
        product_id: &product(),
        discount: DiscountKind::Flexible,
        duration: Duration::NoSetTime,
        link: Link::to("https://portal.example", "/partner"),
    }
    .message(&Reader::Itself)
    .unwrap();
    assert!(message.text.contains("No Set Time Duration"));
    assert!(!message.text.contains("Last day"));
}

#[test]
fn a_long_name_does_not_push_the_rest_out_of_the_subject() {
    let isv = "N".repeat(255);
    let message = named_created(&isv, "Q1 renewals", "Vault Storage");
    assert_eq!(
        message.subject,
        format!("New opportunity from {}…: Q1 renewals", "N".repeat(29))
    );
}

#[test]
fn links_lead_to_the_portal_whatever_the_path() {
    assert_eq!(
        Link::to("https://portal.example", "//evil.example/x"),
        Link::to("https://portal.example/", "/evil.example/x")
    );
}

#[test]
fn the_longest_texts_fit_and_say_that_they_were_ended() {
    for filler in ["\"", "\n", "😀", "x"] {
        let message = requested(&filler.repeat(100), &format!("a{}b", filler.repeat(1998)));
        assert!(
            message.html.len() <= MAX_HTML,
            "{filler:?}: {}",
            message.html.len()
        );
        assert_eq!(
            message.text.contains("…\n\nYou get this"),
            message.html.contains("…<br>")
        );
    }
    assert!(!requested("x", &"x".repeat(2000)).text.contains('…'));
}

/// The HTML without what was put in from outside: its tags, in order.
fn tags(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default())
        .collect()
}

/// Letters among which all are that have ever changed what a mail or a page says.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\r\nBcc: a@b.example",
        "\n.\n",
        "\r\n.\r\n",
        "\u{202E}",
        "\u{2066}",
        "\u{061C}",
        "\u{2028}",
        "<svg onload=x>",
        "\"'><",
        "{{7*7}}",
        "&amp;",
        "=0D=0A",
        "=?utf-8?q?=0A?=",
        "javascript:",
        "Zoë",
        "名",
        "😀",
        " ",
        "a",
        ".",
    ]);
    prop::collection::vec(pieces, 1..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn names_and_texts_never_change_what_a_mail_is(isv in hostile(), name in hostile(), title in hostile(), reason in hostile()) {
        let plain = [created("x"), revoked("Northwind Software", 1, Some("x")), requested("x", "x")];
        let needed = reason.clone();
        let tried = [named_created(&isv, &name, &title), revoked(&isv, 1, Some(&reason)), requested(&name, &needed)];
        for (plain, tried) in plain.iter().zip(&tried) {
            prop_assert!(tried.subject.chars().count() <= 78, "{:?}", tried.subject);
            for part in [&tried.subject, &tried.text, &tried.html] {
                let unseen = |c: char| c != '\n' && c.is_control() || "\u{202E}\u{2066}\u{061C}\u{2028}".contains(c);
                prop_assert!(!part.contains(unseen), "{part:?}");
            }
            prop_assert!(!tried.subject.contains('\n'));
            prop_assert!(tried.html.len() <= MAX_HTML);
            // Only the quote has as many lines as somebody typed.
            let without_breaks = |html: &str| tags(html).into_iter().filter(|tag| *tag != "br").map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(without_breaks(&tried.html), without_breaks(&plain.html));
            let ours = |text: &str| text.lines().filter(|line| !line.starts_with('>')).count();
            prop_assert_eq!(ours(&tried.text), ours(&plain.text), "{}", tried.text);
        }
    }
}

/// What is sent about accounts.
fn about_signing_in() -> [Message; 4] {
    let link = || Link::to("https://portal.example", "/invite/0123");
    let at = Utc.with_ymd_and_hms(2026, 11, 22, 15, 4, 0).unwrap();
    let partner = Organisation {
        id: "org_01h455vb4pex5vsknk084sn02q".parse().unwrap(),
        kind: OrganisationKind::Partner,
        account: AccountId::parse("444455556666").unwrap(),
        name: "Contoso Consulting".to_owned(),
        country: "US".to_owned(),
        email: "sales@contoso.example".to_owned(),
        registered: true,
    };
    [
        Invitation {
            by: ("Dana Li", "Northwind Software"),
            organisation: "Contoso Consulting",
            role: Role::Admin,
            until: at,
            link: link(),
        }
        .message(),
        PasswordReset {
            until: at,
            link: link(),
        }
        .message(),
        SignInChanged {
            what: "Your password",
            at,
            browser: "Mozilla/5.0 (X11; Linux x86_64)",
            link: link(),
        }
        .message(),
        PartnerRegistered {
            isv: "Northwind Software",
            partner: &partner,
            link: link(),
        }
        .message(),
    ]
    .map(Result::unwrap)
}

#[test]
fn mails_about_signing_in_say_what_to_do_and_what_not() {
    for mail in about_signing_in() {
        let name = mail.kind.as_str().replace('.', "_");
        insta::assert_snapshot!(
            format!("{name}.txt"),
            format!("{}\n\n{}", mail.subject, mail.text)
        );
        insta::assert_snapshot!(format!("{name}.html"), mail.html);
    }
}
