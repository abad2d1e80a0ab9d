//! Messages, active chats and response times, by day.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use parking_lot::Mutex;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use tokio_postgres::Row;

use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow};
use crate::desk::service::{Desk, Error};
use crate::domain::text;

const STATISTICS: &str = include_str!("sql/statistics.sql");
const IS_TIME_ZONE: &str = "SELECT public.is_time_zone($1) AS is_time_zone";

/// How long figures are shown before they are counted again.
const FRESH: Duration = Duration::from_secs(30);
/// Ranges whose figures are kept.
const KEPT: usize = 64;

/// A range of days in a time zone, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Days {
    pub from: Date,
    pub to: Date,
    /// A name of the IANA database.
    pub time_zone: String,
}

/// The figures of a day, or of the whole range.
#[derive(Debug, Clone)]
pub struct Figures {
    /// `None`: the whole range.
    pub day: Option<Date>,
    pub messages: i64,
    pub active_chats: i64,
    /// Answers to messages that waited.
    pub answers: i64,
    /// In seconds; `None` without answers.
    pub response_median: Option<f64>,
    pub response_p90: Option<f64>,
}

/// The figures of a range.
#[derive(Debug)]
pub struct Statistics {
    pub computed_at: Timestamp,
    /// Each day of the range.
    pub days: Vec<Figures>,
    pub totals: Figures,
    /// Chats that wait for an answer now.
    pub unanswered: i64,
}

/// Figures that were computed lately, or are being computed: once for all who ask.
#[derive(Default)]
pub(super) struct StatisticsCache(Mutex<HashMap<Days, Kept>>);

#[derive(Clone)]
struct Kept {
    since: Instant,
    figures: Arc<OnceCell<Arc<Statistics>>>,
}

impl StatisticsCache {
    /// The place of a range's figures.
    fn place(&self, days: &Days) -> Arc<OnceCell<Arc<Statistics>>> {
        let mut kept = self.0.lock();
        kept.retain(|_, kept| kept.since.elapsed() < FRESH);
        if kept.len() >= KEPT {
            let oldest = kept.iter().min_by_key(|(_, kept)| kept.since);
            let oldest = oldest.map(|(days, _)| days.clone());
            oldest.and_then(|days| kept.remove(&days));
        }
        let new = || Kept {
            since: Instant::now(),
            figures: Arc::default(),
        };
        kept.entry(days.clone()).or_insert_with(new).figures.clone()
    }
}

impl Desk {
    /// Whether the database knows a time zone by this name.
    pub async fn is_time_zone(&self, name: &str) -> Result<bool, Error> {
        if text::reject_nul(name).is_err() {
            return Ok(false);
        }
        let row = query::first(&self.pool, IS_TIME_ZONE, &[&name]).await?;
        let is_time_zone = row.map(|row| row.try_get("is_time_zone")).transpose()?;
        Ok(is_time_zone == Some(true))
    }

    /// The figures of a range.
    pub async fn statistics(&self, days: &Days) -> Result<Arc<Statistics>, Error> {
        let place = self.statistics.place(days);
        let computed = place.get_or_try_init(|| self.compute(days)).await?;
        Ok(computed.clone())
    }

    /// Reads the figures of every chat of the range, which may be many: one at a time on a server, so that
    /// the other connections of the desks remain for the rest.
    async fn compute(&self, days: &Days) -> Result<Arc<Statistics>, Error> {
        // The semaphore is never closed.
        let _permit = self.permits.statistics.acquire().await.ok();
        self.count().await?;
        let (from, to) = (days.from.to_string(), days.to.to_string());
        let parameters: Parameters<'_> = &[&self.realm, &from, &to, &days.time_zone];
        let rows = query::all(&self.pool, STATISTICS, parameters).await?;
        let mut figures = Vec::with_capacity(rows.len());
        let mut unanswered = 0;
        for row in &rows {
            figures.push(Figures::from_row(row)?);
            unanswered = row.try_get("unanswered")?;
        }
        let missing = || db::Error::Unavailable("the statistics have no totals".into());
        // NULLs, hence the totals, are last.
        let totals = figures.pop().ok_or_else(missing)?;
        Ok(Arc::new(Statistics {
            computed_at: Timestamp::now(),
            days: figures,
            totals,
            unanswered,
        }))
    }
}

impl FromRow for Figures {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let day: Option<&str> = row.try_get("day")?;
        Ok(Self {
            day: day.and_then(|day| day.parse().ok()),
            messages: row.try_get("messages")?,
            active_chats: row.try_get("active_chats")?,
            answers: row.try_get("answers")?,
            response_median: row.try_get("response_median")?,
            response_p90: row.try_get("response_p90")?,
        })
    }
}
