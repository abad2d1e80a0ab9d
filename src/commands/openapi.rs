//! `vestnik openapi`.

use std::io::Write as _;

use anyhow::Context as _;
use vestnik::config::Setting;
use vestnik::domain::Realm;

/// Arguments of `openapi`.
#[derive(clap::Args)]
pub struct Args {
    /// Applications to describe: a comma-separated list, or `all`
    // Not `REALMS`: the document must not depend on the settings of a server.
    #[arg(long = "of", default_value = "all", value_name = "LIST")]
    of: Setting<Vec<Realm>>,
}

/// Prints the OpenAPI document, and fails if it cannot be written completely.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let realms = args.of.get()?;
    std::io::stdout()
        .write_all(vestnik::app::openapi(&realms).as_bytes())
        .context("standard output")
}
