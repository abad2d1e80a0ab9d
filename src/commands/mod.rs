//! The subcommands, a file each.

pub mod adopt;
pub mod check;
pub mod demo;
pub mod erase_user;
pub mod export;
mod export_proof;
mod export_seals;
pub mod hold;
pub mod import;
mod kept_file;
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
pub mod verify_proof;

use std::fmt::Display;
use std::io::Write as _;

use indicatif::{ProgressBar, ProgressStyle};
use vestnik::audit::NotSealed;

/// Writes a line to standard output. Ignores errors, because a closed pipe must not stop a
/// server.
fn print_line(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// What a proof of a chat lacks.
fn not_in_proof(chat_id: i64, not_sealed: NotSealed) -> String {
    let NotSealed {
        events,
        from_position,
        to_position,
    } = not_sealed;
    format!(
        "{events} events of chat {chat_id} at positions {from_position} to {to_position} were not sealed yet: \
         the file does not contain them"
    )
}

/// A progress bar, shown only on a terminal.
fn progress(label: &'static str, total: u64) -> ProgressBar {
    let style = "{msg} {bar:30} {human_pos} of {human_len}, {per_sec}, {eta} left";
    let style = ProgressStyle::with_template(style).expect("the template is valid");
    ProgressBar::new(total)
        .with_style(style)
        .with_message(label)
}
