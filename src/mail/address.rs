//! Which e-mail addresses are written to.

use lettre::Address;

/// Bytes of an address (RFC 5321, path, without its angle brackets).
pub const MAX_ADDRESS: usize = 254;

/// Reads one e-mail address; surrounding white space is ignored.
///
/// Quoted local parts, comments, display names and letters beyond ASCII are refused: hardly anybody has such an address, and
/// each has been used to reach somebody else.
pub fn parse(typed: &str) -> Option<Address> {
    let typed = typed.trim();
    let plain = typed.len() <= MAX_ADDRESS
        && typed
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b'(' | b')'));
    let address: Address = if plain {
        typed.parse().ok()?
    } else {
        return None;
    };
    (!address.user().contains('@')).then_some(address)
}

/// Reads an address that somebody gives for others or for themselves: its domain has a dot, as every one has that mail finds
/// from elsewhere. `name@company` is a slip.
pub fn given(typed: &str) -> Option<Address> {
    let labels = |domain: &str| domain.split('.').map(str::len).collect::<Vec<_>>();
    parse(typed).filter(|address| {
        let labels = labels(address.domain());
        labels.len() > 1 && !labels.contains(&0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_somebody_gives_has_a_domain_with_a_dot() {
        for (typed, is_one) in [
            ("a@b.example", true),
            (" a@b.c.example ", true),
            ("a@b", false),
            ("channel-desk@localhost", false),
            ("a@b.", false),
            ("a@.b", false),
        ] {
            assert_eq!(given(typed).is_some(), is_one, "{typed}");
        }
    }

    #[test]
    fn plain_addresses_are_read() {
        for good in [
            "billing@northwind.example",
            " a.b+c@sub.contoso.example\n",
            "channel-desk@localhost",
            "o'neil@x.example",
        ] {
            assert_eq!(
                parse(good).map(|address| address.to_string()),
                Some(good.trim().to_owned())
            );
        }
    }

    #[test]
    fn what_is_not_one_plain_address_is_refused() {
        let long = format!("{}@{}.example", "a".repeat(64), "b.".repeat(100));
        for bad in [
            "",
            "a",
            "a@",
            "@b.example",
            "a@b.example,c@d.example",
            "a@b.example c@d.example",
            "A <a@b.example>",
            "\"a b\"@c.example",
            "a@b@c.example",
            "a(x)@b.example",
            "a@b.example\r\nBcc: c@d.example",
            "a\0@b.example",
            "zoë@b.example",
            "a@bücher.example",
            "a..b@c.example",
            &long,
        ] {
            assert!(parse(bad).is_none(), "{bad:?}");
        }
    }
}
