//! `vestnik openapi`.

use std::io::Write as _;

use anyhow::Context as _;

/// Prints the OpenAPI document. Whoever writes it to a file learns when that failed.
pub fn run() -> anyhow::Result<()> {
    std::io::stdout()
        .write_all(vestnik::app::openapi().as_bytes())
        .context("standard output")
}
