//! Comma-separated values (RFC 4180) in UTF-8.

use std::io::{self, Write};

use super::edition::About;
use super::writer::{Line, Writer, printable};
use crate::audit::entry::{Entry, TextState};
use crate::domain::Name;

pub(super) struct Csv;

impl Writer for Csv {
    fn begin(&mut self, out: &mut dyn Write, _: &About) -> io::Result<()> {
        // Spreadsheets recognise UTF-8 by the byte order mark.
        out.write_all(
            "\u{feff}position,at,kind,actor_id,actor,description,text,state,message_id,reply_to\r\n"
                .as_bytes(),
        )
    }

    fn line(&mut self, out: &mut dyn Write, line: &Line<'_>) -> io::Result<()> {
        let entry = line.entry;
        let actor = entry
            .actor_id
            .map(|id| line.people.at(id, entry.position).name);
        let actor = actor.as_ref().map(Name::to_string).unwrap_or_default();
        let fields = [
            entry.position.0.to_string(),
            entry.at.to_string(),
            entry.kind.clone(),
            number(entry.actor_id.map(|id| id.0)),
            field(&actor),
            field(&entry.description),
            field(entry.text.as_deref().unwrap_or_default()),
            entry.state.map_or("", TextState::as_str).to_owned(),
            number(message_id(entry)),
            number(reply_to(entry)),
        ];
        write!(out, "{}\r\n", fields.join(","))
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// The message that was sent, edited or deleted.
fn message_id(entry: &Entry) -> Option<i64> {
    let is_its_text = matches!(
        entry.kind.as_str(),
        "message_sent" | "message_edited" | "message_deleted"
    );
    entry.message_id().filter(|_| is_its_text).map(|id| id.0)
}

fn reply_to(entry: &Entry) -> Option<i64> {
    let is_sent = entry.kind == "message_sent";
    entry.reply_to().filter(|_| is_sent).map(|id| id.0)
}

fn number(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// Characters that start a formula in spreadsheets, full-width ones included.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// Characters that may start a new field: some spreadsheets split at `;` or tabs despite quotes.
const SEPARATORS: [char; 3] = [';', '\t', '\n'];

/// A field with user content. An apostrophe before formulas keeps spreadsheets from running them;
/// the JSON format has the unchanged text.
fn field(text: &str) -> String {
    let mut field = String::with_capacity(text.len() + 2);
    field.push('"');
    let mut is_beginning = true;
    for character in printable(text) {
        if is_beginning && FORMULA.contains(&character) {
            field.push('\'');
        }
        is_beginning = SEPARATORS.contains(&character) || is_beginning && character == ' ';
        if character == '"' {
            field.push('"');
        }
        field.push(character);
    }
    field.push('"');
    field
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

    #[test]
    fn a_formula_after_a_separator_cannot_be_run() {
        assert_eq!(field("a;=1+1"), "\"a;'=1+1\"");
        assert_eq!(field("a\t-1"), "\"a\t'-1\"");
        assert_eq!(field("a\n+1;@b"), "\"a\n'+1;'@b\"");
        assert_eq!(field("a\r\n=1"), "\"a\n'=1\"");
        assert_eq!(field(" ; =1"), "\" ; '=1\"");
        assert_eq!(field("＝1"), "\"'＝1\"");
    }

    #[test]
    fn control_characters_are_left_out() {
        assert_eq!(field("\u{1b}[2J\u{0}\u{7f}\u{9b}=1"), "\"[2J=1\"");
        assert_eq!(field("\u{1b}=1"), "\"'=1\"");
    }
}
