//! A self-contained page to read and to print: no scripts, no external resources.
//!
//! It is in the reader's language and time zone, and says which chat it is, who exported it and when, and up to
//! which position of the log.

use std::io::{self, Write};

use super::edition::{About, Edition, ExportedBy};
use super::writer::{Line, Writer, printable};
use crate::audit::entry::TextState;
use crate::audit::words::describe;
use crate::domain::{Language, Name};

pub(super) struct Html {
    edition: Edition,
    words: &'static Words,
    /// The day of the last line.
    day: String,
}

const HEAD: &str = r#"
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>"#;

const STYLE: &str = r#"</title>
<style>
@page { margin: 16mm 14mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt system-ui, sans-serif; color: #5b6673 } }
@media print { body { max-width: none; margin: 0; padding: 0 } p { break-inside: avoid } h2 { break-after: avoid } }
body { font: 16px/1.4 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1d2329; background: #fff }
h1 { font-size: 1.4rem; overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; font-size: .85rem; color: #5b6673 }
dd { margin: 0; overflow-wrap: anywhere }
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
"#;

/// The words of the page.
struct Words {
    chat: &'static str,
    exported: &'static str,
    times: &'static str,
    up_to: &'static str,
    seal: &'static str,
    content: &'static str,
    only_reported: &'static str,
    operator: &'static str,
    edited: &'static str,
    deleted: &'static str,
    erased: &'static str,
    reason: [&'static str; 2],
}

const RUSSIAN: Words = Words {
    chat: "Чат",
    exported: "Выгрузка",
    times: "Время в переписке",
    up_to: "Журнал",
    seal: "Печать",
    content: "Содержание",
    only_reported: "только то, что относится к сообщениям с жалобами",
    operator: "командой на сервере, пользователь базы данных",
    edited: "изменено",
    deleted: "удалено",
    erased: "стёрто",
    reason: ["«", "»"],
};

const ENGLISH: Words = Words {
    chat: "Chat",
    exported: "Exported",
    times: "Times",
    up_to: "Log",
    seal: "Seal",
    content: "Content",
    only_reported: "only what concerns reported messages",
    operator: "by a command on the server, database user",
    edited: "edited",
    deleted: "deleted",
    erased: "erased",
    reason: ["“", "”"],
};

impl Html {
    pub(super) fn new(edition: Edition) -> Self {
        Self {
            words: match edition.language {
                Language::Russian => &RUSSIAN,
                Language::English => &ENGLISH,
            },
            edition,
            day: String::new(),
        }
    }

    /// What the page says of itself: the chat, who exported it and when, and up to where.
    fn about(&self, about: &About) -> String {
        let (words, language) = (self.words, self.edition.language);
        let exported_by = match &self.edition.exported_by {
            ExportedBy::Operator => format!("{} {}", words.operator, about.database_user),
            ExportedBy::User(id, name) => {
                format!("{} ({})", name.clone().in_language(language), id.0)
            }
        };
        let (day, time) = (about.at.day_in(language), &about.at.time);
        let (id, head) = (about.chat_id, about.head);
        let chat = match (language, about.realm.as_deref().unwrap_or("?")) {
            (Language::Russian, realm) => format!("№ {id}, приложение {realm}"),
            (Language::English, realm) => format!("no. {id}, application {realm}"),
        };
        let up_to = match language {
            Language::Russian => format!("до позиции {head} включительно"),
            Language::English => format!("up to position {head}"),
        };
        let seal = about.seal.as_ref();
        let seal = seal.map(|(position, hash)| match language {
            Language::Russian => format!(
                "до позиции {position}: {hash}. Сверьте её с сохранённым файлом печатей; \
                 журнал по нему проверяет команда vestnik verify --seals"
            ),
            Language::English => format!(
                "up to position {position}: {hash}. Compare it with a kept file of seals; \
                 vestnik verify --seals checks the log by that file"
            ),
        });
        let content = about.only_reported.then(|| words.only_reported.to_owned());
        let rows = [
            (words.chat, Some(chat)),
            (
                words.exported,
                Some(format!("{day}, {time}; {exported_by}")),
            ),
            (words.times, Some(self.edition.time_zone.clone())),
            (words.up_to, Some(up_to)),
            (words.seal, seal),
            (words.content, content),
        ];
        let rows = rows.into_iter().filter_map(|(label, text)| {
            let text = escaped(&text?);
            Some(format!("<dt>{label}</dt><dd dir=\"auto\">{text}</dd>\n"))
        });
        rows.collect()
    }

    /// Writes a message, or an edit of one, with its text.
    fn text(&self, out: &mut dyn Write, line: &Line<'_>, state: TextState) -> io::Result<()> {
        let (entry, words) = (line.entry, self.words);
        let (actor, time) = (self.actor(line), time(line));
        let mark = match state {
            TextState::Shown => String::new(),
            TextState::Edited => mark("✎", words.edited),
            TextState::Deleted => mark("✕", words.deleted),
            TextState::Erased => mark("▒", words.erased),
        };
        // An edit has the id of its message.
        let id = entry.message_id().map_or(entry.position.0, |id| id.0);
        let edit = if entry.kind == "message_edited" {
            "✎ "
        } else {
            ""
        };
        let reply = entry.reply_to().map(|id| format!(" ↩ #{}", id.0));
        let reply = reply.unwrap_or_default();
        let text = escaped(entry.text.as_deref().unwrap_or_default());
        let files = entry.files.iter().map(|name| file(name.as_deref()));
        let files: String = files.collect();
        writeln!(
            out,
            "<p class=\"{}\">{actor} {time} <span class=\"id\">{edit}#{id}{reply}</span>{mark}\
             <span class=\"text\" dir=\"auto\">{text}</span>{files}</p>",
            state.as_str()
        )
    }

    /// Writes any other event.
    fn event(&self, out: &mut dyn Write, line: &Line<'_>) -> io::Result<()> {
        let entry = line.entry;
        let (actor, time) = (self.actor(line), time(line));
        let description = describe(entry, line.people, self.edition.language);
        let description = escaped(&description);
        // The text of a deleted message is at the message; the reason of a report is only here.
        let reason = entry.text.as_deref();
        let reason = reason.filter(|_| entry.kind == "message_reported");
        let [open, close] = self.words.reason;
        let reason = reason.map(|text| format!(": {open}{}{close}", escaped(text)));
        let reason = reason.unwrap_or_default();
        writeln!(
            out,
            "<p class=\"note\">{time} {actor} {description}{reason}</p>"
        )
    }

    /// The name, which is not unique, and the id.
    fn actor(&self, line: &Line<'_>) -> String {
        let Some(id) = line.entry.actor_id else {
            return String::new();
        };
        match line.people.at(id, line.entry.position).name {
            Name::Removed => format!("<b>({})</b>", id.0),
            name => {
                let name = escaped(&name.in_language(self.edition.language));
                format!("<b>{name}</b> <span class=\"id\">({})</span>", id.0)
            }
        }
    }
}

impl Writer for Html {
    fn begin(&mut self, out: &mut dyn Write, about: &About) -> io::Result<()> {
        let language = self.edition.language;
        let name = escaped(&about.name(language));
        let (tag, about) = (language.tag(), self.about(about));
        write!(
            out,
            "<!doctype html>\n<html lang=\"{tag}\">{HEAD}{name}{STYLE}\
             <h1 dir=\"auto\">{name}</h1>\n<dl>\n{about}</dl>\n"
        )
    }

    fn line(&mut self, out: &mut dyn Write, line: &Line<'_>) -> io::Result<()> {
        // Read marks are in the other formats; here they would hide the messages.
        if ["chat_read", "chat_read_again", "chat_marked_unread"].contains(&&*line.entry.kind) {
            return Ok(());
        }
        if line.at.day != self.day {
            line.at.day.clone_into(&mut self.day);
            writeln!(out, "<h2>{}</h2>", line.at.day_in(self.edition.language))?;
        }
        match line.entry.state {
            Some(state) => self.text(out, line, state),
            None => self.event(out, line),
        }
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</body>\n</html>\n")
    }
}

fn mark(sign: &str, word: &str) -> String {
    format!(" <span class=\"mark\">{sign} {word}</span>")
}

fn time(line: &Line<'_>) -> String {
    let (at, time) = (line.entry.at, &line.at.time);
    format!("<time datetime=\"{at}\">{time}</time>")
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
