//! Brings a database to the state of `sql/`: migrations first, then every routine.
//!
//! A table of its own is locked throughout, by a second connection, so any number of replicas
//! and `migrate` jobs may start at once. It runs as the owner; nothing else in the server does.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use tokio_postgres::{Client, Transaction};

use crate::db::connection::{Connector, DbConnection};
use crate::db::error::classify;
use crate::db::{Error, Pool, query};

/// What `embed_migrations!` makes of sql/migrations.
mod embedded_migrations {
    #![allow(missing_docs, reason = "the macro's items have none")]
    refinery::embed_migrations!("sql/migrations");
}
use embedded_migrations::migrations;

/// Two who create the table at the same moment: one of them fails, and it is there.
const CREATE_LOCK: &str = "
    DO $$
    BEGIN
        CREATE TABLE IF NOT EXISTS public.schema_lock ();
    EXCEPTION WHEN duplicate_table OR unique_violation THEN
        NULL;
    END;
    $$";

/// Held to the end of the transaction. Only the owner may lock the table so; an advisory lock
/// could be held by every login that can connect.
const LOCK: &str = "LOCK TABLE public.schema_lock IN ACCESS EXCLUSIVE MODE";

/// The oldest and newest supported `server_version_num / 10000`.
const SUPPORTED_MAJORS: std::ops::RangeInclusive<i32> = 15..=18;

/// Files of a folder under sql/.
macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((
            concat!($folder, "/", $name),
            include_str!(concat!("../../sql/", $folder, "/", $name, ".sql")),
        )),*]
    };
}

/// Applied in this order: what a routine calls comes before it where SQL checks that.
const ROUTINES: &[(&str, &str)] = files!["routines":
    "uuid_v7",
    "belongs_to_realm",
    "take_head",
    "complete_event",
    "guard_events",
    "guard_read_model",
    "membership_by_hand",
    "newest_message",
    "project_chats",
    "project_sent",
    "project_edited",
    "project_deleted",
    "project_participants",
    "project_endings",
    "project_reads",
    "project_hidden",
    "project_blocks",
    "project_reports",
    "project_bans",
    "project",
    "after_append",
    "is_moderator",
    "is_known",
    "is_blocked",
    "refusal",
    "limit_reached",
    "decide_message_sent",
    "decide_message_edited",
    "decide_message_deleted",
    "decide_chat_read",
    "decide_chat_created",
    "decide_chat_restored",
    "decide_chat_deleted",
    "decide_participant_joined",
    "decide_participant_left",
    "decide_chat_hidden",
    "decide_participant_blocked",
    "decide_user_blocked",
    "decide_message_reported",
    "decide_report_resolved",
    "decide_user_banned",
    "refuse",
    "take_tokens",
    "limit_groups",
    "enforce_limits",
    "visits_of_senders",
    "append_batch",
    "settle_attachments",
    "assign_user_id",
    "check_lesson",
    "lesson_completed",
    "send_signal",
    "presence_announce",
    "user_removed",
    "signal_recheck",
    "revoke_family",
    "rotate_refresh_token",
    "count_failure",
    "uncount_failure",
    "count_login_attempt",
    "forgive_login_failures",
    "presence_change",
    "presence_beat",
    "roles",
];

/// Applied after them: what people at psql use, and what proves the log and the read model.
const AUDIT: &[(&str, &str)] = files!["audit":
    "shadow",
    "shadow_begin",
    "shadow_guard",
    "shadow_derive",
    "shadow_differences",
    "constraint_findings",
    "shadow_findings",
    "shadow_correct",
    "verify",
    "rebuild",
    "name_of",
    "person",
    "in_words",
    "timeline",
    "replay",
    "user_activity",
    "chat_at",
    "who_read",
    "event_hash",
    "range_hashes",
    "checkpoint",
    "seal_age",
    "guard_checkpoints",
    "verify_hashes",
    "kept_checkpoint",
    "without_text",
    "erase_texts",
    "erase_user",
    "privileges",
];

fn routines() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    ROUTINES.iter().chain(AUDIT)
}

/// Why a database could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// Older or newer than what is tested.
    #[error("PostgreSQL {0} is not supported: 15 to 18 are")]
    UnsupportedVersion(String),
    /// See [`Error`].
    #[error(transparent)]
    Store(#[from] Error),
    /// A migration failed, or was edited after it was applied.
    #[error(
        "migrations: {}. Before version 1.0 migrations are edited in place: a database made \
             by an earlier build has to be made anew",
        in_words(.0)
    )]
    Migration(refinery::Error),
    /// It cannot be changed from here.
    #[error(
        "the schema is not up to date, and cannot be changed through a pooler in transaction \
         mode: run `vestnik migrate` with an OWNER_DATABASE_URL that goes past it"
    )]
    Pooler,
    /// A routine was refused.
    #[error("sql/{name}.sql: {reason}")]
    Routine {
        /// The file.
        name: &'static str,
        /// Postgres's words.
        reason: String,
    },
}

impl From<refinery::Error> for SchemaError {
    fn from(error: refinery::Error) -> Self {
        Self::Migration(error)
    }
}

/// An error of the migrations, with Postgres's words where it has some.
fn in_words(error: &refinery::Error) -> String {
    match error.kind() {
        refinery::error::Kind::Connection(doing, cause) => {
            let cause = cause.downcast_ref().map(super::error::describe);
            format!("{doing}: {}", cause.unwrap_or_default())
        }
        _ => error.to_string(),
    }
}

/// Names the state of `sql/` that this binary was built with.
pub fn digest() -> String {
    let mut hasher = Sha256::new();
    for migration in migrations::runner().get_migrations() {
        hasher.update(migration.sql().unwrap_or_default());
    }
    for (_, sql) in routines() {
        hasher.update(sql);
    }
    hasher
        .finalize()
        .iter()
        .take(16)
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

const IS_THERE: &str = "SELECT to_regclass('public.schema_state') IS NOT NULL";
const DIGEST: &str = "SELECT s.digest FROM public.schema_state AS s";

/// Whether the database is in the state this binary was built for.
pub async fn is_current(pool: &Pool) -> Result<bool, Error> {
    let there = query::first(pool, IS_THERE, &[]).await?;
    if !there.is_some_and(|row| row.get(0)) {
        return Ok(false);
    }
    let row = query::first(pool, DIGEST, &[]).await?;
    Ok(row.is_some_and(|row| row.get::<_, &str>(0) == digest()))
}

/// The same for the owner, in a way that works behind a pooler.
async fn is_current_for(owner: &Client) -> Result<bool, tokio_postgres::Error> {
    let there = owner.query_typed_one(IS_THERE, &[]).await?;
    if !there.get::<_, bool>(0) {
        return Ok(false);
    }
    let row = owner.query_typed_opt(DIGEST, &[]).await?;
    Ok(row.is_some_and(|row| row.get::<_, &str>(0) == digest()))
}

/// Applies what is missing. Harmless where nothing is.
pub async fn migrate(connector: &Connector) -> Result<(), SchemaError> {
    let mut link = connector.open_as_owner().await?;
    require_supported_version(&link).await?;
    // That is said last, together with the last change.
    if is_current_for(&link).await.map_err(classify)? {
        return Ok(());
    }
    // refinery and the routines need one session throughout.
    if connector
        .clone()
        .detect_pooler()
        .await?
        .transaction_pooling()
    {
        return Err(SchemaError::Pooler);
    }
    let mut holder = connector.open_as_owner().await?;
    let lock = lock(&mut holder).await.map_err(classify)?;
    if is_current_for(&link).await.map_err(classify)? {
        return Ok(());
    }
    migrations::runner().run_async(link.client_mut()).await?;
    apply_routines(link.client_mut()).await?;
    lock.commit().await.map_err(classify)?;
    tracing::info!(schema.digest = digest(), "the schema is up to date");
    Ok(())
}

/// Waits until nobody else changes the schema, and keeps others waiting until the end of the
/// transaction.
async fn lock(holder: &mut DbConnection) -> Result<Transaction<'_>, tokio_postgres::Error> {
    holder.batch_execute(CREATE_LOCK).await?;
    let transaction = holder.client_mut().transaction().await?;
    transaction.batch_execute(LOCK).await?;
    Ok(transaction)
}

async fn require_supported_version(client: &Client) -> Result<(), SchemaError> {
    let sql = "SELECT current_setting('server_version_num'), current_setting('server_version')";
    let row = client.query_typed_one(sql, &[]).await.map_err(classify)?;
    let number: i32 = row.get::<_, &str>(0).parse().unwrap_or_default();
    if SUPPORTED_MAJORS.contains(&(number / 10_000)) {
        return Ok(());
    }
    Err(SchemaError::UnsupportedVersion(row.get(1)))
}

/// All routines in one transaction: no connection ever sees half of them.
async fn apply_routines(client: &mut Client) -> Result<(), SchemaError> {
    let transaction = client.transaction().await.map_err(classify)?;
    transaction
        .batch_execute("SET LOCAL client_min_messages = warning")
        .await
        .map_err(classify)?;
    for (name, sql) in routines() {
        transaction
            .batch_execute(sql)
            .await
            .map_err(|error| SchemaError::Routine {
                name,
                reason: super::error::describe(&error),
            })?;
    }
    transaction
        .execute(
            "INSERT INTO public.schema_state (digest) VALUES ($1)
             ON CONFLICT (singleton) DO UPDATE SET digest = excluded.digest, applied_at = now()",
            &[&digest()],
        )
        .await
        .map_err(classify)?;
    transaction.commit().await.map_err(classify)?;
    Ok(())
}
