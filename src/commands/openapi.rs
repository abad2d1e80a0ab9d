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
    /// Describe `/v1/{realm}`, which is the same for every application
    #[arg(long, conflicts_with = "of")]
    native: bool,
}

/// Prints the OpenAPI document, and fails if it cannot be written completely.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let document = if args.native {
        vestnik::app::native_openapi()
    } else {
        vestnik::app::openapi(&args.of.get()?)
    };
    std::io::stdout()
        .write_all(document.as_bytes())
        .context("standard output")
}
