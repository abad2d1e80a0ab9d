//! `vestnik migrate`.

use vestnik::app::OpenDatabase;
use vestnik::config::DatabaseArgs;
use vestnik::domain::Realm;

/// Arguments of `migrate`.
#[derive(clap::Args)]
pub struct Args {
    /// End a realm whose file is gone although it has chats: they stay in the log, and are served no more
    #[arg(long, value_name = "NAME")]
    retire: Vec<Realm>,
}

/// Migrates the schema, and mirrors the policies of the realms.
pub async fn run(args: &DatabaseArgs, migrate: &Args) -> anyhow::Result<()> {
    let realms = args.realms()?;
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = database.migrate_with_realms(&realms, &migrate.retire).await;
    database.close().await;
    outcome?;
    super::print_line("the schema is up to date");
    Ok(())
}
