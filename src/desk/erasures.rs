//! Erasures: what one would erase, and asking for it.
//!
//! The role of the server can neither change nor delete events, so it can erase nobody. It stores the
//! request, and the operator carries it out with `vestnik erase-user --requested`.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::audit::{People, Person};
use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow, RowExt as _};
use crate::desk::error::Error;
use crate::desk::service::Desk;
use crate::desk::sort_key::SortKey;
use crate::domain::{Name, UserId};

const ERASURE: &str = include_str!("sql/erasure.sql");
const REQUEST_ERASURE: &str = "SELECT public.request_erasure($1, $2, $3, $4, $5) AS outcome";
const WITHDRAW_ERASURE: &str = include_str!("sql/withdraw_erasure.sql");
const ERASURES: &str = include_str!("sql/erasures.sql");

/// How far an erasure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasureState {
    /// Nobody asked for it.
    None,
    Requested,
    Running,
    Done,
}

/// Who asked for an erasure.
#[derive(Debug, Clone)]
pub struct ErasureRequest {
    pub requested_by: UserId,
    pub requested_at: Timestamp,
}

/// What there is of a user.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// In all realms, as are the others.
    pub messages: i64,
    /// Messages, edits, reports and titles.
    pub texts: i64,
    pub files: i64,
    pub file_bytes: i64,
    pub chats: i64,
}

/// What erasing a user would erase, and how far it is.
#[derive(Debug)]
pub struct Erasure {
    pub person: Person,
    pub email: Option<String>,
    pub counts: Counts,
    pub state: ErasureState,
    pub request: Option<ErasureRequest>,
    pub finished_at: Option<Timestamp>,
    pub people: People,
}

/// A line of the list of erasures.
#[derive(Debug, Clone)]
pub struct RequestedErasure {
    pub user_id: UserId,
    pub sort_key: SortKey,
    pub state: ErasureState,
    pub request: ErasureRequest,
    pub finished_at: Option<Timestamp>,
}

/// Why an erasure was not requested or withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The typed name is not that of the user.
    WrongName,
    /// The admin may not administer the user, who belongs to other realms too.
    BeyondAdmin,
    /// It has begun.
    Started,
}

impl Desk {
    /// What erasing a user would erase, and how far it is.
    ///
    /// # Errors
    /// `NoSuchUser`.
    pub async fn erasure(&self, user_id: UserId) -> Result<Erasure, Error> {
        self.count().await?;
        let row = query::first(&self.pool, ERASURE, &[&self.realm, &user_id]).await?;
        let row = row.ok_or(Error::NoSuchUser)?;
        let request = request_of(&row)?;
        let named: Vec<i64> = request.iter().map(|asked| asked.requested_by.0).collect();
        let name = if row.try_get("exists")? {
            Name::of(user_id, row.try_get("name")?)
        } else {
            Name::Removed
        };
        let role: Option<&str> = row.try_get("role")?;
        Ok(Erasure {
            person: Person {
                id: user_id,
                name,
                role: role.and_then(|role| role.parse().ok()),
            },
            email: row.try_get("email")?,
            counts: Counts::from_row(&row)?,
            state: ErasureState::from_row(&row)?,
            request,
            finished_at: row.optional_timestamp("finished_at")?,
            people: self.people(&named).await?,
        })
    }

    /// Asks for an erasure. Repeating it changes nothing. `is_only_realm`: the server serves no other, so that it
    /// does not matter to which others the user belongs.
    ///
    /// # Errors
    /// `NoSuchUser`.
    pub async fn request_erasure(
        &self,
        user_id: UserId,
        by: UserId,
        is_only_realm: bool,
        confirmed_name: &str,
    ) -> Result<Option<Refusal>, Error> {
        let erasure = self.erasure(user_id).await?;
        if erasure.state != ErasureState::None {
            return Ok(None);
        }
        // A user without a name is confirmed by the number.
        let is_named = match &erasure.person.name {
            Name::Given(name) => name.trim() == confirmed_name.trim(),
            _ => confirmed_name.trim() == user_id.0.to_string(),
        };
        if !is_named {
            return Ok(Some(Refusal::WrongName));
        }
        let typed = confirmed_name.trim();
        let parameters: Parameters<'_> = &[&self.realm, &user_id, &by, &is_only_realm, &typed];
        let row = query::first(&self.pool, REQUEST_ERASURE, parameters).await?;
        let outcome = row.as_ref().map(|row| row.try_get("outcome")).transpose();
        match outcome.map_err(db::Error::from)? {
            Some("done") => {}
            Some("not_an_admin") => return Ok(Some(Refusal::BeyondAdmin)),
            _ => return Err(Error::NoSuchUser),
        }
        tracing::info!(
            user.id = user_id.0,
            requested_by = by.0,
            "the erasure of a user was requested"
        );
        Ok(None)
    }

    /// Takes a request back that was not carried out.
    ///
    /// # Errors
    /// `NoSuchUser`.
    pub async fn withdraw_erasure(
        &self,
        user_id: UserId,
        by: UserId,
    ) -> Result<Option<Refusal>, Error> {
        let withdrawn = query::run(&self.pool, WITHDRAW_ERASURE, &[&self.realm, &user_id]).await?;
        if withdrawn > 0 {
            tracing::info!(
                user.id = user_id.0,
                withdrawn_by = by.0,
                "the request to erase a user was withdrawn"
            );
            return Ok(None);
        }
        let erasure = self.erasure(user_id).await?;
        let is_started = matches!(erasure.state, ErasureState::Running | ErasureState::Done);
        Ok(is_started.then_some(Refusal::Started))
    }

    /// The erasures before a sort key of the list, the newest first.
    pub async fn erasures(
        &self,
        before: Option<SortKey>,
        limit: i64,
    ) -> Result<(Vec<RequestedErasure>, People), Error> {
        let before = before.unwrap_or(SortKey::LAST);
        let parameters: Parameters<'_> = &[&self.realm, &before.time(), &before.id, &limit];
        let rows = query::all(&self.pool, ERASURES, parameters).await?;
        let erasures = rows.iter().map(RequestedErasure::from_row);
        let erasures: Vec<RequestedErasure> = erasures.collect::<Result<_, _>>()?;
        let named = erasures.iter();
        let named = named.flat_map(|one| [one.user_id.0, one.request.requested_by.0]);
        let people = self.people(&named.collect::<Vec<_>>()).await?;
        Ok((erasures, people))
    }
}

fn request_of(row: &Row) -> Result<Option<ErasureRequest>, db::Error> {
    let requested_by: Option<UserId> = row.try_get("requested_by")?;
    let requested_at = row.optional_timestamp("requested_at")?;
    let request = requested_by.zip(requested_at);
    Ok(request.map(|(requested_by, requested_at)| ErasureRequest {
        requested_by,
        requested_at,
    }))
}

impl FromRow for Counts {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            messages: row.try_get("messages")?,
            texts: row.try_get("texts")?,
            files: row.try_get("files")?,
            file_bytes: row.try_get("file_bytes")?,
            chats: row.try_get("chats")?,
        })
    }
}

impl FromRow for ErasureState {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let is_started = row.optional_timestamp("started_at")?.is_some();
        let is_finished = row.optional_timestamp("finished_at")?.is_some();
        let is_requested = row.optional_timestamp("requested_at")?.is_some();
        Ok(match (is_finished, is_started, is_requested) {
            (true, _, _) => Self::Done,
            (_, true, _) => Self::Running,
            (_, _, true) => Self::Requested,
            _ => Self::None,
        })
    }
}

impl FromRow for RequestedErasure {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let user_id: UserId = row.try_get("user_id")?;
        Ok(Self {
            user_id,
            sort_key: SortKey {
                at: row.try_get("sort_key")?,
                id: user_id.0,
            },
            state: ErasureState::from_row(row)?,
            request: ErasureRequest {
                requested_by: row.try_get("requested_by")?,
                requested_at: row.timestamp("requested_at")?,
            },
            finished_at: row.optional_timestamp("finished_at")?,
        })
    }
}
