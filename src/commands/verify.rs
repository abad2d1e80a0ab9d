//! `vestnik verify`.

use std::path::PathBuf;

use anyhow::{Context as _, bail, ensure};
use vestnik::app::OpenDatabase;
use vestnik::audit::{Finding, HEADER, ReadModelReplay, Seal, Seals};
use vestnik::config::DatabaseArgs;
use vestnik::db::Error;

use super::{progress, say};

/// Arguments of `verify`.
#[derive(clap::Args)]
pub struct Args {
    /// Compare with seals exported by `vestnik export --checkpoints`
    #[arg(long, value_name = "FILE")]
    checkpoints: Option<PathBuf>,
}

/// Prints each difference on a line. Fails if there is any.
pub async fn run(args: &DatabaseArgs, verify: &Args) -> anyhow::Result<()> {
    let database = OpenDatabase::attach(&args.database()?, &args.data_dir).await?;
    let outcome = look(&database, verify).await;
    database.close().await;
    match outcome? {
        0 => Ok(()),
        1 => bail!("1 difference found"),
        wrong => bail!("{wrong} differences found"),
    }
}

async fn look(database: &OpenDatabase, verify: &Args) -> anyhow::Result<usize> {
    let mut wrong = read_model(database).await?;
    let seals = Seals::open(&database.owner).await?;
    wrong += sealed(&seals).await?;
    if let Some(file) = &verify.checkpoints {
        let kept = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let compared = kept_elsewhere(&seals, &kept).await;
        wrong += compared.with_context(|| file.display().to_string())?;
    }
    Ok(wrong)
}

async fn read_model(database: &OpenDatabase) -> anyhow::Result<usize> {
    let (findings, head) = ReadModelReplay::undisturbed(async || compare(database).await).await?;
    for finding in &findings {
        say(finding);
    }
    if findings.is_empty() {
        say(format_args!(
            "the read model matches the log of {head} events"
        ));
    }
    Ok(findings.len())
}

/// The differences of the read model, and the number of events compared.
async fn compare(database: &OpenDatabase) -> Result<(Vec<Finding>, u64), Error> {
    let mut derivation = ReadModelReplay::begin(&database.owner).await?;
    let bar = progress("Deriving", derivation.head().await?);
    loop {
        let (reached, is_all) = derivation.advance().await?;
        bar.set_position(reached);
        if is_all {
            break;
        }
    }
    bar.set_message("Comparing");
    let findings = derivation.findings().await?;
    bar.finish_and_clear();
    Ok((findings, derivation.head().await?))
}

/// Verifies all sealed ranges; stops at the first mismatch.
async fn sealed(seals: &Seals) -> anyhow::Result<usize> {
    let mut reached = 0;
    while let Some((to, wrong)) = seals.check_after(reached).await? {
        if let Some(wrong) = wrong {
            say(wrong);
            return Ok(1);
        }
        reached = to;
    }
    say(format_args!(
        "the log matches its seals up to position {reached}"
    ));
    Ok(0)
}

async fn kept_elsewhere(seals: &Seals, kept: &str) -> anyhow::Result<usize> {
    let lines = kept
        .lines()
        .filter(|line| !line.is_empty() && *line != HEADER);
    let (mut wrong, mut same) = (0, 0);
    for line in lines {
        let seal: Seal = line.parse()?;
        match seals.compare(&seal).await? {
            Some(what) => {
                say(format_args!("position {}: {what}", seal.to));
                wrong += 1;
            }
            None => same += 1,
        }
    }
    // An empty file would look like a proof.
    ensure!(wrong + same > 0, "it contains no seal");
    say(format_args!("{same} exported seals match"));
    Ok(wrong)
}
