//! The table `realms`, a mirror of the policies of the realms that servers know.
//!
//! `vestnik migrate` writes it. Other commands fill that of a new database, and refuse another one that
//! differs from the policies which they know: two servers of one database never have two policies.

use serde_json::Value;
use tokio_postgres::{Client, Transaction};

use crate::db::error::{Error, classify};
use crate::domain::{Realm, RealmPolicy};

const WRITE_POLICY: &str = include_str!("sql/write_policy.sql");
const RETIRE: &str = include_str!("sql/retire_realms.sql");
const MIRRORED: &str = include_str!("sql/mirrored_policies.sql");
const IS_THERE: &str = "SELECT to_regclass('public.realms') IS NOT NULL AS exists";
const NAMES: &str = "SELECT r.realm FROM public.realms AS r";

/// What happens to a mirror that differs.
#[derive(Clone, Copy)]
pub enum Mirroring<'a> {
    /// It is refused.
    Require,
    /// It is written. The named realms, which have no file any more, end although they have chats.
    Write { retire: &'a [Realm] },
}

/// Why the policies were not mirrored.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// A server would decide by other policies than the database.
    #[error(
        "the realms of the program and of REALMS_DIR differ from those of the database: {0}. Run \
             `vestnik migrate` with the same REALMS_DIR"
    )]
    Differs(String),
    /// They would be served no more.
    #[error(
        "`{0}` has chats, but its file is gone. Give back `{0}.toml`, or end the realm with \
             `vestnik migrate --retire {0}`: its chats then stay in the log and are served no more"
    )]
    HasChats(String),
    /// It is a realm of the program, or its file is in `REALMS_DIR`.
    #[error("--retire {0}: the realm has a file. Remove `{0}.toml` from REALMS_DIR first")]
    HasFile(Realm),
    /// Neither the files nor the database have it.
    #[error("--retire {0}: the database has no such realm")]
    Unknown(Realm),
    /// The database.
    #[error(transparent)]
    Store(#[from] Error),
}

impl Mirroring<'_> {
    /// Refuses to end realms that have files.
    pub(super) fn check(self, policies: &[RealmPolicy]) -> Result<(), MirrorError> {
        let Self::Write { retire } = self else {
            return Ok(());
        };
        let has_file = |realm: &Realm| policies.iter().any(|policy| policy.realm == *realm);
        match retire.iter().find(|realm| has_file(realm)) {
            Some(realm) => Err(MirrorError::HasFile(*realm)),
            None => Ok(()),
        }
    }

    /// Refuses a mirror that differs, unless it will be written.
    pub(super) async fn check_mirror(
        self,
        owner: &Client,
        policies: &[RealmPolicy],
    ) -> Result<(), MirrorError> {
        if let Self::Write { .. } = self {
            return Ok(());
        }
        let differences = differences(owner, policies).await.map_err(classify)?;
        if differences.is_empty() {
            return Ok(());
        }
        Err(MirrorError::Differs(differences.join(", ")))
    }

    /// Writes the policies, from which the routines are generated.
    pub(super) async fn write(
        self,
        transaction: &Transaction<'_>,
        policies: &[RealmPolicy],
    ) -> Result<(), MirrorError> {
        for policy in policies {
            let (realm, policy) = (policy.realm.as_str(), as_json(policy));
            transaction
                .execute(WRITE_POLICY, &[&realm, &policy])
                .await
                .map_err(classify)?;
        }
        if let Self::Write { retire } = self {
            end_others(transaction, policies, retire).await?;
        }
        Ok(())
    }
}

/// The policy as the table has it.
pub(super) fn as_json(policy: &RealmPolicy) -> Value {
    serde_json::to_value(policy).expect("its keys are strings")
}

/// Ends the realms that have no file any more.
async fn end_others(
    transaction: &Transaction<'_>,
    policies: &[RealmPolicy],
    retire: &[Realm],
) -> Result<(), MirrorError> {
    let known = transaction.query(NAMES, &[]).await.map_err(classify)?;
    let is_known = |realm: &Realm| {
        known
            .iter()
            .any(|row| row.get::<_, &str>(0) == realm.as_str())
    };
    if let Some(unknown) = retire.iter().find(|realm| !is_known(realm)) {
        return Err(MirrorError::Unknown(*unknown));
    }
    let with_file: Vec<&str> = policies
        .iter()
        .map(|policy| policy.realm.as_str())
        .collect();
    let named: Vec<&str> = retire.iter().map(Realm::as_str).collect();
    let kept = transaction.query(RETIRE, &[&with_file, &named]).await;
    match kept.map_err(classify)?.first() {
        Some(row) => Err(MirrorError::HasChats(row.get(0))),
        None => Ok(()),
    }
}

/// How the mirror of a database differs; a new one does not.
async fn differences(
    owner: &Client,
    policies: &[RealmPolicy],
) -> Result<Vec<String>, tokio_postgres::Error> {
    let there = owner.query_typed_one(IS_THERE, &[]).await?;
    if !there.get::<_, bool>(0) {
        return Ok(Vec::new());
    }
    let rows = owner.query_typed(MIRRORED, &[]).await?;
    let mirrored: Vec<(&str, Option<Value>)> =
        rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    if mirrored.is_empty() {
        return Ok(Vec::new());
    }
    let with_file = policies.iter().filter_map(|policy| {
        let (name, policy) = (policy.realm.as_str(), as_json(policy));
        match mirrored.iter().find(|(realm, _)| *realm == name) {
            None => Some(format!("`{name}` is new")),
            // A database of an earlier build: the migrations tell.
            Some((_, None)) => None,
            Some((_, Some(mirrored))) if *mirrored == policy => None,
            Some(_) => Some(format!("`{name}` has another policy")),
        }
    });
    let has_file = |name: &str| policies.iter().any(|policy| policy.realm.as_str() == name);
    let without_file = mirrored.iter().filter(|(realm, _)| !has_file(realm));
    let without_file = without_file.map(|(realm, _)| format!("`{realm}` has no file"));
    Ok(with_file.chain(without_file).collect())
}
