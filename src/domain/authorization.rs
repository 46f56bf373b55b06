//! What an opportunity is called in AWS, once it is there.

use std::fmt;

/// What every such ID begins with.
pub const PREFIX: &str = "resaleauthz-";
/// The most characters after that; AWS has thirteen so far.
pub const MAX_REST: usize = 50;

/// Names a resale authorization, as AWS does: `resaleauthz-` and 13 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthorizationId(String);

impl AuthorizationId {
    /// Reads an ID as people paste it: spaces around it are ignored, and so is the revision that AWS shows behind it,
    /// as in `resaleauthz-abc123def456g@3`.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let id = match typed.split_once('@') {
            Some((id, revision)) if is_number(revision) => id,
            Some(_) => return None,
            None => typed,
        };
        let rest = id.strip_prefix(PREFIX)?;
        let plain = rest
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        (plain && (1..=MAX_REST).contains(&rest.len())).then(|| Self(id.to_owned()))
    }

    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AuthorizationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_pasted() {
        for typed in [
            "resaleauthz-abc123def456g",
            "  resaleauthz-abc123def456g\n",
            "resaleauthz-abc123def456g@3",
        ] {
            let id = AuthorizationId::parse(typed).map(|id| id.to_string());
            assert_eq!(id.as_deref(), Some("resaleauthz-abc123def456g"), "{typed}");
        }
        let longest = format!("{PREFIX}{}", "a".repeat(MAX_REST));
        assert!(AuthorizationId::parse(&longest).is_some());
    }

    #[test]
    fn what_names_something_else_is_no_authorization() {
        let too_long = format!("{PREFIX}{}", "a".repeat(MAX_REST + 1));
        for typed in [
            "",
            "resaleauthz-",
            "prod-abc123def456g",
            "resaleauthz-ABC",
            "resaleauthz-a b",
            "resaleauthz-abc@",
            "resaleauthz-abc@x",
            "resaleauthz-abc@1@2",
            &too_long,
        ] {
            assert_eq!(AuthorizationId::parse(typed), None, "{typed}");
        }
    }
}
