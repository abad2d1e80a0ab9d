//! One JSON object a line.

use std::io::{self, Write};

use super::{Entry, Writer};

pub(super) struct Jsonl;

impl Writer for Jsonl {
    fn begin(&mut self, _: &mut dyn Write, _: i64) -> io::Result<()> {
        Ok(())
    }

    fn entry(&mut self, out: &mut dyn Write, entry: &Entry) -> io::Result<()> {
        serde_json::to_writer(&mut *out, entry)?;
        out.write_all(b"\n")
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
