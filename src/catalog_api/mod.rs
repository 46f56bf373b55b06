//! The AWS Marketplace Catalog API: what it says in place of what we say, as JSON. Nothing here sends or receives anything.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`envelope`] | a request: changes to entities, in the order in which they are made |
//! | [`details`] | what each kind of change says |
//! | [`export`] | from an opportunity or an offer to the requests that make it there, and to what they cannot say |
//! | [`import`] | from requests and entities as they are there to the parts of an opportunity, and to what has no place in one |

pub mod details;
pub mod envelope;
pub mod export;
pub mod import;
