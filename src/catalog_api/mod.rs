//! The AWS Marketplace Catalog API, in which authorizations live at AWS: reading its documents.

pub mod import;
