//! `vestnik verify`.

use std::path::PathBuf;

use anyhow::{Context as _, bail, ensure};
use vestnik::app::OpenDatabase;
use vestnik::audit::{Finding, HEADER, ReadModelReplay, Seal, Seals, SentFiles};
use vestnik::config::{DatabaseArgs, StorageArgs};
use vestnik::db::Error;
use vestnik::files::Storage;

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

/// Returns the number of differences.
async fn verify_all(
    database: &OpenDatabase,
    verify: &Args,
    storage: Option<Storage>,
) -> anyhow::Result<usize> {
    let mut differences = verify_read_model(database).await?;
    let seals = Seals::open(&database.owner).await?;
    differences += verify_seals(&seals).await?;
    if let Some(file) = &verify.seals {
        let exported = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let compared = compare_exported(&seals, &exported).await;
        differences += compared.with_context(|| file.display().to_string())?;
    }
    if let Some(storage) = storage {
        let files = SentFiles::open(&database.owner, storage).await?;
        differences += verify_files(files).await?;
    }
    Ok(differences)
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

/// Verifies all sealed ranges; stops at the first mismatch. The desk shows what it found.
async fn verify_seals(seals: &Seals) -> anyhow::Result<usize> {
    let mut reached = 0;
    while let Some(seal) = seals.check_after(reached).await? {
        if let Some(finding) = seal.finding {
            print_line(&finding);
            seals.record_proof(reached, Some(&finding)).await?;
            return Ok(1);
        }
        reached = seal.to;
    }
    // Without a seal nothing is proved.
    if reached > 0 {
        seals.record_proof(reached, None).await?;
    }
    print_line(format_args!(
        "the log matches its seals up to position {reached}"
    ));
    Ok(0)
}

/// Compares the seals of the log with exported ones; returns the number of differences.
async fn compare_exported(seals: &Seals, exported: &str) -> anyhow::Result<usize> {
    let lines = exported
        .lines()
        .filter(|line| !line.is_empty() && *line != HEADER);
    let (mut differences, mut same) = (0, 0);
    for line in lines {
        let seal: Seal = line.parse()?;
        match seals.compare(&seal).await? {
            Some(difference) => {
                print_line(format_args!("position {}: {difference}", seal.to));
                differences += 1;
            }
            None => same += 1,
        }
    }
    // An empty file would look like a proof.
    ensure!(differences + same > 0, "it contains no seal");
    print_line(format_args!("{same} exported seals match"));
    Ok(differences)
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
    if files.without_digest() > 0 {
        print_line(format_args!(
            "of {} files the log says only the name, since they were imported without content",
            files.without_digest()
        ));
    }
    Ok(differences)
}
