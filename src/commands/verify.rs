//! `vestnik verify`.

use std::path::PathBuf;

use anyhow::{Context as _, bail, ensure};
use vestnik::app::OpenDatabase;
use vestnik::audit::{Finding, HEADER, ReadModelReplay, Seal, Seals};
use vestnik::config::DatabaseArgs;
use vestnik::db::Error;

use super::{print_line, progress};

/// Arguments of `verify`.
#[derive(clap::Args)]
pub struct Args {
    /// Compare with seals exported by `vestnik export --seals`
    #[arg(long, value_name = "FILE")]
    seals: Option<PathBuf>,
}

/// Prints one line for each difference. Fails if there is any.
pub async fn run(args: &DatabaseArgs, verify: &Args) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = verify_all(&database, verify).await;
    database.close().await;
    match outcome? {
        0 => Ok(()),
        1 => bail!("1 difference found"),
        count => bail!("{count} differences found"),
    }
}

/// Returns the number of differences.
async fn verify_all(database: &OpenDatabase, verify: &Args) -> anyhow::Result<usize> {
    let mut differences = verify_read_model(database).await?;
    let seals = Seals::open(&database.owner).await?;
    differences += verify_seals(&seals).await?;
    if let Some(file) = &verify.seals {
        let exported = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let compared = compare_exported(&seals, &exported).await;
        differences += compared.with_context(|| file.display().to_string())?;
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
