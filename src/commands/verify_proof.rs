//! `vestnik verify-proof`.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use vestnik::audit::CheckedProof;

use super::kept_file::{read_bounded, read_seals};
use super::print_line;

/// Arguments of `verify-proof`.
#[derive(clap::Args)]
pub struct Args {
    /// Proof that `vestnik export --chat ID --proof` wrote
    #[arg(value_name = "FILE")]
    proof: PathBuf,
    /// Seals that were kept outside of the database, as `vestnik export --seals` writes them
    #[arg(long, value_name = "FILE")]
    seals: PathBuf,
}

/// Prints one line for each event that is not as it was sealed. Fails if there is any. Needs no database.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let kept = read_seals(&args.seals)?;
    let file = read_bounded(&args.proof)?;
    let checked = CheckedProof::of(&file, &kept);
    let checked = checked.with_context(|| args.proof.display().to_string())?;
    for finding in checked.findings.listed() {
        print_line(finding);
    }
    if checked.findings.unlisted() > 0 {
        print_line(format_args!("and {} more", checked.findings.unlisted()));
    }
    if checked.findings.count() == 0 {
        print_line(format_args!(
            "{} events of chat {} are as they were sealed, up to position {}, which was sealed at {}",
            checked.events, checked.chat_id, checked.last_position, checked.sealed_at
        ));
        print_line(format_args!("{} seals match", checked.matching_seals));
    }
    if checked.missing_texts > 0 {
        print_line(format_args!(
            "{} texts are not in the file: they were erased, or left out",
            checked.missing_texts
        ));
    }
    if let Some(not_sealed) = checked.not_sealed {
        print_line(super::not_in_proof(checked.chat_id, not_sealed));
    }
    match checked.findings.count() {
        0 => Ok(()),
        1 => bail!("1 difference found"),
        count => bail!("{count} differences found"),
    }
}
