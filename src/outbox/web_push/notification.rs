//! A notification for a browser.

use reqwest::Url;
use tokio_postgres::Row;

use crate::db::{Error, FromRow};
use crate::domain::Language;
use crate::outbox::content::Content;

/// What a browser is told, and where.
pub struct Notification {
    pub(super) subscription_id: i64,
    pub(super) endpoint: Url,
    pub(super) p256dh: Vec<u8>,
    pub(super) auth: Vec<u8>,
    pub(super) language: Language,
    /// The failed attempts of the subscription since the last accepted one.
    pub(super) failures: i32,
    pub(super) content: Content,
}

impl FromRow for Notification {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let endpoint: &str = row.try_get("endpoint")?;
        let language: &str = row.try_get("language")?;
        Ok(Self {
            subscription_id: row.try_get("id")?,
            endpoint: Url::parse(endpoint)
                .map_err(|error| Error::Unavailable(format!("a push endpoint: {error}")))?,
            p256dh: row.try_get("p256dh")?,
            auth: row.try_get("auth")?,
            language: Language::of_tag(language).unwrap_or_default(),
            failures: row.try_get("failures")?,
            content: Content::from_row(row)?,
        })
    }
}
