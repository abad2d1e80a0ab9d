//! Messages, active chats and response times, by day.

use std::sync::Arc;

use jiff::Timestamp;

use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow};
use crate::desk::error::Error;
use crate::desk::figures::{Days, Figures, Statistics};
use crate::desk::service::Desk;
use crate::domain::text;

const STATISTICS: &str = include_str!("sql/statistics.sql");
const IS_TIME_ZONE: &str = "SELECT public.is_time_zone($1) AS is_time_zone";

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
        let entry = self.statistics.entry(days);
        let computed = entry.get_or_try_init(|| self.compute(days)).await?;
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
