//! What a database on a server needs and one in a file does not: limits on how long a connection may be silent, and words that
//! the program understands.

use crate::store::error::Error;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{PgConnection, QueryableByName, RunQueryDsl};

/// What every connection to a server begins with, unless its URL says otherwise. The limits that the server keeps are of no
/// use when nothing of it arrives: its machine may be gone, or the line to it.
const LIMITS: [(&str, &str); 5] = [
    // Seconds until there is a connection: more than any server takes that is well.
    ("connect_timeout", "5"),
    // Milliseconds in which what was sent is to arrive: as many as a statement may take.
    ("tcp_user_timeout", "5000"),
    // Seconds of silence after which the other machine is asked whether it is there: no statement takes longer.
    ("keepalives_idle", "5"),
    // Seconds until it is asked again, and how often: a few packets may be lost, and nobody waits for long.
    ("keepalives_interval", "2"),
    ("keepalives_count", "3"),
];

/// The URL of a server with these limits.
pub(in crate::store) fn limited(url: &str) -> String {
    let Some((_, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    // A password may have a question mark.
    let place = match rest.find(['@', '/']) {
        Some(at) if rest[at..].starts_with('@') => &rest[at..],
        Some(_) | None => rest,
    };
    let query = place.split_once('?').map(|(_, query)| query);
    let named = |name: &str| {
        let mut parts = query.unwrap_or_default().split('&');
        parts.any(|part| part.split('=').next() == Some(name))
    };
    let limits: Vec<String> = LIMITS
        .iter()
        .filter(|(name, _)| !named(name))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let joint = match query {
        None => "?",
        Some("") => "",
        Some(_) if limits.is_empty() => "",
        Some(_) => "&",
    };
    format!("{url}{joint}{}", limits.join("&"))
}

/// The language of a server's messages.
#[derive(QueryableByName)]
struct Language {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Some of what goes wrong is known by the words of the server, which are English unless its settings want others. Not
/// everybody may change that for their own connection; then the log tells why some errors are not known for what they are.
pub(in crate::store) fn ask_for_english(c: &mut PgConnection) -> Result<(), Error> {
    let asked = diesel::sql_query("SELECT current_setting('lc_messages') AS name");
    let language: Language = asked.get_result(c)?;
    if !is_english(&language.name)
        && let Err(error) = c.batch_execute("SET lc_messages = 'C'")
    {
        tracing::warn!(language = language.name, %error, "set lc_messages of the PostgreSQL server to C: what it says in other languages is not understood");
    }
    Ok(())
}

/// Whether the name of a locale says that messages are English.
fn is_english(locale: &str) -> bool {
    let name = locale.split('.').next().unwrap_or_default();
    ["C", "POSIX"].contains(&name) || name.to_ascii_lowercase().starts_with("en")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "connect_timeout=5&tcp_user_timeout=5000&keepalives_idle=5&keepalives_interval=2&keepalives_count=3";

    #[test]
    fn limits_are_added_to_whatever_a_url_says() {
        for (url, joint) in [
            ("postgres://db/consign", "?"),
            ("postgres:///consign", "?"),
            ("postgres://db", "?"),
            ("postgresql://user:pass@db:5432/consign", "?"),
            ("postgres://user:what?@db/consign", "?"),
            ("postgres://db/consign?", ""),
            ("postgres:///consign?host=/var/run/postgresql", "&"),
            ("postgres://db/consign?application_name=a@b/c", "&"),
        ] {
            assert_eq!(limited(url), format!("{url}{joint}{ALL}"));
        }
    }

    #[test]
    fn what_a_url_says_itself_is_left_alone() {
        assert_eq!(
            limited("postgres://db/x?connect_timeout=60&keepalives_idle=1"),
            "postgres://db/x?connect_timeout=60&keepalives_idle=1&tcp_user_timeout=5000&keepalives_interval=2&keepalives_count=3"
        );
        let all = format!("postgres://db/x?{ALL}");
        assert_eq!(limited(&all), all);
    }

    #[test]
    fn locales_say_whether_messages_are_english() {
        for name in [
            "C",
            "POSIX",
            "C.UTF-8",
            "en_US.UTF-8",
            "en_GB",
            "English_Ireland.1252",
        ] {
            assert!(is_english(name), "{name}");
        }
        for name in ["", "de_DE.UTF-8", "German_Germany.1252", "Catalan", "cs_CZ"] {
            assert!(!is_english(name), "{name}");
        }
    }
}
