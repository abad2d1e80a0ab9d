//! The files of messages, of which the origin keeps a description as JSON.

use serde_json::{Value, json};
use uuid::Uuid;

use super::ids::Ids;
use crate::audit::portable::PersonKey;
use crate::domain::{InvalidName, check_given_name};

/// Characters of a name: `sql/migrations/V0009__attachments.sql`.
const MAX_CHARS: usize = 255;

/// A file as the origin describes it.
pub(super) struct DescribedFile {
    name: String,
    url: Option<String>,
}

impl DescribedFile {
    /// Reads a list of them: of objects with a name and an address, or of addresses.
    pub(super) fn list(attachments: Option<&Value>) -> Vec<Self> {
        let list = attachments.and_then(Value::as_array).into_iter().flatten();
        list.map(Self::of).collect()
    }

    fn of(described: &Value) -> Self {
        let field = |names: &[&str]| {
            let mut found = names.iter().filter_map(|name| described.get(name));
            found.find_map(Value::as_str).map(str::to_owned)
        };
        let url = field(&["url", "path", "href"]).or(described.as_str().map(str::to_owned));
        let name = field(&["name", "filename", "fileName", "original_name"]).or_else(|| {
            let path = url.as_deref()?.split(['?', '#']).next()?;
            path.rsplit('/').next().map(str::to_owned)
        });
        Self {
            name: clean(&name.unwrap_or_default()),
            url,
        }
    }

    /// The file in the payload of its message.
    pub(super) fn portable(&self, key: Uuid, owner: PersonKey) -> Value {
        json!({ "key": key, "name": self.name, "owner": owner })
    }

    /// How it is called in a message without a text.
    fn label(&self) -> String {
        match &self.url {
            Some(url) => format!("📎 {} {url}", self.name),
            None => format!("📎 {}", self.name),
        }
    }
}

/// The text of a message that has only files, whose content stays where it is.
pub(super) fn text_of(files: &[DescribedFile]) -> String {
    let labels: Vec<String> = files.iter().map(DescribedFile::label).collect();
    labels.join("\n")
}

/// The key of the file with this number in a message.
pub(super) fn key_of(ids: &Ids, message: &str, number: usize) -> Uuid {
    ids.event(&["file", message, &number.to_string()])
}

/// A name without what no name may have.
fn clean(name: &str) -> String {
    let mut name = name.to_owned();
    loop {
        match check_given_name(&name, MAX_CHARS) {
            Ok(()) => return name,
            Err(InvalidName::Invisible) => return "file".to_owned(),
            Err(InvalidName::TooLong(max)) => name = name.chars().take(max).collect(),
            Err(InvalidName::Character(character)) => name = name.replace(character, ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_of_any_kind_have_a_clean_name() {
        let described = json!([
            { "name": "отчёт.pdf", "url": "https://a.test/1" },
            { "url": "/uploads/photo%201.jpg?size=2" },
            "https://a.test/notes.txt",
            { "name": "a\u{202e}b\n.txt" },
            { "size": 3 },
            { "name": "я".repeat(300) },
        ]);
        let files = DescribedFile::list(Some(&described));
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let long = "я".repeat(255);
        let expected = [
            "отчёт.pdf",
            "photo%201.jpg",
            "notes.txt",
            "ab.txt",
            "file",
            &long,
        ];
        assert_eq!(names, expected);
        assert_eq!(text_of(&files[..1]), "📎 отчёт.pdf https://a.test/1");
        assert!(DescribedFile::list(None).is_empty());
        assert!(DescribedFile::list(Some(&json!({}))).is_empty());
    }
}
