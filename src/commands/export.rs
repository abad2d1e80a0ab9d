//! `vestnik export`.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{ArgAction, ValueEnum};
use tempfile::NamedTempFile;
use vestnik::app::OpenDatabase;
use vestnik::audit::{self, Edition, ExportedBy, FileExport, PortableExport, Transcript};
use vestnik::config::{DatabaseArgs, StorageArgs};
use vestnik::domain::{Language, Realm};
use vestnik::files::Storage;

use super::{export_proof, export_seals};

/// Arguments of `export`.
#[derive(clap::Args)]
pub struct Args {
    /// Export all events of this chat, deleted messages included
    #[arg(long, value_name = "ID", required_unless_present_any = ["seals", "all", "proof_checker"])]
    chat: Option<i64>,
    /// Export all events of all chats, as JSON lines
    #[arg(long, conflicts_with = "chat")]
    all: bool,
    /// Export those of one application only
    #[arg(long, requires = "all", value_name = "NAME")]
    realm: Option<Realm>,
    /// Export the seals of the log, to store them outside of the database. A file that has seals is
    /// continued, unless the log contradicts it
    #[arg(long, num_args = 0..=1, action = ArgAction::Set, value_name = "FILE")]
    #[arg(conflicts_with_all = ["chat", "all"])]
    seals: Option<Vec<PathBuf>>,
    /// Format of a chat
    #[arg(long, value_enum, default_value_t = Format::Jsonl, conflicts_with_all = ["seals", "all"])]
    format: Format,
    /// Export the chat as a proof, which `vestnik verify-proof` checks without a database
    #[arg(long, requires = "chat", conflicts_with_all = ["seals", "all", "format", "files"])]
    proof: bool,
    /// Write a page that checks such proofs in a browser, without a server and a network
    #[arg(long, value_name = "FILE", conflicts_with_all = ["chat", "seals", "all", "output"])]
    proof_checker: Option<PathBuf>,
    /// Export the content of files too, into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "seals")]
    files: Option<PathBuf>,
    /// Language of an HTML page
    #[arg(long, value_enum, default_value_t = Lang::Ru, value_name = "LANG")]
    lang: Lang,
    /// Time zone of an HTML page, by its name in the IANA database
    #[arg(long, default_value = "UTC", value_name = "ZONE")]
    time_zone: String,
    #[command(flatten)]
    storage: StorageArgs,
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

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    Ru,
    En,
}

/// Writes the export. A file appears when it is complete.
pub async fn run(args: &DatabaseArgs, export: &Args) -> anyhow::Result<()> {
    if let Some(file) = &export.proof_checker {
        return export_proof::write_checker(file);
    }
    let names_file = export.seals.as_ref().is_some_and(|seals| !seals.is_empty());
    if names_file && export.output.is_some() {
        bail!("--seals names the file already; leave out --output");
    }
    if export.files.is_some() && !matches!(export.format, Format::Jsonl) {
        bail!("--files needs --format jsonl");
    }
    let files = open_files(args, export)?;
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    if let Some(seals) = &export.seals {
        let outcome = match seals.first().or(export.output.as_ref()) {
            None => export_seals::print(&database).await,
            Some(file) => export_seals::continue_file(&database, file).await,
        };
        database.close().await;
        return outcome;
    }
    let outcome = match &export.output {
        None => write(&database, export, files, &mut BufWriter::new(io::stdout())).await,
        Some(file) => write_file(&database, export, files, file).await,
    };
    database.close().await;
    match outcome? {
        0 => Ok(()),
        missing => bail!("the storage lacks {missing} files; they are exported by name only"),
    }
}

fn open_files(args: &DatabaseArgs, export: &Args) -> anyhow::Result<Option<FileExport>> {
    let Some(folder) = &export.files else {
        return Ok(None);
    };
    let storage = Storage::open(&export.storage.url(&args.data_dir)?, None)?;
    let files = FileExport::new(storage, folder);
    Ok(Some(files.with_context(|| folder.display().to_string())?))
}

/// Returns the number of files that the storage lacks, as all functions below do.
async fn write_file(
    database: &OpenDatabase,
    export: &Args,
    files: Option<FileExport>,
    file: &Path,
) -> anyhow::Result<u64> {
    // Replaces the target of a link, not the link.
    let target = file.canonicalize();
    let file = target.as_deref().unwrap_or(file);
    if file.metadata().is_ok_and(|existing| !existing.is_file()) {
        return write_in_place(database, export, files, file).await;
    }
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut unfinished =
        NamedTempFile::new_in(folder).with_context(|| folder.display().to_string())?;
    let mut out = BufWriter::new(unfinished.as_file_mut());
    let missing = write(database, export, files, &mut out).await?;
    drop(out);
    let named = unfinished.persist(file);
    named.with_context(|| file.display().to_string())?;
    Ok(missing)
}

/// Writes into a pipe or a device, which must not be replaced.
async fn write_in_place(
    database: &OpenDatabase,
    export: &Args,
    files: Option<FileExport>,
    file: &Path,
) -> anyhow::Result<u64> {
    let opened = OpenOptions::new().write(true).open(file);
    let mut out = BufWriter::new(opened.with_context(|| file.display().to_string())?);
    let missing = write(database, export, files, &mut out).await?;
    out.flush().with_context(|| file.display().to_string())?;
    Ok(missing)
}

async fn write(
    database: &OpenDatabase,
    export: &Args,
    files: Option<FileExport>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<u64> {
    let owner = &database.owner;
    if let (Some(chat_id), true) = (export.chat, export.proof) {
        export_proof::write(database, chat_id, out).await?;
        return Ok(0);
    }
    match (export.chat, export.format) {
        (None, _) => {
            let portable = PortableExport::of_log(owner, export.realm).await?;
            return write_portable(portable, files, out).await;
        }
        (Some(chat_id), Format::Jsonl) => {
            let portable = PortableExport::of_chat(owner, chat_id).await?;
            return write_portable(portable, files, out).await;
        }
        (Some(chat_id), Format::Csv) => {
            let transcript = Transcript::open(owner, chat_id, audit::Format::Csv);
            transcript.await?.write(out).await?;
        }
        (Some(chat_id), Format::Html) => {
            let transcript = Transcript::open(owner, chat_id, audit::Format::Html(edition(export)));
            transcript.await?.write(out).await?;
        }
    }
    Ok(0)
}

fn edition(export: &Args) -> Edition {
    Edition {
        language: match export.lang {
            Lang::Ru => Language::Russian,
            Lang::En => Language::English,
        },
        time_zone: export.time_zone.clone(),
        exported_by: ExportedBy::Operator,
    }
}

async fn write_portable(
    mut portable: PortableExport,
    files: Option<FileExport>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<u64> {
    if let Some(files) = files {
        portable = portable.with_files(files);
    }
    Ok(portable.write(out).await?.missing_files)
}
