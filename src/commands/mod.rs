//! The subcommands, a file each.

pub mod demo;
pub mod migrate;
pub mod openapi;
pub mod serve;
pub mod token;
pub mod user;

use std::fmt::Display;
use std::io::Write as _;

/// Writes a line for whoever looks. Nobody may: a reader that has gone is no reason for a
/// server to stop.
fn say(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
