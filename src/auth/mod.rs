//! Who is calling, and whether the call is really theirs.
//!
//! - [`credentials`] finds the token in a request, [`tokens`] verifies it against [`keys`]
//!   (kept fresh by `jwks` when they come from an issuer) and reads its [`claims`];
//!   [`denied`] says why not.
//! - [`cookies`] builds the cookies a browser keeps; [`origin`] refuses requests that another
//!   site made a browser send with them.
//! - [`passwords`] hashes and compares passwords without letting log-ins starve the server.
//!
//! Nothing here knows the database, the realms or what a caller may do: a token says who
//! someone is, the database says what they may.

pub mod claims;
pub mod cookies;
pub mod credentials;
pub mod denied;
mod jwks;
pub mod keys;
pub mod origin;
pub mod passwords;
pub mod tokens;
