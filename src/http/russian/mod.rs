//! The Russian sentences of problems. The English ones stand where something is refused, with what they name.
//!
//! [`PHRASES`] translates those that say more than their code; for all others [`CODES`] has a sentence. A phrase that
//! is changed where it stands is one of the others until it is changed here too: the tests find it.

mod codes;
mod phrases;

use std::borrow::Cow;

use self::codes::CODES;
use self::phrases::PHRASES;
use crate::http::code::Code;

/// The longest sentence that is compared with phrases, in bytes: it may name what a client has sent.
const LONGEST: usize = 1_000;

/// The sentence for what an English one says with a code.
pub(super) fn detail(code: Code, english: &str) -> Cow<'static, str> {
    let short = Some(english).filter(|english| english.len() <= LONGEST);
    match short.and_then(|english| instance(english, argument)) {
        Some(phrase) => phrase.into(),
        None => of_code(code.as_str()).into(),
    }
}

fn of_code(code: &str) -> &'static str {
    let known = CODES.iter().find(|(known, _)| *known == code);
    known.map_or("запрос отклонён", |(_, russian)| *russian)
}

/// The Russian of the first phrase that a text is an instance of. `named` is what becomes of its arguments.
fn instance(english: &str, named: impl Fn(&str) -> String) -> Option<String> {
    PHRASES.iter().find_map(|(phrase, russian)| {
        let arguments = arguments(phrase, english)?;
        let arguments: Vec<String> = arguments.into_iter().map(&named).collect();
        Some(filled(russian, &arguments))
    })
}

/// An argument of a phrase, which may be one itself, but none of others: clients choose what is named.
fn argument(english: &str) -> String {
    instance(english, str::to_owned).unwrap_or_else(|| english.to_owned())
}

/// What stands in a text for each `{}` of a phrase; `None` if it is no instance of the phrase.
fn arguments<'a>(phrase: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = phrase.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut pieces = pieces.peekable();
    let mut arguments = Vec::new();
    while let Some(piece) = pieces.next() {
        let end = match pieces.peek() {
            Some(_) => rest.find(piece)?,
            None => rest.strip_suffix(piece)?.len(),
        };
        arguments.push(&rest[..end]);
        rest = &rest[end + piece.len()..];
    }
    rest.is_empty().then_some(arguments)
}

/// A phrase with its arguments.
fn filled(phrase: &str, arguments: &[String]) -> String {
    let mut pieces = phrase.split("{}");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for (piece, argument) in pieces.zip(arguments) {
        text.push_str(argument);
        text.push_str(piece);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::domain::Rejection;

    #[test]
    fn every_code_has_a_sentence() {
        let known: BTreeSet<&str> = CODES.iter().map(|(code, _)| *code).collect();
        assert_eq!(known.len(), CODES.len(), "a code is there twice");
        assert_eq!(known, Code::all().collect());
    }

    #[test]
    fn phrases_keep_what_they_name() {
        for (english, russian) in PHRASES {
            let holes = |phrase: &str| phrase.matches("{}").count();
            assert_eq!(holes(english), holes(russian), "{english}");
        }
    }

    /// The text of the files of a folder, with white space and the ends of lines within texts as one blank.
    fn sources(folder: &Path, text: &mut String) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.ends_with("russian") {
                sources(&path, text);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = fs::read_to_string(&path)
                    .expect("a text")
                    .replace("\\\n", " ");
                text.extend(file.split_whitespace().flat_map(|word| [word, " "]));
            }
        }
    }

    #[test]
    fn phrases_stand_in_the_source() {
        let mut text = String::new();
        sources(
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
            &mut text,
        );
        for (english, _) in PHRASES {
            for piece in english.split("{}") {
                assert!(text.contains(piece.trim()), "`{piece}` of `{english}`");
            }
        }
    }

    #[test]
    fn what_a_sentence_names_stays() {
        let of = |english: &str| detail(Code::InvalidBody, english);
        for (english, russian) in [
            ("`name` is missing", "`name` отсутствует"),
            (
                "item 2: `a.b` is not known",
                "элемент 2: `a.b` — такого поля нет",
            ),
            (
                "title must be at most 200 characters",
                "title — не длиннее 200 знаков",
            ),
            (
                "the name of the file must be at most 255 characters",
                "имя файла — не длиннее 255 знаков",
            ),
            (
                "limit must be from 1 to 100",
                "limit должен быть от 1 до 100",
            ),
            ("`n` must be a string", "`n` должно быть строкой"),
            ("must be an object", "должно быть объектом"),
            (
                "nobody has said this",
                "тело запроса не соответствует описанию",
            ),
        ] {
            assert_eq!(of(english), russian);
        }
        let closed = Rejection::PollClosed;
        let russian = detail(closed.into(), &closed.to_string());
        assert_eq!(russian, "опрос завершён");
    }
}
