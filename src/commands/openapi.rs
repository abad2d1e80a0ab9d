//! `vestnik openapi`.

use std::io::Write as _;

use anyhow::Context as _;
use vestnik::config;

/// Settings of `openapi`.
#[derive(clap::Args)]
pub struct Args {
    /// Applications to describe: a comma-separated list, or `all`
    // REALMS says what a server serves; the document is the same whatever the settings.
    #[arg(long = "of", default_value = "all", value_name = "LIST")]
    of: String,
}

/// Prints the OpenAPI document. Whoever writes it to a file learns when that failed.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let realms = config::realms(&args.of)?;
    std::io::stdout()
        .write_all(vestnik::app::openapi(&realms).as_bytes())
        .context("standard output")
}
