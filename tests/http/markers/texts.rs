//! What is written into everything that somebody must not see, to be looked for afterwards.

/// Texts of documents.
pub const EULA_TEXT: &str = "Marker in the text of the EULA";
pub const CONTRACT_TEXT: &str = "Marker in the text of the contract";
pub const AMENDMENT_TEXT: &str = "Marker in the text of the amendment";
pub const OTHER_AMENDMENT_TEXT: &str = "Marker in the text of the other amendment";
/// A document of the ISV's that came with nothing.
pub const UNUSED: &str = "marker-unused.pdf";
pub const UNUSED_TEXT: &str = "Marker in the text of the unused document";
/// What the ISV is still working on, or asked of the channel desk.
pub const DRAFT: &str = "Marker of the unfinished one";
pub const UPLOAD: &str = "marker-upload.csv";
pub const UPLOADED: &str = "Marker of the row uploaded";
pub const REQUEST: &str = "Marker of the request";
pub const NEEDED: &str = "Marker of what is needed";
/// Who is told besides the organisations themselves.
pub const ISV_LIST: &str = "marker@northwind.example";
pub const PARTNER_LIST: &str = "marker@contoso.example";
pub const OTHER_LIST: &str = "marker@harbor.example";
/// Opportunities that were ended, and why.
pub const REVOKED: &str = "Marker of the revoked one";
pub const WHY_REVOKED: &str = "Marker of why it was revoked";
pub const OTHER_REVOKED: &str = "Marker of the other revoked one";
pub const WHY_OTHER_REVOKED: &str = "Marker of why the other was revoked";
pub const ENDED: &str = "Marker of the ended one";
pub const WHY_ENDED: &str = "Marker of why it was ended";
/// What Contoso offers, and has in mind.
pub const OFFER: &str = "Marker of the offer";
pub const OFFER_DRAFT: &str = "Marker of the draft of an offer";
pub const OFFER_DRAFT_ABOUT: &str = "Marker of what that is about";
/// Who accepted it: the buyer said so itself, and for another account of it Contoso did.
pub const COMPANY: &str = "Marker of the company";
pub const PERSON: &str = "Marker of the person";
pub const NOTED_COMPANY: &str = "Marker of the noted company";
pub const NOTED_PERSON: &str = "Marker of the noted person";
/// What Harbor offers, and has in mind, and who accepted it.
pub const OTHER_OFFER: &str = "Marker of the other offer";
pub const OTHER_DESCRIPTION: &str = "Marker of the other description";
pub const OTHER_MARKUP: &str = "19.0019";
pub const OTHER_AMENDMENT: &str = "marker-other-amendment.pdf";
pub const OTHER_OFFER_DRAFT: &str = "Marker of the other draft of an offer";
pub const OTHER_OFFER_DRAFT_ABOUT: &str = "Marker of what the other is about";
pub const OTHER_COMPANY: &str = "Marker of the other company";
pub const OTHER_PERSON: &str = "Marker of the other person";

/// What Contoso pays Northwind by a payment schedule, and its sum.
pub const INSTALMENTS: [&str; 3] = ["3,217.31", "4,318.41", "7,535.72"];
/// What its buyer pays it on the same days, and the sum.
pub const OWN_AMOUNTS: [&str; 3] = ["3,919.53", "4,727.59", "8,647.12"];
/// What is left to Contoso of each, and of all.
pub const MARGINS: [&str; 3] = ["702.22", "409.18", "1,111.40"];
/// The opportunity with this schedule, and the offer made from it.
pub const SCHEDULED: &str = "Marker of the scheduled one";
pub const SCHEDULED_OFFER: &str = "Marker of the scheduled offer";
pub const SCHEDULED_ABOUT: &str = "Marker of what the scheduled offer is about";

/// What Fabrikam gives a partner of its own, and what it keeps to itself.
pub const FABRIKAMS: &str = "Marker of the Fabrikam opportunity";
pub const FABRIKAMS_ABOUT: &str = "Marker of what Fabrikam has in mind";
pub const FABRIKAMS_EULA: &str = "marker-fabrikam-eula.pdf";
pub const FABRIKAMS_EULA_TEXT: &str = "Marker in the text of the Fabrikam EULA";
pub const FABRIKAMS_UNUSED: &str = "marker-fabrikam-unused.pdf";
pub const FABRIKAMS_UNUSED_TEXT: &str = "Marker in the text of the unused Fabrikam document";
pub const FABRIKAMS_DRAFT: &str = "Marker of the unfinished Fabrikam one";
pub const FABRIKAMS_UPLOAD: &str = "marker-fabrikam-upload.csv";
pub const FABRIKAMS_UPLOADED: &str = "Marker of the Fabrikam row";
pub const FABRIKAMS_REQUEST: &str = "Marker of the Fabrikam request";
pub const FABRIKAMS_NEEDED: &str = "Marker of what Fabrikam needs";
pub const FABRIKAMS_LIST: &str = "marker@fabrikam.example";
/// What it gives Contoso, and what Contoso makes of that.
pub const FABRIKAMS_GIVEN: &str = "Marker of what Fabrikam gave Contoso";
pub const FABRIKAMS_OFFER: &str = "Marker of what Contoso offers of that";
