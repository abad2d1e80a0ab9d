//! A self-contained page to read and to print: no scripts, no external resources.
//!
//! It contains few words of its own, so that readers of any language understand it: names, texts, times
//! in UTC, and marks for edited, deleted and erased texts.

use std::io::{self, Write};

use super::{Entry, Writer, printable};

#[derive(Default)]
pub(super) struct Html {
    day: String,
}

const HEAD: &str = r#"<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>"#;

const STYLE: &str = r"</title>
<style>
body { font: 16px/1.4 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1d2329; background: #fff }
h2 { font-size: .85rem; text-align: center; color: #5b6673; margin: 2rem 0 1rem }
p { margin: .6rem 0; overflow-wrap: anywhere }
time, .id { color: #5b6673; font-size: .8rem; font-variant-numeric: tabular-nums }
.text { white-space: pre-wrap; display: block }
.deleted .text, .edited .text { text-decoration: line-through; color: #5b6673 }
.mark { color: #b3261e; font-size: .8rem }
.file { display: block; font-size: .85rem }
.note { color: #5b6673; font-size: .85rem }
</style>
</head>
<body>
";

impl Writer for Html {
    fn begin(&mut self, out: &mut dyn Write, chat_id: i64) -> io::Result<()> {
        write!(out, "{HEAD}{chat_id}{STYLE}")
    }

    fn entry(&mut self, out: &mut dyn Write, entry: &Entry) -> io::Result<()> {
        // Read marks are in the other formats; here they would hide the messages.
        if entry.kind == "chat_read" {
            return Ok(());
        }
        let at = entry.at.to_string();
        let (day, _) = at.split_once('T').unwrap_or((&at, ""));
        if day != self.day {
            day.clone_into(&mut self.day);
            writeln!(out, "<h2>{day}</h2>")?;
        }
        match entry.state.as_deref() {
            Some(state) => write_text(out, entry, state),
            None => write_event(out, entry),
        }
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</body>\n</html>\n")
    }
}

/// Writes a message, or an edit of one, with its text.
fn write_text(out: &mut dyn Write, entry: &Entry, state: &str) -> io::Result<()> {
    let (actor, time) = (actor(entry), time(entry));
    let mark = match state {
        "edited" => " <span class=\"mark\">✎ edited · изменено</span>",
        "deleted" => " <span class=\"mark\">✕ deleted · удалено</span>",
        "erased" => " <span class=\"mark\">▒ erased · стёрто</span>",
        _ => "",
    };
    // An edit has the id of its message.
    let id = entry.message_id.unwrap_or(entry.position);
    let edit = if entry.kind == "message_edited" {
        "✎ "
    } else {
        ""
    };
    let reply = entry.reply_to.map(|id| format!(" ↩ #{id}"));
    let reply = reply.unwrap_or_default();
    let text = escaped(entry.text.as_deref().unwrap_or_default());
    let files = entry.files.iter().map(|name| file(name.as_deref()));
    let files: String = files.collect();
    writeln!(
        out,
        "<p class=\"{state}\"><b>{actor}</b> {time} <span class=\"id\">{edit}#{id}{reply}</span>{mark}\
         <span class=\"text\" dir=\"auto\">{text}</span>{files}</p>"
    )
}

/// Writes any other event.
fn write_event(out: &mut dyn Write, entry: &Entry) -> io::Result<()> {
    let (actor, time, description) = (actor(entry), time(entry), escaped(&entry.description));
    // The text of a deleted message is at the message; the reason of a report is only here.
    let reason = entry.text.as_deref();
    let reason = reason.filter(|_| entry.kind == "message_reported");
    let reason = reason.map(|text| format!(": “{}”", escaped(text)));
    let reason = reason.unwrap_or_default();
    writeln!(
        out,
        "<p class=\"note\">{time} {actor} {description}{reason}</p>"
    )
}

fn time(entry: &Entry) -> String {
    let at = entry.at.to_string();
    let time = at.split_once('T').and_then(|(_, time)| time.get(..5));
    let time = time.unwrap_or_default();
    format!("<time datetime=\"{at}\">{time}</time>")
}

fn actor(entry: &Entry) -> String {
    match (&entry.actor, entry.actor_id) {
        (Some(name), _) => escaped(name),
        (None, Some(id)) => format!("({id})"),
        (None, None) => String::new(),
    }
}

/// A file of a message.
fn file(name: Option<&str>) -> String {
    let name = name.map_or_else(|| "—".to_owned(), escaped);
    format!(" <span class=\"file\" dir=\"auto\">📎 {name}</span>")
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in printable(text) {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_text_becomes_markup() {
        let text = "<img src=x onerror='a()'> & \"да\"";
        let safe = "&lt;img src=x onerror=&#39;a()&#39;&gt; &amp; &quot;да&quot;";
        assert_eq!(escaped(text), safe);
    }

    #[test]
    fn control_characters_are_left_out() {
        assert_eq!(escaped("a\u{1b}[2J\r\n\u{9b}b"), "a[2J\nb");
    }
}
