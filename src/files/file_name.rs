//! Sanitises the names of uploaded files.

use crate::domain::{InvalidName, check_given_name, is_joiner};

/// In Unicode scalar values; `attachments.name` has the same limit.
const MAX_CHARS: usize = 255;

/// Removes folders and characters that file systems treat specially. Never returns an empty name.
///
/// # Errors
/// What no name may have: control characters, for example, and what changes the writing direction, which shows
/// `txt.exe` as `exe.txt`.
pub(super) fn sanitize_file_name(given: &str) -> Result<String, InvalidName> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned = last.replace(['<', '>', ':', '"', '|', '?', '*', '`'], "_");
    // Leading dots hide a file, trailing ones get lost on Windows.
    let cleaned = cleaned.trim_matches(|c: char| c == '.' || c == ' ');
    if cleaned.is_empty() {
        return Ok("file".to_owned());
    }
    check_given_name(cleaned, usize::MAX)?;
    Ok(shortened(cleaned))
}

/// Shortens a long name in the middle, because users recognise files by the extension.
fn shortened(name: &str) -> String {
    const ENDING: usize = 20;
    let chars: Vec<char> = name.chars().collect();
    if chars.len() <= MAX_CHARS {
        return name.to_owned();
    }
    let (head, tail) = (&chars[..MAX_CHARS - ENDING], &chars[chars.len() - ENDING..]);
    // A joiner needs both of its neighbours.
    let head: String = head.iter().collect();
    let tail: String = tail.iter().collect();
    [
        head.trim_end_matches(is_joiner),
        tail.trim_start_matches(is_joiner),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_special_characters_go() {
        for (given, expected) in [
            ("отчёт за май.pdf", "отчёт за май.pdf"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("C:\\Users\\me\\a.txt", "a.txt"),
            ("..", "file"),
            ("", "file"),
            ("a/", "file"),
            (".bashrc", "bashrc"),
            ("<script>alert(1)</script>.html", "script_.html"),
            ("\" onload=\"x", "_ onload=_x"),
            ("R&D, it's.pdf", "R&D, it's.pdf"),
            (
                "\u{1f469}\u{200d}\u{1f52c}.png",
                "\u{1f469}\u{200d}\u{1f52c}.png",
            ),
            ("می\u{200c}خواهم.txt", "می\u{200c}خواهم.txt"),
        ] {
            assert_eq!(
                sanitize_file_name(given).as_deref(),
                Ok(expected),
                "{given}"
            );
        }
    }

    #[test]
    fn names_that_deceive_are_refused() {
        for given in [
            "a\r\nSet-Cookie: x.txt",
            "a\u{202e}txt.exe",
            "a\0b",
            "a\u{200b}.txt",
            "\u{3164}",
        ] {
            assert!(sanitize_file_name(given).is_err(), "{given:?}");
        }
    }

    #[test]
    fn long_names_keep_their_ending() {
        let name = sanitize_file_name(&format!("{}.tar.gz", "ё".repeat(400))).unwrap();
        assert_eq!(name.chars().count(), MAX_CHARS);
        assert!(name.ends_with("ё.tar.gz"));
    }
}
