//! `vestnik adopt`.

use std::time::Instant;

use anyhow::{Context as _, bail};
use vestnik::adopt::origin_of;
use vestnik::app::OpenDatabase;
use vestnik::audit::{Adopted, Adoption, OriginSettings, RowFinding, Severity};
use vestnik::config::{DatabaseArgs, Setting};
use vestnik::db::Connector;
use vestnik::domain::Realm;
use vestnik::realms::Realms;

use super::print_line;

/// The most rows that are printed; the others are counted.
const MAX_PRINTED: u64 = 1_000;

/// Arguments of `adopt`.
#[derive(clap::Args)]
pub struct Args {
    /// The application: `school`, `messenger`, `campus`, `market` or `direct`
    #[arg(long, value_name = "NAME")]
    from: Realm,
    /// Its database, as a libpq URL or connection string; it is only read
    #[arg(
        env = "ORIGIN_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    url: Setting<Connector>,
    /// The schema of its tables
    #[arg(long, value_name = "NAME", default_value = "public")]
    schema: String,
    /// The time zone of its times without one, by its name in the IANA database
    /// [default: that of its database]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Only list what cannot be brought
    #[arg(long)]
    check: bool,
}

/// Lists what cannot be brought, and brings the rest.
pub async fn run(args: &DatabaseArgs, adopt: &Args) -> anyhow::Result<()> {
    let (url, realms) = (adopt.url.get()?, args.realms()?);
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = adopt_all(&database, adopt, &url, &realms).await;
    database.close().await;
    outcome
}

async fn adopt_all(
    database: &OpenDatabase,
    adopt: &Args,
    origin: &Connector,
    realms: &Realms,
) -> anyhow::Result<()> {
    let started = Instant::now();
    let realm = adopt.from;
    let found = origin_of(realm).zip(realms.policy(realm));
    let (application, policy) =
        found.with_context(|| format!("--from: there is no application `{realm}`"))?;
    let settings = OriginSettings {
        origin: application,
        policy,
        database: origin,
        schema: &adopt.schema,
        time_zone: adopt.time_zone.as_deref(),
    };
    let adoption = Adoption::open(&database.owner, &settings).await?;
    let checked = check(&adoption).await?;
    if checked.conflicts > 0 {
        let conflicts = checked.conflicts;
        bail!("{conflicts} rows contradict what is here; nothing was written");
    }
    let verb = if adopt.check {
        "can be brought"
    } else {
        "are here now"
    };
    let outcome = if adopt.check {
        checked
    } else {
        adoption.run().await?
    };
    let Adopted {
        people,
        chats,
        messages,
        lessons,
        ..
    } = outcome;
    print_line(format_args!(
        "{people} people, {chats} chats, {messages} messages and {lessons} lessons {verb}"
    ));
    if checked.left_out > 0 {
        print_line(format_args!("{} rows were left out", checked.left_out));
    }
    if !adopt.check {
        print_line(format_args!(
            "{} people, {} events and {} lessons were added in {:.1} s",
            outcome.new_people,
            outcome.appended,
            outcome.new_lessons,
            started.elapsed().as_secs_f64()
        ));
    }
    Ok(())
}

/// Prints what cannot be brought, or not as it is.
async fn check(adoption: &Adoption<'_>) -> anyhow::Result<Adopted> {
    let mut found = 0_u64;
    let mut list = |finding: RowFinding| {
        found += 1;
        // What stops everything is always printed.
        if found <= MAX_PRINTED || finding.severity == Severity::Conflict {
            print_line(finding);
        }
    };
    let checked = adoption.check(&mut list).await?;
    if found > MAX_PRINTED {
        print_line(format_args!("{} more rows", found - MAX_PRINTED));
    }
    Ok(checked)
}
