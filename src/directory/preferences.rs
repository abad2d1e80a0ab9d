//! How users want to be addressed and notified.

use tokio_postgres::Row;

use crate::db::query::Parameters;
use crate::db::{self, FromRow, query};
use crate::directory::error::Error;
use crate::directory::users::Directory;
use crate::domain::{AttachmentId, Language, Realm, UserId};

const PREFERENCES: &str = include_str!("sql/preferences.sql");
const CHANGE_PREFERENCES: &str = include_str!("sql/change_preferences.sql");
const CHANGE_PICTURE: &str = include_str!("sql/change_picture.sql");
const RENAME: &str =
    "UPDATE public.users AS u SET name = $2 WHERE u.id = $1 AND u.name IS DISTINCT FROM $2";

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

    /// Changes the preferences of a user.
    ///
    /// # Errors
    /// `UnknownTimeZone`.
    pub async fn change_preferences(
        &self,
        id: UserId,
        changes: PreferenceChanges,
    ) -> Result<(), Error> {
        let language = changes.language.map(Language::tag);
        let has_quiet_hours = changes.quiet_hours.is_some();
        let quiet = changes.quiet_hours.flatten();
        let part = |part: fn(&QuietHours) -> &str| quiet.as_ref().map(part);
        let parameters: Parameters<'_> = &[
            &id,
            &language,
            &changes.push,
            &changes.email,
            &has_quiet_hours,
            &part(|quiet| &quiet.from),
            &part(|quiet| &quiet.to),
            &part(|quiet| &quiet.time_zone),
        ];
        let changed = query::first(&self.pool, CHANGE_PREFERENCES, parameters).await?;
        changed.map(drop).ok_or(Error::UnknownTimeZone)
    }

    /// Changes the name of a user.
    pub async fn rename(&self, id: UserId, name: &str) -> Result<(), Error> {
        query::run(&self.pool, RENAME, &[&id, &name]).await?;
        Ok(())
    }
}

impl Directory {
    /// Makes a file the picture of the user who uploaded it in the realm; `None`: no picture. False if the
    /// file is no such picture.
    pub async fn change_picture(
        &self,
        realm: Realm,
        id: UserId,
        picture: Option<AttachmentId>,
    ) -> Result<bool, Error> {
        let changed = query::first(&self.pool, CHANGE_PICTURE, &[&id, &realm, &picture]).await?;
        Ok(changed.is_some())
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
