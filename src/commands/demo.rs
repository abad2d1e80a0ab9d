//! `vestnik demo`, and `vestnik serve --demo`.

use vestnik::app::{App, OpenDatabase};
use vestnik::config::DatabaseArgs;

/// Fills the database.
pub async fn run(args: &DatabaseArgs) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    database.close().await;
    Ok(())
}

/// Fills the database of a running server, and shows how to sign in.
pub async fn introduce(_app: &App) -> anyhow::Result<()> {
    Ok(())
}
