//! `vestnik import`.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, bail};
use indicatif::ProgressBar;
use vestnik::app::OpenDatabase;
use vestnik::audit::{Check, Import, ImportFile};
use vestnik::config::DatabaseArgs;

use super::{print_line, progress};

/// The most bad lines that are printed; the others are counted.
const MAX_PRINTED: u64 = 1_000;

/// Arguments of `import`.
#[derive(clap::Args)]
pub struct Args {
    /// Files that `vestnik export` wrote as JSON lines
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Only check the files
    #[arg(long)]
    check: bool,
}

/// Checks all files, then appends what the log does not have of them.
pub async fn run(args: &DatabaseArgs, import: &Args) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = import_all(&database, import).await;
    database.close().await;
    outcome
}

async fn import_all(database: &OpenDatabase, import: &Args) -> anyhow::Result<()> {
    let mut bytes = 0;
    for file in &import.files {
        let metadata = file
            .metadata()
            .with_context(|| file.display().to_string())?;
        // A file is read twice.
        if !metadata.is_file() {
            bail!("{}: it is no file", file.display());
        }
        bytes += metadata.len();
    }
    match check(database, import, progress("Checking", bytes)).await? {
        0 if import.check => print_line("no bad line"),
        0 => append(database, import, progress("Importing", bytes)).await?,
        1 => bail!("1 bad line; nothing was imported"),
        bad => bail!("{bad} bad lines; nothing was imported"),
    }
    Ok(())
}

/// Prints the bad lines of all files, and returns their number.
async fn check(database: &OpenDatabase, import: &Args, bar: ProgressBar) -> anyhow::Result<u64> {
    let mut check = Check::begin(&database.owner).await?;
    let mut bad = 0;
    for path in &import.files {
        let mut file = ImportFile::open(path)?;
        while let Some(chunk) = file.next_chunk()? {
            bar.inc(chunk.bytes());
            for problem in check.chunk(chunk).await? {
                bad += 1;
                if bad <= MAX_PRINTED {
                    bar.suspend(|| print_line(problem));
                }
            }
        }
    }
    bar.finish_and_clear();
    Ok(bad)
}

async fn append(database: &OpenDatabase, args: &Args, bar: ProgressBar) -> anyhow::Result<()> {
    let started = Instant::now();
    let mut import = Import::begin(&database.owner).await?;
    for path in &args.files {
        let mut file = ImportFile::open(path)?;
        while let Some(chunk) = file.next_chunk()? {
            bar.inc(chunk.bytes());
            import.chunk(chunk).await?;
        }
    }
    bar.finish_and_clear();
    let seconds = started.elapsed().as_secs_f64();
    let rate = import.appended as f64 / seconds;
    print_line(format_args!(
        "{} events were imported in {seconds:.1} s ({rate:.0} events/s), {} were there before; \
         {} people were added",
        import.appended, import.skipped, import.added_people
    ));
    if import.privileged_people > 0 {
        print_line(format_args!(
            "{} of these people are admins or moderators",
            import.privileged_people
        ));
    }
    Ok(())
}
