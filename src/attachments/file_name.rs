//! Sanitises the names of uploaded files.

/// In Unicode scalar values; `attachments.name` has the same limit.
const MAX_CHARS: usize = 255;

/// Removes folders, control characters and characters that file systems or pages treat specially.
/// Never returns an empty name.
pub(super) fn sanitize_file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned: String = last
        .chars()
        .filter(|c| !is_hidden(*c))
        .map(|c| if "<>:\"|?*&'`".contains(c) { '_' } else { c })
        .collect();
    // Leading dots hide a file, trailing ones get lost on Windows.
    let cleaned = cleaned.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if cleaned.is_empty() {
        return "file".to_owned();
    }
    shortened(cleaned)
}

/// Invisible characters, and those that change the writing direction: `txt.exe` shown as `exe.txt`.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Shortens a long name in the middle, because users recognise files by the extension.
fn shortened(name: &str) -> String {
    const ENDING: usize = 20;
    let chars: Vec<char> = name.chars().collect();
    if chars.len() <= MAX_CHARS {
        return name.to_owned();
    }
    let (head, tail) = (&chars[..MAX_CHARS - ENDING], &chars[chars.len() - ENDING..]);
    head.iter().chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_scripts_and_what_is_hidden_go() {
        for (given, expected) in [
            ("отчёт за май.pdf", "отчёт за май.pdf"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("C:\\Users\\me\\a.txt", "a.txt"),
            ("..", "file"),
            ("", "file"),
            ("a/", "file"),
            (".bashrc", "bashrc"),
            ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
            ("<script>alert(1)</script>.html", "script_.html"),
            ("\" onload=\"x", "_ onload=_x"),
            ("a\u{202e}txt.exe", "atxt.exe"),
            ("a\0b", "ab"),
        ] {
            assert_eq!(sanitize_file_name(given), expected, "{given}");
        }
    }

    #[test]
    fn long_names_keep_their_ending() {
        let name = sanitize_file_name(&format!("{}.tar.gz", "ё".repeat(400)));
        assert_eq!(name.chars().count(), MAX_CHARS);
        assert!(name.ends_with("ё.tar.gz"));
    }
}
