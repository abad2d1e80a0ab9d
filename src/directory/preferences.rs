//! How users want to be addressed and notified.

use tokio_postgres::Row;

use crate::db::query::Parameters;
use crate::db::{self, FromRow, query};
use crate::directory::error::Error;
use crate::directory::users::Directory;
use crate::domain::{AttachmentId, Language, Realm, UserId};

const PREFERENCES: &str = include_str!("sql/preferences.sql");
const CHANGE_ACCOUNT: &str = "SELECT public.change_account(
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS outcome";

/// The preferences of a user.
#[derive(Debug, Clone)]
pub struct Preferences {
    /// `None`: the language of each request.
    pub language: Option<Language>,
    pub push: bool,
    pub email: bool,
    pub quiet_hours: Option<QuietHours>,
}

/// Hours without notifications, which may span midnight.
#[derive(Debug, Clone)]
pub struct QuietHours {
    /// `HH:MM`.
    pub from: String,
    /// `HH:MM`.
    pub to: String,
    /// A name of the IANA database.
    pub time_zone: String,
}

/// Changes of preferences. `None`: unchanged.
#[derive(Debug, Clone, Default)]
pub struct PreferenceChanges {
    pub language: Option<Language>,
    pub push: Option<bool>,
    pub email: Option<bool>,
    /// `Some(None)` removes them.
    pub quiet_hours: Option<Option<QuietHours>>,
}

/// Changes of a user's own account. `None`: unchanged.
#[derive(Debug, Clone, Default)]
pub struct AccountChanges {
    pub name: Option<String>,
    /// A file that the user uploaded in the realm; `Some(None)` removes the picture.
    pub picture: Option<Option<AttachmentId>>,
    pub preferences: PreferenceChanges,
}

/// What became of changes of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountChange {
    /// Others see the change.
    Seen,
    /// Nobody else sees a change.
    Unseen,
    /// The file is no picture of the user. Nothing was changed.
    InvalidPicture,
    /// A guest wants the name of a member of staff. Nothing was changed.
    NameOfStaff,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: None,
            push: true,
            email: true,
            quiet_hours: None,
        }
    }
}

impl Directory {
    /// The preferences of a user.
    pub async fn preferences(&self, id: UserId) -> Result<Preferences, Error> {
        let row = query::first(&self.pool, PREFERENCES, &[&id]).await?;
        let preferences = row.as_ref().map(Preferences::from_row).transpose()?;
        Ok(preferences.unwrap_or_default())
    }

    /// Changes the account of a user: everything, or nothing if a part is refused.
    ///
    /// # Errors
    /// `UnknownTimeZone`.
    pub async fn change_account(
        &self,
        realm: Realm,
        id: UserId,
        changes: &AccountChanges,
    ) -> Result<AccountChange, Error> {
        let preferences = &changes.preferences;
        let language = preferences.language.map(Language::tag);
        let quiet = preferences.quiet_hours.as_ref().and_then(Option::as_ref);
        let part = |part: fn(&QuietHours) -> &str| quiet.map(part);
        let parameters: Parameters<'_> = &[
            &realm,
            &id,
            &changes.name,
            &changes.picture.is_some(),
            &changes.picture.flatten(),
            &language,
            &preferences.push,
            &preferences.email,
            &preferences.quiet_hours.is_some(),
            &part(|quiet| &quiet.from),
            &part(|quiet| &quiet.to),
            &part(|quiet| &quiet.time_zone),
        ];
        let row = query::first(&self.pool, CHANGE_ACCOUNT, parameters).await?;
        match row.as_ref().map(|row| row.get("outcome")) {
            Some("changed") => Ok(AccountChange::Seen),
            Some("name_of_staff") => Ok(AccountChange::NameOfStaff),
            Some("invalid_avatar") => Ok(AccountChange::InvalidPicture),
            Some("unknown_time_zone") => Err(Error::UnknownTimeZone),
            _ => Ok(AccountChange::Unseen),
        }
    }
}

impl FromRow for Preferences {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let language: Option<&str> = row.try_get("language")?;
        let time_zone: Option<String> = row.try_get("time_zone")?;
        let quiet_hours = time_zone.map(|time_zone| -> Result<_, db::Error> {
            Ok(QuietHours {
                from: row.try_get("quiet_from")?,
                to: row.try_get("quiet_to")?,
                time_zone,
            })
        });
        Ok(Self {
            language: language.and_then(Language::of_tag),
            push: row.try_get("push")?,
            email: row.try_get("email")?,
            quiet_hours: quiet_hours.transpose()?,
        })
    }
}
