//! `vestnik rebuild`.

use std::time::Instant;

use vestnik::app::OpenDatabase;
use vestnik::audit::ReadModelReplay;
use vestnik::config::DatabaseArgs;
use vestnik::db::Error;

use super::{print_line, progress};

/// Repairs the read model from the log, while replicas keep serving.
pub async fn run(args: &DatabaseArgs) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = repair_read_model(&database).await;
    database.close().await;
    outcome
}

/// Repairs the read model, and prints a summary.
pub(super) async fn repair_read_model(database: &OpenDatabase) -> anyhow::Result<()> {
    let summary = ReadModelReplay::with_retries(async || repair(database).await).await?;
    print_line(summary);
    Ok(())
}

/// Repairs the read model, and returns a summary.
async fn repair(database: &OpenDatabase) -> Result<String, Error> {
    let started = Instant::now();
    let mut replay = ReadModelReplay::begin(&database.owner).await?;
    let bar = progress("Replaying", replay.head().await?);
    let events = loop {
        let progress = replay.advance().await?;
        bar.set_position(progress.position);
        if progress.is_at_head {
            break progress.position;
        }
    };
    let rate = events as f64 / started.elapsed().as_secs_f64();
    bar.set_message("Comparing");
    let replaced = replay.repair(|done, total| {
        bar.set_message("Replacing");
        bar.set_length(total);
        bar.set_position(done);
    });
    let replaced = replaced.await?;
    bar.finish_and_clear();
    let seconds = started.elapsed().as_secs_f64();
    Ok(format!(
        "{events} events in {seconds:.1} s ({rate:.0} events/s); {replaced} rows were repaired"
    ))
}
