//! The accounts of one realm, and what their operations share.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::auth::error::Error;
use crate::auth::sessions::Sessions;
use crate::db::{self, Pool};
use crate::directory;
use crate::domain::Realm;

/// The accounts of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    pub(super) realm: Realm,
    pub(super) pool: Pool,
    pub(super) sessions: Sessions,
    /// Whether this server sends e-mails.
    sends_mail: bool,
}

/// A link that works once.
pub struct Link {
    pub token: String,
    pub expires_at: Timestamp,
}

impl Accounts {
    /// The accounts of people who belong to this realm.
    pub fn new(realm: Realm, pool: Pool, sessions: Sessions, sends_mail: bool) -> Self {
        Self {
            realm,
            pool,
            sessions,
            sends_mail,
        }
    }

    /// Refuses everything if people sign in elsewhere.
    ///
    /// # Errors
    /// `LoginElsewhere`.
    pub fn require_log_in(&self) -> Result<(), Error> {
        self.sessions.token_issuer().map(drop)
    }

    /// Refuses what needs an e-mail if this server sends none.
    ///
    /// # Errors
    /// `NoMail`.
    pub fn require_mail(&self) -> Result<(), Error> {
        if self.sends_mail {
            Ok(())
        } else {
            Err(Error::NoMail)
        }
    }

    /// Whether this server sends e-mails.
    pub fn sends_mail(&self) -> bool {
        self.sends_mail
    }
}

/// A boolean column of the only row.
pub(super) fn flag(row: Option<&Row>, column: &str) -> Result<bool, Error> {
    let value = row.map(|row| row.try_get(column)).transpose();
    Ok(value.map_err(db::Error::from)?.unwrap_or_default())
}

/// Reads the `outcome` of a change of an account.
pub(super) fn require_done(row: Option<&Row>) -> Result<(), Error> {
    let outcome = row.map(|row| row.try_get("outcome")).transpose();
    match outcome.map_err(db::Error::from)? {
        Some("done") => Ok(()),
        Some("not_an_admin") => Err(Error::NotAnAdmin),
        Some("role_in_use") => Err(Error::RoleInUse),
        Some("user_beyond_key") => Err(Error::UserBeyondKey),
        Some("email_taken") => Err(directory::Error::EmailTaken.into()),
        _ => Err(Error::UserNotFound),
    }
}
