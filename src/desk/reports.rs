//! Reported messages, and what was decided on them.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::accesses::Recorded;
use crate::audit::People;
use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow, RowExt as _};
use crate::desk::error::Error;
use crate::desk::people::DeskChat;
use crate::desk::service::Desk;
use crate::domain::{ChatId, MessageId, Position, UserId};

const REPORTS: &str = include_str!("sql/reports.sql");

/// Which reports a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportState {
    /// The oldest first.
    Open,
    /// The latest decision first.
    Closed,
}

/// A report of a message.
#[derive(Debug, Clone)]
pub struct Report {
    pub id: Position,
    /// What the list is ordered by.
    pub sort_key: Position,
    pub chat_id: ChatId,
    pub message_id: MessageId,
    pub author_id: Option<UserId>,
    /// The text that was reported; `None` if it was erased.
    pub text: Option<String>,
    pub is_edited_since: bool,
    pub files: Vec<String>,
    pub sent_at: Option<Timestamp>,
    pub is_deleted: bool,
    pub reporter_id: Option<UserId>,
    pub reason: String,
    pub created_at: Timestamp,
    /// Other open reports of the same message.
    pub others: i64,
    pub author_is_banned: bool,
    pub resolution: Option<String>,
    pub resolved_by: Option<UserId>,
    pub resolved_at: Option<Timestamp>,
}

/// Reports, with their chats and people.
#[derive(Debug)]
pub struct ReportPage {
    pub reports: Vec<Report>,
    pub chats: HashMap<ChatId, DeskChat>,
    pub people: People,
}

impl Desk {
    /// The reports after a sort key of the list.
    pub async fn reports(
        &self,
        _recorded: Recorded,
        state: ReportState,
        after: Option<Position>,
        limit: i64,
    ) -> Result<ReportPage, Error> {
        let is_open = state == ReportState::Open;
        let first = if is_open { 0 } else { i64::MAX };
        let after = after.map_or(first, |after| after.0);
        let none: Option<i64> = None;
        self.report_page(&[&self.realm, &is_open, &after, &limit, &none])
            .await
    }

    /// One report; no report if there is none.
    pub async fn report(&self, _recorded: Recorded, id: Position) -> Result<ReportPage, Error> {
        self.report_page(&[&self.realm, &true, &0_i64, &0_i64, &Some(id)])
            .await
    }

    async fn report_page(&self, parameters: Parameters<'_>) -> Result<ReportPage, Error> {
        let rows = query::all(&self.pool, REPORTS, parameters).await?;
        let reports = rows.iter().map(Report::from_row);
        let reports: Vec<Report> = reports.collect::<Result<_, _>>()?;
        let chats: Vec<i64> = reports.iter().map(|report| report.chat_id.0).collect();
        let chats = self.chats(&chats, false).await?;
        let named = reports.iter().flat_map(|report| {
            let named = [report.author_id, report.reporter_id, report.resolved_by];
            named.into_iter().flatten().map(|id| id.0)
        });
        Ok(ReportPage {
            people: self.people(&named.collect::<Vec<_>>()).await?,
            chats: chats.into_iter().map(|chat| (chat.id, chat)).collect(),
            reports,
        })
    }
}

impl FromRow for Report {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            sort_key: row.try_get("sort_key")?,
            chat_id: row.try_get("chat_id")?,
            message_id: row.try_get("message_id")?,
            author_id: row.try_get("author_id")?,
            text: row.try_get("text")?,
            is_edited_since: row.try_get("is_edited_since")?,
            files: row.array("files")?,
            sent_at: row.optional_timestamp("sent_at")?,
            is_deleted: row.try_get("is_deleted")?,
            reporter_id: row.try_get("reported_by")?,
            reason: row.try_get("reason")?,
            created_at: row.timestamp("created_at")?,
            others: row.try_get("others")?,
            author_is_banned: row.try_get("author_is_banned")?,
            resolution: row.try_get("resolution")?,
            resolved_by: row.try_get("resolved_by")?,
            resolved_at: row.optional_timestamp("resolved_at")?,
        })
    }
}
