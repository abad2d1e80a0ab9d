//! The subcommands, a file each.

pub mod adopt;
pub mod check;
pub mod demo;
pub mod erase_user;
pub mod export;
mod export_seals;
pub mod hold;
pub mod import;
pub mod key;
pub mod migrate;
pub mod openapi;
pub mod outbox;
pub mod rebuild;
pub mod replay;
pub mod serve;
pub mod token;
pub mod user;
pub mod verify;

use std::fmt::Display;
use std::io::Write as _;

use indicatif::{ProgressBar, ProgressStyle};

/// Writes a line to standard output. Ignores errors, because a closed pipe must not stop a
/// server.
fn print_line(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A progress bar, shown only on a terminal.
fn progress(label: &'static str, total: u64) -> ProgressBar {
    let style = "{msg} {bar:30} {human_pos} of {human_len}, {per_sec}, {eta} left";
    let style = ProgressStyle::with_template(style).expect("the template is valid");
    ProgressBar::new(total)
        .with_style(style)
        .with_message(label)
}
