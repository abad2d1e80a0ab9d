//! `vestnik import`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use indicatif::ProgressBar;
use tokio::sync::mpsc;
use vestnik::app::OpenDatabase;
use vestnik::audit::{Check, Chunk, FileFolder, Import, ImportError, ImportFile};
use vestnik::config::{DatabaseArgs, StorageArgs};
use vestnik::files::{Storage, StorageUrl};

use super::{print_line, progress};

/// The most bad lines that are printed; the others are counted.
const MAX_PRINTED: u64 = 1_000;
/// The most chunks that are read before they are needed.
const CHUNKS_AHEAD: usize = 2;

/// Arguments of `import`.
#[derive(clap::Args)]
pub struct Args {
    /// Files that `vestnik export` wrote as JSON lines
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Only check the files
    #[arg(long)]
    check: bool,
    /// Import the content of files too, from the folder that `vestnik export --files` wrote
    #[arg(long = "files", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Add admins and moderators as what they are, not as ordinary members
    #[arg(long)]
    keep_roles: bool,
    /// Import events that are older than others of their chats here too: what a chat was at a time is then
    /// shown inexactly
    #[arg(long)]
    allow_late: bool,
    #[command(flatten)]
    storage: StorageArgs,
}

/// Checks all files, then appends what the log does not have of them.
pub async fn run(args: &DatabaseArgs, import: &Args) -> anyhow::Result<()> {
    let storage = import.storage.url(&args.data_dir)?;
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = import_all(&database, import, &storage).await;
    database.close().await;
    outcome
}

async fn import_all(
    database: &OpenDatabase,
    import: &Args,
    storage: &StorageUrl,
) -> anyhow::Result<()> {
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
    let folder = import
        .folder
        .as_deref()
        .map(|path| FileFolder::open(path).with_context(|| path.display().to_string()));
    let folder = folder.transpose()?;
    match check(
        database,
        import,
        folder.clone(),
        progress("Checking", bytes),
    )
    .await?
    {
        0 if import.check => print_line("no bad line"),
        0 => {
            let mut appending = Import::begin(&database.owner).await?;
            if let Some(folder) = folder {
                appending = appending.with_files(folder, Storage::open(storage, None)?);
            }
            if import.keep_roles {
                appending = appending.keeping_roles();
            }
            append(appending, import, progress("Importing", bytes)).await?;
        }
        1 => bail!("1 bad line; nothing was imported"),
        bad => bail!("{bad} bad lines; nothing was imported"),
    }
    Ok(())
}

/// Reads files in a thread of its own, while the database works on what was read before.
fn chunks(files: &[PathBuf]) -> mpsc::Receiver<Result<Chunk, ImportError>> {
    let (sender, receiver) = mpsc::channel(CHUNKS_AHEAD);
    let files = files.to_owned();
    tokio::task::spawn_blocking(move || {
        for path in files {
            if let Err(error) = read_file(&path, &sender) {
                // It fails if the import has ended.
                let _ = sender.blocking_send(Err(error));
                return;
            }
        }
    });
    receiver
}

fn read_file(
    path: &Path,
    sender: &mpsc::Sender<Result<Chunk, ImportError>>,
) -> Result<(), ImportError> {
    let mut file = ImportFile::open(path)?;
    while let Some(chunk) = file.next_chunk()? {
        if sender.blocking_send(Ok(chunk)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Prints the bad lines of all files, and those of new admins and moderators. Returns the number of bad ones.
async fn check(
    database: &OpenDatabase,
    import: &Args,
    folder: Option<FileFolder>,
    bar: ProgressBar,
) -> anyhow::Result<u64> {
    let mut check = Check::begin(&database.owner).await?;
    if let Some(folder) = folder {
        check = check.with_files(folder);
    }
    if import.allow_late {
        check = check.allowing_late();
    }
    let mut bad = 0;
    let mut chunks = chunks(&import.files);
    while let Some(chunk) = chunks.recv().await {
        let chunk = chunk?;
        bar.inc(chunk.bytes());
        for problem in check.chunk(chunk).await? {
            bad += 1;
            if bad <= MAX_PRINTED {
                bar.suspend(|| print_line(problem));
            }
        }
        let becomes = if import.keep_roles {
            "keeps this role"
        } else {
            "becomes a member"
        };
        for person in check.take_privileged() {
            bar.suspend(|| print_line(format_args!("{person}, and {becomes}")));
        }
    }
    bar.finish_and_clear();
    Ok(bad)
}

async fn append(mut import: Import, args: &Args, bar: ProgressBar) -> anyhow::Result<()> {
    let started = Instant::now();
    let mut chunks = chunks(&args.files);
    while let Some(chunk) = chunks.recv().await {
        let chunk = chunk?;
        bar.inc(chunk.bytes());
        import.chunk(chunk).await?;
    }
    let imported = import.finish().await?;
    bar.finish_and_clear();
    let seconds = started.elapsed().as_secs_f64();
    let rate = imported.appended as f64 / seconds;
    print_line(format_args!(
        "{} events were imported in {seconds:.1} s ({rate:.0} events/s), {} were there before; \
         {} people were added",
        imported.appended, imported.skipped, imported.added_people
    ));
    if args.folder.is_some() {
        print_line(format_args!("{} files were stored", imported.stored_files));
    }
    match imported.privileged_people {
        0 => {}
        people if args.keep_roles => print_line(format_args!(
            "{people} of these people are admins or moderators"
        )),
        people => print_line(format_args!(
            "{people} admins or moderators became members, since --keep-roles was not given"
        )),
    }
    Ok(())
}
