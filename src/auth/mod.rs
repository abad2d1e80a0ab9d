//! Who is calling, and whether the call is really theirs.
//!
//! - [`credentials`] finds the token in a request, [`tokens`] verifies it against [`keys`]
//!   (kept fresh by `jwks` when they come from an issuer) and reads its [`claims`];
//!   [`denied`] says why not.
//! - [`cookies`] builds the cookies a browser keeps; [`origin`] refuses requests that another
//!   site made a browser send with them.
//! - [`passwords`] hashes and compares passwords without letting log-ins starve the server.
//! - [`Authenticator`] puts these together: a request comes in and a [`Caller`] goes on, who was found
//!   in the database a moment ago by [`principals`].
//! - [`Guests`] are people without an account, let in only where a realm has guests.
//! - `attempts` counts log-ins that fail, and refuses those beyond [`LoginLimit`].
//! - [`Sessions`] are log-ins of people who use the built-in one; [`SessionMonitor`] looks after the
//!   people behind open streams.
//!
//! A token says who someone is, the database says what they may.

mod attempts;
pub mod claims;
pub mod cookies;
pub mod credentials;
mod gate;
pub mod guests;
mod jwks;
pub mod keys;
pub mod origin;
pub mod passwords;
pub mod principals;
mod session_monitor;
pub mod sessions;
pub mod token_error;
pub mod tokens;

pub use attempts::LoginLimit;
pub use gate::{Authenticator, Caller, Provisioning, StreamCaller, Visitor};
pub use guests::Guests;
pub use session_monitor::SessionMonitor;
pub use sessions::{LoggedIn, Sessions};
