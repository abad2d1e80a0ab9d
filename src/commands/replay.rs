//! `vestnik replay`.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::Context as _;
use vestnik::app::OpenDatabase;
use vestnik::audit::LogCopy;
use vestnik::config::DatabaseArgs;

use super::{print_line, progress, rebuild};

/// Bytes that are read from the file at once.
const BUFFER: usize = 256 * 1024;

/// Arguments of `replay`.
#[derive(clap::Args)]
pub struct Args {
    /// The events: `\copy (SELECT * FROM events ORDER BY position) TO 'events.csv' CSV HEADER`
    #[arg(value_name = "FILE")]
    events: PathBuf,
}

/// Loads the events into the database, which has none, and derives everything else from them.
pub async fn run(args: &DatabaseArgs, replay: &Args) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = load_and_derive(&database, replay).await;
    database.close().await;
    outcome
}

async fn load_and_derive(database: &OpenDatabase, replay: &Args) -> anyhow::Result<()> {
    let name = || replay.events.display().to_string();
    let file = File::open(&replay.events).with_context(name)?;
    let bar = progress("Loading", file.metadata().with_context(name)?.len());
    let copy = LogCopy::into(&database.owner).await?;
    let mut file = BufReader::with_capacity(BUFFER, file);
    let loaded = copy.load(&mut file, |bytes| bar.inc(bytes)).await;
    let events = loaded.with_context(name)?;
    bar.finish_and_clear();
    print_line(format_args!("{events} events were loaded"));
    rebuild::repair_read_model(database).await?;
    copy.reserve_ids().await?;
    Ok(())
}
