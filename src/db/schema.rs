//! Brings a database to the state of `sql/`: migrations first, then every routine.
//!
//! A table of its own is locked throughout, by a second connection, so any number of replicas
//! and `migrate` jobs may start at once. It runs as the owner; nothing else in the server does.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use tokio_postgres::{Client, Transaction};

use crate::db::connection::{Connector, DbConnection};
use crate::db::error::{Error, classify};
use crate::db::foreign_tables;
use crate::db::pool::Pool;
use crate::db::query;
use crate::db::realms::{self, MirrorError, Mirroring};
use crate::domain::{Realm, RealmPolicy};

/// The items that `embed_migrations!` generates from `sql/migrations`.
mod embedded_migrations {
    refinery::embed_migrations!("sql/migrations");
}
use embedded_migrations::migrations;

/// If two sessions create the table at the same moment, one of them fails and the table exists.
const CREATE_LOCK: &str = "
    DO $$
    BEGIN
        CREATE TABLE IF NOT EXISTS public.schema_lock ();
    EXCEPTION WHEN duplicate_table OR duplicate_object OR unique_violation THEN
        NULL;
    END;
    $$";

/// Held to the end of the transaction. Only the owner may take this lock, whereas every login that
/// can connect may hold an advisory lock.
const LOCK: &str = "LOCK TABLE public.schema_lock IN ACCESS EXCLUSIVE MODE";

/// The oldest and newest supported `server_version_num / 10000`.
const SUPPORTED_MAJORS: std::ops::RangeInclusive<i32> = 15..=18;

/// The files of `sql/` but for the migrations, by folder and name: `build.rs` lists them.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/sql_files.rs"));

/// The order in which folders, or single files of them, are applied; within a folder by name.
/// Bodies are checked once all are there, so only what runs at once depends on this order:
/// the generators of `dispatch` and `realms`, the copy of `project()` in `replay`, the grants.
const ORDER: &[&str] = &[
    "dispatch/begin",
    "realms",
    "payload",
    "access",
    "append",
    "files",
    "auth",
    "drafts",
    "lessons",
    "limits",
    "notifications",
    "presence",
    "projection",
    "queries",
    "search",
    "desk",
    "signals",
    "users",
    "audit",
    "events",
    "dispatch",
    "replay/schema",
    "replay",
    "privileges/roles",
    "privileges/auditor",
    "privileges",
];

const CHECK_BODIES: &str = include_str!("sql/check_bodies.sql");

/// All files in the order of application.
fn routines() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let is_in = |name: &str, entry: &str| {
        name == entry
            || name
                .split_once('/')
                .is_some_and(|(folder, _)| folder == entry)
    };
    let first_entry = move |name: &str| {
        // A file that is listed by itself is not applied again with its folder.
        let by_name = ORDER.iter().position(|entry| *entry == name);
        by_name.or_else(|| ORDER.iter().position(|entry| is_in(name, entry)))
    };
    (0..ORDER.len()).flat_map(move |index| {
        FILES
            .iter()
            .filter(move |(name, _)| first_entry(name) == Some(index))
    })
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
        postgres_message(.0)
    )]
    Migration(refinery::Error),
    /// It belongs to another application, and stays as it is.
    #[error(
        "the database has tables of another application ({0}), so nothing was written. Give \
             Vestnik a database of its own; docs/moving-in.md tells how to bring the data of \
             another application into it"
    )]
    Foreign(String),
    /// It cannot be changed from here.
    #[error(
        "the schema is not up to date, and cannot be changed through a pooler in transaction \
         mode: run `vestnik migrate` with an OWNER_DATABASE_URL that goes past it"
    )]
    Pooler,
    /// The table `realms`.
    #[error(transparent)]
    Realms(#[from] MirrorError),
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
fn postgres_message(error: &refinery::Error) -> String {
    match error.kind() {
        refinery::error::Kind::Connection(doing, cause) => {
            let cause = cause.downcast_ref().map(super::error::describe);
            format!("{doing}: {}", cause.unwrap_or_default())
        }
        _ => error.to_string(),
    }
}

/// Identifies the state of `sql/` that this binary was built with, and the policies.
pub fn digest(policies: &[RealmPolicy]) -> String {
    let mut hasher = Sha256::new();
    for migration in migrations::runner().get_migrations() {
        hasher.update(migration.sql().unwrap_or_default());
    }
    for (_, sql) in routines() {
        hasher.update(sql);
    }
    for policy in policies {
        hasher.update(policy.realm.as_str());
        hasher.update(realms::as_json(policy).to_string());
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

const IS_THERE: &str = "SELECT to_regclass('public.schema_state') IS NOT NULL AS exists";
const DIGEST: &str = "SELECT s.digest FROM public.schema_state AS s";

/// Whether the database is in the state this binary was built for.
pub async fn is_current(pool: &Pool, policies: &[RealmPolicy]) -> Result<bool, Error> {
    let there = query::first(pool, IS_THERE, &[]).await?;
    if !there.is_some_and(|row| row.get("exists")) {
        return Ok(false);
    }
    let row = query::first(pool, DIGEST, &[]).await?;
    Ok(row.is_some_and(|row| row.get::<_, &str>("digest") == digest(policies)))
}

/// The same for the owner, in a way that works behind a pooler.
async fn is_current_for(
    owner: &Client,
    policies: &[RealmPolicy],
) -> Result<bool, tokio_postgres::Error> {
    let there = owner.query_typed_one(IS_THERE, &[]).await?;
    if !there.get::<_, bool>("exists") {
        return Ok(false);
    }
    let row = owner.query_typed_opt(DIGEST, &[]).await?;
    Ok(row.is_some_and(|row| row.get::<_, &str>("digest") == digest(policies)))
}

/// Applies what is missing, with the policies of all realms. Harmless where nothing is.
///
/// # Errors
/// `Realms` if the database has other policies: [`migrate_with_realms`] changes these.
pub async fn migrate(connector: &Connector, policies: &[RealmPolicy]) -> Result<(), SchemaError> {
    bring_up_to_date(connector, policies, Mirroring::Require).await
}

/// The same, and gives the database these policies. The realms in `retire` end although they have chats.
pub async fn migrate_with_realms(
    connector: &Connector,
    policies: &[RealmPolicy],
    retire: &[Realm],
) -> Result<(), SchemaError> {
    bring_up_to_date(connector, policies, Mirroring::Write { retire }).await
}

async fn bring_up_to_date(
    connector: &Connector,
    policies: &[RealmPolicy],
    mirroring: Mirroring<'_>,
) -> Result<(), SchemaError> {
    mirroring.check(policies)?;
    let mut link = connector.open_as_owner().await?;
    require_supported_version(&link).await?;
    // The digest of the schema is written last, in the transaction of the last change.
    if is_current_for(&link, policies).await.map_err(classify)? {
        return Ok(());
    }
    if let Some(tables) = foreign_tables::find(&link).await.map_err(classify)? {
        return Err(SchemaError::Foreign(tables));
    }
    mirroring.check_mirror(&link, policies).await?;
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
    if is_current_for(&link, policies).await.map_err(classify)? {
        return Ok(());
    }
    migrations::runner().run_async(link.client_mut()).await?;
    apply_routines(link.client_mut(), policies, mirroring).await?;
    lock.commit().await.map_err(classify)?;
    tracing::info!(schema.digest = digest(policies), "the schema is up to date");
    Ok(())
}

/// Takes the lock on schema changes, which is held until the end of the transaction.
async fn lock(holder: &mut DbConnection) -> Result<Transaction<'_>, tokio_postgres::Error> {
    holder.batch_execute(CREATE_LOCK).await?;
    let transaction = holder.client_mut().transaction().await?;
    transaction.batch_execute(LOCK).await?;
    Ok(transaction)
}

async fn require_supported_version(client: &Client) -> Result<(), SchemaError> {
    let sql = "SELECT current_setting('server_version_num') AS number,
                      current_setting('server_version') AS version";
    let row = client.query_typed_one(sql, &[]).await.map_err(classify)?;
    let number: i32 = row.get::<_, &str>("number").parse().unwrap_or_default();
    if SUPPORTED_MAJORS.contains(&(number / 10_000)) {
        return Ok(());
    }
    Err(SchemaError::UnsupportedVersion(row.get("version")))
}

/// All routines in one transaction: no connection ever sees half of them.
async fn apply_routines(
    client: &mut Client,
    policies: &[RealmPolicy],
    mirroring: Mirroring<'_>,
) -> Result<(), SchemaError> {
    let transaction = client.transaction().await.map_err(classify)?;
    transaction
        .batch_execute(
            "SET LOCAL client_min_messages = warning; SET LOCAL check_function_bodies = off",
        )
        .await
        .map_err(classify)?;
    mirroring.write(&transaction, policies).await?;
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
        .batch_execute(CHECK_BODIES)
        .await
        .map_err(classify)?;
    transaction
        .execute(
            "INSERT INTO public.schema_state (digest) VALUES ($1)
             ON CONFLICT (singleton) DO UPDATE SET digest = excluded.digest, applied_at = now()",
            &[&digest(policies)],
        )
        .await
        .map_err(classify)?;
    transaction.commit().await.map_err(classify)?;
    Ok(())
}
