//! `vestnik openapi`.

use std::io::Write as _;

use anyhow::Context as _;
use vestnik::config::{RealmList, Setting};
use vestnik::realms::Realms;

/// Arguments of `openapi`.
#[derive(clap::Args)]
pub struct Args {
    /// Applications to describe: a comma-separated list, or `all`
    // Not `REALMS`: the document must not depend on the settings of a server.
    #[arg(long = "of", default_value = "all", value_name = "LIST")]
    of: Setting<RealmList>,
    /// Describe `/v1/{realm}`, which is the same for every application
    #[arg(long, conflicts_with = "of")]
    native: bool,
}

/// Prints the OpenAPI document, and fails if it cannot be written completely.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let document = if args.native {
        vestnik::app::native_openapi()
    } else {
        vestnik::app::openapi(&args.of.get()?.among(&Realms::of_program(), "--of")?)
    };
    std::io::stdout()
        .write_all(document.as_bytes())
        .context("standard output")
}
