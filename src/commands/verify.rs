//! `vestnik verify`.

use std::path::PathBuf;

use anyhow::bail;
use vestnik::app::OpenDatabase;
use vestnik::audit::{Finding, LogVerifier, ReadModelReplay, Seal, Seals, SentFiles, Verified};
use vestnik::config::{DatabaseArgs, StorageArgs};
use vestnik::db::Error;
use vestnik::files::Storage;

use super::kept_file::read_seals;
use super::{print_line, progress};

/// Arguments of `verify`.
#[derive(clap::Args)]
pub struct Args {
    /// Compare with seals exported by `vestnik export --seals`
    #[arg(long, value_name = "FILE")]
    seals: Option<PathBuf>,
    /// Compare stored files with what the log says was sent; reads all of them
    #[arg(long)]
    files: bool,
    #[command(flatten)]
    storage: StorageArgs,
}

/// Prints one line for each difference. Fails if there is any.
pub async fn run(args: &DatabaseArgs, verify: &Args) -> anyhow::Result<()> {
    let storage = if verify.files {
        let url = verify.storage.url(&args.data_dir)?;
        Some(Storage::open(&url, None)?)
    } else {
        None
    };
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = verify_all(&database, verify, storage).await;
    database.close().await;
    match outcome? {
        0 => Ok(()),
        1 => bail!("1 difference found"),
        count => bail!("{count} differences found"),
    }
}

/// Returns the number of differences. The log comes first: it is verified without the routines of the
/// database, which verify the read model.
async fn verify_all(
    database: &OpenDatabase,
    verify: &Args,
    storage: Option<Storage>,
) -> anyhow::Result<usize> {
    let exported = verify.seals.as_deref().map(read_seals).transpose()?;
    let mut differences = verify_log(database, exported.as_deref()).await?;
    differences += verify_read_model(database).await?;
    if let Some(storage) = storage {
        let files = SentFiles::open(&database.owner, storage).await?;
        differences += verify_files(files).await?;
    }
    Ok(differences)
}

/// Verifies the events against their seals, and these against the exported ones. The desk shows the result.
async fn verify_log(database: &OpenDatabase, exported: Option<&[Seal]>) -> anyhow::Result<usize> {
    let verifier = LogVerifier::open(&database.owner).await?;
    let bar = progress("Hashing", u64::try_from(verifier.head().await?)?);
    let show = |position: i64| bar.set_position(u64::try_from(position).unwrap_or_default());
    let verified = verifier.run(exported.unwrap_or_default(), show).await?;
    bar.finish_and_clear();
    report(&verified, exported.is_some());
    let first = verified.findings.listed().first();
    let problem = first.map(|finding| finding.problem.as_str());
    // Without a seal nothing is proved.
    if problem.is_some() || verified.sealed_to > 0 {
        let found_at = first.and_then(|finding| finding.position);
        let seals = Seals::open(&database.owner).await?;
        seals
            .record_proof(verified.sealed_to, found_at, problem)
            .await?;
    }
    Ok(verified.findings.count())
}

fn report(verified: &Verified, has_exported: bool) {
    for finding in verified.findings.listed() {
        print_line(finding);
    }
    if verified.findings.unlisted() > 0 {
        print_line(format_args!("and {} more", verified.findings.unlisted()));
    }
    if verified.findings.count() == 0 {
        let (sealed, head) = (verified.sealed_to, verified.head);
        print_line(format_args!(
            "the log matches its seals up to position {sealed} of {head}"
        ));
    }
    if has_exported {
        let matching = verified.matching_seals;
        print_line(format_args!("{matching} exported seals match"));
    }
    let tables: Vec<_> = LogVerifier::tables().collect();
    print_line(format_args!(
        "read as plain tables, hashed by this program: {}",
        tables.join(", ")
    ));
}

async fn verify_read_model(database: &OpenDatabase) -> anyhow::Result<usize> {
    let (findings, head) = ReadModelReplay::with_retries(async || compare(database).await).await?;
    for finding in &findings {
        print_line(finding);
    }
    if findings.is_empty() {
        print_line(format_args!(
            "the read model matches the log of {head} events"
        ));
    }
    Ok(findings.len())
}

/// The differences of the read model, and the number of events compared.
async fn compare(database: &OpenDatabase) -> Result<(Vec<Finding>, u64), Error> {
    let mut replay = ReadModelReplay::begin(&database.owner).await?;
    let bar = progress("Replaying", replay.head().await?);
    loop {
        let progress = replay.advance().await?;
        bar.set_position(progress.position);
        if progress.is_at_head {
            break;
        }
    }
    bar.set_message("Comparing");
    let findings = replay.findings().await?;
    bar.finish_and_clear();
    Ok((findings, replay.head().await?))
}

/// Compares stored files with those that were sent; returns the number of differences.
async fn verify_files(mut files: SentFiles) -> anyhow::Result<usize> {
    let mut differences = 0;
    while let Some(findings) = files.next().await? {
        for finding in &findings {
            print_line(finding);
        }
        differences += findings.len();
    }
    print_line(format_args!(
        "{} files are as they were sent",
        files.checked()
    ));
    if files.without_content() > 0 {
        print_line(format_args!(
            "{} files of imported messages are not here: only their names were imported",
            files.without_content()
        ));
    }
    Ok(differences)
}
