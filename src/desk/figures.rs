//! The figures of a range of days, and those that were computed lately.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use parking_lot::Mutex;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use tokio_postgres::Row;

use crate::db::{self, FromRow};

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
    /// The figures of a range, or where they are put once they are computed.
    pub(super) fn entry(&self, days: &Days) -> Arc<OnceCell<Arc<Statistics>>> {
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
