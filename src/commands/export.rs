//! `vestnik export`.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;
use tempfile::NamedTempFile;
use vestnik::app::OpenDatabase;
use vestnik::audit::{self, HEADER, PortableExport, Seals, Transcript};
use vestnik::config::DatabaseArgs;
use vestnik::domain::Realm;

/// Seals per query.
const PAGE: i64 = 1_000;

/// Arguments of `export`.
#[derive(clap::Args)]
pub struct Args {
    /// Export all events of this chat, deleted messages included
    #[arg(long, value_name = "ID", required_unless_present_any = ["seals", "all"])]
    chat: Option<i64>,
    /// Export all events of all chats, as JSON lines
    #[arg(long, conflicts_with = "chat")]
    all: bool,
    /// Export those of one application only
    #[arg(long, requires = "all", value_name = "NAME")]
    realm: Option<Realm>,
    /// Export the seals of the log, to store them outside of the database
    #[arg(long, conflicts_with_all = ["chat", "all"])]
    seals: bool,
    /// Format of a chat
    #[arg(long, value_enum, default_value_t = Format::Jsonl, conflicts_with_all = ["seals", "all"])]
    format: Format,
    /// Output file [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One JSON object a line, for `vestnik import`
    Jsonl,
    /// For spreadsheets
    Csv,
    /// A page to read and to print
    Html,
}

/// Writes the export. A file appears when it is complete.
pub async fn run(args: &DatabaseArgs, export: &Args) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = match &export.output {
        None => write(&database, export, &mut BufWriter::new(io::stdout())).await,
        Some(file) => write_file(&database, export, file).await,
    };
    database.close().await;
    outcome
}

async fn write_file(database: &OpenDatabase, export: &Args, file: &Path) -> anyhow::Result<()> {
    // Replaces the target of a link, not the link.
    let target = file.canonicalize();
    let file = target.as_deref().unwrap_or(file);
    if file.metadata().is_ok_and(|existing| !existing.is_file()) {
        return write_in_place(database, export, file).await;
    }
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut unfinished =
        NamedTempFile::new_in(folder).with_context(|| folder.display().to_string())?;
    let mut out = BufWriter::new(unfinished.as_file_mut());
    write(database, export, &mut out).await?;
    drop(out);
    let named = unfinished.persist(file);
    named.with_context(|| file.display().to_string())?;
    Ok(())
}

/// Writes into a pipe or a device, which must not be replaced.
async fn write_in_place(database: &OpenDatabase, export: &Args, file: &Path) -> anyhow::Result<()> {
    let opened = OpenOptions::new().write(true).open(file);
    let mut out = BufWriter::new(opened.with_context(|| file.display().to_string())?);
    write(database, export, &mut out).await?;
    out.flush().with_context(|| file.display().to_string())
}

async fn write(
    database: &OpenDatabase,
    export: &Args,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let owner = &database.owner;
    match (export.chat, export.format) {
        (None, _) if export.all => {
            let portable = PortableExport::of_log(owner, export.realm).await?;
            portable.write(out).await?;
        }
        (None, _) => write_seals(&Seals::open(owner).await?, out).await?,
        (Some(chat_id), Format::Jsonl) => {
            let portable = PortableExport::of_chat(owner, chat_id).await?;
            portable.write(out).await?;
        }
        (Some(chat_id), Format::Csv) => {
            let transcript = Transcript::open(owner, chat_id).await?;
            transcript.write(audit::Format::Csv, out).await?;
        }
        (Some(chat_id), Format::Html) => {
            let transcript = Transcript::open(owner, chat_id).await?;
            transcript.write(audit::Format::Html, out).await?;
        }
    }
    Ok(())
}

async fn write_seals(seals: &Seals, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    writeln!(out, "{HEADER}")?;
    let mut after = 0;
    loop {
        let page = seals.after(after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(out.flush()?);
        };
        after = last.to;
        for seal in &page {
            writeln!(out, "{seal}")?;
        }
    }
}
