//! Authentication: tokens, log-ins, cookies, passwords and guests.
//!
//! - [`credentials`] finds the token in a request, [`tokens`] verifies it against [`keys`]
//!   (`jwks` keeps them fresh if an issuer publishes them) and reads its [`claims`].
//! - [`cookies`] builds the cookies of browsers; [`origin`] refuses requests that another site
//!   made a browser send with them.
//! - [`passwords`] hashes and compares passwords with bounded memory and threads.
//! - [`Authenticator`] puts these together; [`principals`] looks the user up in the database.
//! - [`ApiKeyList`] has the keys of programs, which act for themselves or for a person.
//! - [`Provisioning`] creates the users of tokens who are unknown.
//! - [`Guests`] are users without an account, in realms that allow them.
//! - `attempts` limits failed log-ins by [`LoginLimit`].
//! - [`Accounts`] are those of people who sign in with a password: invitations, passwords.
//! - [`Sessions`] are log-ins of the built-in login; [`SessionMonitor`] ends the open streams of
//!   users whose log-in or access has changed.
//!
//! A token says who the user is; the database says what they may do. This module reads HTTP
//! requests and writes no HTTP answer: [`Error`] says why a request was refused.

mod accounts;
mod api_keys;
mod attempts;
mod authenticator;
pub mod claims;
pub mod cookies;
pub mod credentials;
mod error;
pub mod guests;
mod jwks;
pub mod keys;
mod logins;
pub mod origin;
pub mod passwords;
pub mod principals;
mod provisioning;
mod session_monitor;
mod session_sweeper;
pub mod sessions;
pub mod token_error;
mod token_header;
pub mod tokens;

pub use accounts::{
    Accounts, Administrator, Deactivated, Invitation, Invitations, Link, NewInvitation,
    ShownInvitation,
};
pub use api_keys::ApiKeys;
pub use api_keys::{ApiKeyList, KeyTokens, ListedKey, NewKey};
pub use attempts::LoginLimit;
pub use authenticator::{Authenticator, GuestOrUser, KeyAccess};
pub use error::Error;
pub use guests::Guests;
pub use logins::Login;
pub use provisioning::Provisioning;
pub use session_monitor::SessionMonitor;
pub use session_sweeper::SessionSweeper;
pub use sessions::{LoggedIn, Sessions};
