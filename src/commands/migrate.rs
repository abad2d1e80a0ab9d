//! `vestnik migrate`.

use vestnik::app::OpenDatabase;
use vestnik::config::DatabaseArgs;

/// Migrates the schema.
pub async fn run(args: &DatabaseArgs) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = database.migrate().await;
    database.close().await;
    outcome?;
    super::print_line("the schema is up to date");
    Ok(())
}
