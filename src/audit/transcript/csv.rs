//! Comma-separated values as RFC 4180 has them, in UTF-8.

use std::io::{self, Write};

use super::{Entry, Writer};

pub(super) struct Csv;

impl Writer for Csv {
    fn begin(&mut self, out: &mut dyn Write, _: i64) -> io::Result<()> {
        // Without a byte order mark spreadsheets take it for something older than UTF-8.
        out.write_all(
            "\u{feff}position,at,kind,actor_id,actor,what,text,state,message_id,reply_to\r\n"
                .as_bytes(),
        )
    }

    fn entry(&mut self, out: &mut dyn Write, entry: &Entry) -> io::Result<()> {
        let fields = [
            entry.position.to_string(),
            entry.at.to_string(),
            entry.kind.clone(),
            number(entry.actor_id),
            field(entry.actor.as_deref().unwrap_or_default()),
            field(&entry.what),
            field(entry.text.as_deref().unwrap_or_default()),
            entry.state.clone().unwrap_or_default(),
            number(entry.message_id),
            number(entry.reply_to),
        ];
        write!(out, "{}\r\n", fields.join(","))
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn number(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// A field that people wrote. A spreadsheet would run one that begins like a formula, so it
/// gets an apostrophe before it; who needs texts to the letter takes the other formats.
fn field(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_field_cannot_break_out_nor_be_run() {
        assert_eq!(field("a \"b\", c\nd"), "\"a \"\"b\"\", c\nd\"");
        assert_eq!(field("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(field("1-2=3"), "\"1-2=3\"");
        assert_eq!(field(""), "\"\"");
    }
}
