//! Reads files that others may have written.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, ensure};
use vestnik::audit::{HEADER, Seal};

/// The greatest file that is read: ten million seals, or a chat of half a million events.
const MAX_BYTES: u64 = 1 << 30;

/// The text of a file.
pub(super) fn read_bounded(file: &Path) -> anyhow::Result<String> {
    let name = || file.display().to_string();
    let mut text = String::new();
    let opened = File::open(file).with_context(name)?;
    let mut limited = opened.take(MAX_BYTES + 1);
    let read = limited.read_to_string(&mut text).with_context(name)?;
    let is_whole = u64::try_from(read).is_ok_and(|read| read <= MAX_BYTES);
    ensure!(is_whole, "{}: it is greater than 1 GiB", name());
    Ok(text)
}

/// The seals of a file.
pub(super) fn read_seals(file: &Path) -> anyhow::Result<Vec<Seal>> {
    let name = || file.display().to_string();
    let text = read_bounded(file)?;
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && *line != HEADER);
    let seals: Result<Vec<Seal>, _> = lines.map(str::parse).collect();
    let seals = seals.with_context(name)?;
    // An empty file would look like a proof.
    ensure!(!seals.is_empty(), "{}: it contains no seal", name());
    Ok(seals)
}
