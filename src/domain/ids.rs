//! Names of things: a type prefix and a time-ordered number, like `opp_01h455vb4pex5vsknk084sn02q`.
//!
//! An id is a name, not a secret; whether somebody may see the thing is decided by scopes, never by knowing its id.

use chrono::{DateTime, Utc};
use type_safe_id::{StaticType, TypeSafeId};

/// Declares one kind of id: its tag type and its alias.
macro_rules! id {
    ($alias:ident, $tag:ident, $prefix:literal, $doc:literal) => {
        #[doc = concat!("Tag of [`", stringify!($alias), "`].")]
        #[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $tag;

        impl StaticType for $tag {
            const TYPE: &'static str = $prefix;
        }

        #[doc = $doc]
        pub type $alias = TypeSafeId<$tag>;
    };
}

id!(
    OrganisationId,
    OrganisationTag,
    "org",
    "Names an organisation: an ISV, a partner or the operator."
);
id!(UserId, UserTag, "usr", "Names a person who can sign in.");
id!(DraftId, DraftTag, "drf", "Names an unfinished opportunity.");
id!(
    BatchId,
    BatchTag,
    "bat",
    "Names what one press of *Create opportunities* made."
);
id!(
    OpportunityId,
    OpportunityTag,
    "opp",
    "Names an opportunity."
);
id!(
    DocumentId,
    DocumentTag,
    "doc",
    "Names an uploaded EULA or reseller contract."
);
id!(
    OfferDraftId,
    OfferDraftTag,
    "ofd",
    "Names an unfinished private offer."
);
id!(
    OfferId,
    OfferTag,
    "off",
    "Names a private offer that a partner extended to a buyer."
);
id!(
    AgreementId,
    AgreementTag,
    "agr",
    "Names what came of an offer that a buyer accepted."
);
id!(
    AddressId,
    AddressTag,
    "adr",
    "Names an e-mail address on an organisation's list of notifications."
);
id!(EventId, EventTag, "evt", "Names something that happened.");
id!(
    MessageId,
    MessageTag,
    "msg",
    "Names one e-mail to one address."
);
id!(
    RequestId,
    RequestTag,
    "req",
    "Names a request for terms the form cannot express."
);
id!(
    UploadId,
    UploadTag,
    "blk",
    "Names a spreadsheet that was uploaded to make opportunities of its rows."
);

/// Makes an id from a moment (milliseconds count) and ten random bytes; ids sort by their moment.
pub fn mint<T: StaticType>(now: DateTime<Utc>, random: [u8; 10]) -> TypeSafeId<T> {
    // A clock before 1970 is a broken clock; such ids sort first and stay unique by their random part.
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    TypeSafeId::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn an_id_prints_with_its_prefix_and_reads_back() {
        let now = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap();
        let id: OpportunityId = mint(now, [7; 10]);
        let text = id.to_string();
        assert!(text.starts_with("opp_"), "{text}");
        assert_eq!(text.len(), 30);
        assert_eq!(text.parse::<OpportunityId>().unwrap(), id);
        assert!(
            text.parse::<DraftId>().is_err(),
            "an opportunity is no draft"
        );
    }

    #[test]
    fn ids_sort_by_the_moment_they_were_made() {
        let early = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap();
        let late = early + chrono::TimeDelta::milliseconds(1);
        let first: BatchId = mint(early, [255; 10]);
        let second: BatchId = mint(late, [0; 10]);
        assert!(first.to_string() < second.to_string());
    }
}
