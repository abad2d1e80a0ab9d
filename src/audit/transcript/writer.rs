//! What the formats of an export have in common.

use std::io::{self, Write};

use crate::audit::entry::Entry;
use crate::audit::people::People;
use crate::audit::transcript::edition::{About, LocalTime};

/// An event with what a line about it names.
pub(super) struct Line<'a> {
    pub(super) entry: &'a Entry,
    pub(super) at: &'a LocalTime,
    pub(super) people: &'a People,
}

/// Writes entries in one format.
pub(super) trait Writer {
    fn begin(&mut self, out: &mut dyn Write, about: &About) -> io::Result<()>;
    fn line(&mut self, out: &mut dyn Write, line: &Line<'_>) -> io::Result<()>;
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// A text without control characters other than tab and line feed, because terminals and
/// spreadsheets may act on them. A portable export has the unchanged text.
pub(super) fn printable(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|character| matches!(character, '\t' | '\n') || !character.is_control())
}
