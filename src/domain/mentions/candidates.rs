//! The places of a text where somebody may be mentioned.

use std::collections::HashMap;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};
use unicode_segmentation::UnicodeSegmentation as _;

/// The first of so many `@` in a text count.
const MAX_CANDIDATES: usize = 50;
/// Characters after an `@` that may be a name, which has at most 255: some may be decomposed, and
/// spaces repeated.
const REACH: usize = 600;

/// Stands between texts that the database folds in one call. No name that is compared has it.
pub(crate) const NAMES_SEPARATOR: &str = "@";

/// What follows an `@` of a text, where a name may begin.
///
/// # Why
/// Folding a text changes its length. So the text is folded in parts, between which a name may end: what of
/// the folded text is a name tells how many of them belong to it.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// Where the `@` is, in UTF-16 code units.
    pub(super) start: usize,
    /// Where each part ends in the text, without characters behind it that nobody sees; in UTF-16 code units.
    pub(super) ends: Vec<usize>,
    /// The parts, each behind a separator but for the first.
    written: String,
}

impl Candidate {
    /// A part ends before each character that is neither letter nor digit, but not within white space, of which
    /// folding makes one space.
    fn new(start: usize, following: &str) -> Self {
        let mut ends = Vec::new();
        let mut written = String::with_capacity(2 * following.len());
        // Behind the `@`.
        let mut at = start + 1;
        let mut follows_space = false;
        for grapheme in following.graphemes(true) {
            at += utf16_length(grapheme);
            if !is_unseen(grapheme) {
                let is_space = grapheme.starts_with(char::is_whitespace);
                let is_inside =
                    grapheme.starts_with(char::is_alphanumeric) || (is_space && follows_space);
                follows_space = is_space;
                match ends.last_mut() {
                    Some(end) if is_inside => *end = at,
                    last => {
                        if last.is_some() {
                            written.push_str(NAMES_SEPARATOR);
                        }
                        ends.push(at);
                    }
                }
            }
            written.push_str(grapheme);
        }
        Self {
            start,
            ends,
            written,
        }
    }

    /// The parts as the database gets them.
    pub(crate) fn written(&self) -> &str {
        &self.written
    }
}

/// Whether a grapheme has only characters of which nobody sees anything, such as soft hyphens.
fn is_unseen(grapheme: &str) -> bool {
    grapheme
        .chars()
        .all(|char| char.general_category() == GeneralCategory::Format)
}

fn utf16_length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// What of a text may be names of people whom it mentions.
pub(crate) fn name_candidates(text: &str) -> Vec<Candidate> {
    if !text.contains('@') {
        return Vec::new();
    }
    let signs = prose(text)
        .flat_map(|(from, part)| part.match_indices('@').map(move |at| (from, part, at.0)));
    let names = signs.filter(|(_, part, at)| !ends_in_word(&part[..*at]));
    let followed = names.map(|(from, part, at)| (from + at, reachable(&part[at + 1..])));
    let named =
        followed.filter(|(_, rest)| !rest.is_empty() && !rest.starts_with(char::is_whitespace));
    // Bytes of the text, and the code units that they make.
    let (mut bytes, mut units) = (0, 0);
    let candidates = named.take(MAX_CANDIDATES).map(|(at, rest)| {
        units += utf16_length(&text[bytes..at]);
        bytes = at;
        Candidate::new(units, rest)
    });
    candidates
        .filter(|candidate| !candidate.ends.is_empty())
        .collect()
}

/// Up to the next `@`.
fn reachable(rest: &str) -> &str {
    let end = rest.find('@').unwrap_or(rest.len());
    let reach = rest.char_indices().nth(REACH);
    &rest[..reach.map_or(end, |(reach, _)| reach.min(end))]
}

/// Whether an `@` behind this belongs to a word, as in an address.
fn ends_in_word(before: &str) -> bool {
    let is_mark = |char: &char| matches!(char, '\u{300}'..='\u{36f}');
    let last = before.chars().rev().find(|char| !is_mark(char));
    last.is_some_and(char::is_alphanumeric)
}

/// The parts of a text that are no code, and where they begin: of each line outside of fences, what is not
/// between backticks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines: Vec<&str> = text.split('\n').collect();
    let last_closing = lines.iter().rposition(|line| is_closing(line));
    let mut is_fenced = false;
    let mut next_line = 0;
    let begun = lines.into_iter().enumerate().map(move |(at, line)| {
        let from = next_line;
        next_line += line.len() + 1;
        (at, from, line)
    });
    let outside = begun.filter(move |(at, _, line)| {
        if is_fenced {
            is_fenced = !is_closing(line);
            return false;
        }
        is_fenced = is_opening(line) && last_closing.is_some_and(|last| *at < last);
        !is_fenced
    });
    outside.flat_map(|(_, from, line)| {
        let parts = without_code(line).into_iter();
        parts.map(move |(at, part)| (from + at, part))
    })
}

/// ` ``` `, perhaps with the name of a language.
fn is_opening(line: &str) -> bool {
    let is_name = |char: char| char.is_ascii_alphanumeric() || "_+#.-".contains(char);
    line.strip_prefix("```")
        .is_some_and(|rest| rest.trim_end().chars().all(is_name))
}

fn is_closing(line: &str) -> bool {
    line.strip_prefix("```")
        .is_some_and(|rest| rest.trim().is_empty())
}

/// The parts of a line that are not between runs of equally many backticks, and where they begin.
fn without_code(line: &str) -> Vec<(usize, &str)> {
    let runs = backticks(line);
    // Where runs of a length begin, the last ones first.
    let mut closings: HashMap<usize, Vec<usize>> = HashMap::new();
    for (from, length) in runs.iter().rev() {
        closings.entry(*length).or_default().push(*from);
    }
    let mut parts = Vec::new();
    let (mut part, mut end) = (0, 0);
    for (from, length) in runs {
        if from < end {
            continue;
        }
        let same = closings.entry(length).or_default();
        while same.last().is_some_and(|closing| *closing <= from) {
            same.pop();
        }
        if let Some(closing) = same.last() {
            parts.push((part, &line[part..from]));
            end = closing + length;
            part = end;
        }
    }
    parts.push((part, &line[part..]));
    parts
}

/// Where runs of backticks begin, and how long they are.
fn backticks(line: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in line.match_indices('`') {
        match runs.last_mut() {
            Some((from, length)) if *from + *length == at => *length += 1,
            _ => runs.push((at, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What follows each `@` that may begin a name.
    fn following(text: &str) -> Vec<String> {
        let candidates = name_candidates(text).into_iter();
        let written = candidates.map(|candidate| candidate.written.replace(NAMES_SEPARATOR, ""));
        written.collect()
    }

    #[test]
    fn candidates_follow_each_at_sign_that_begins_a_word() {
        for (text, candidates) in [
            ("no one", vec![]),
            ("@Ann, @Bob!", vec!["Ann, ", "Bob!"]),
            ("mail@Ann (@Ann) e\u{301}@Ann", vec!["Ann) e\u{301}"]),
            ("@ Ann @\u{a0}Ann @@Ann @", vec!["Ann "]),
            ("@Ann\nBob", vec!["Ann"]),
            ("@\u{ad}", vec![]),
        ] {
            assert_eq!(following(text), candidates, "{text}");
        }
        assert_eq!(name_candidates(&"@a ".repeat(1_000)).len(), MAX_CANDIDATES);
        assert_eq!(
            following(&format!("@{}", "ж".repeat(9_000)))[0].len(),
            2 * REACH
        );
    }

    #[test]
    fn code_has_no_candidates() {
        for (text, candidates) in [
            ("`@Ann` @Bob", vec!["Bob"]),
            ("``a ` @Ann`` @Bob `", vec!["Bob `"]),
            ("`not closed @Ann", vec!["Ann"]),
            ("```\n@Ann\n```\n@Bob", vec!["Bob"]),
            ("```python\n@Ann\n```", vec![]),
            ("```\n@Ann is outside", vec!["Ann is outside"]),
            ("``` @Ann\n```", vec!["Ann"]),
            ("> `@Ann`\n> @Bob", vec!["Bob"]),
            ("@Ann `@Bob` @Eve", vec!["Ann ", "Eve"]),
        ] {
            assert_eq!(following(text), candidates, "{text}");
        }
        // Each run is looked at a bounded number of times.
        let runs: String = (1..400).map(|n| "`".repeat(n) + "@a ").collect();
        assert_eq!(name_candidates(&runs).len(), MAX_CANDIDATES);
    }

    #[test]
    fn candidates_are_cut_where_a_name_may_end() {
        for (text, start, written, ends) in [
            ("🌸 @Ann Lee!", 3, "Ann@ Lee@!", vec![7, 11, 12]),
            (
                "`@x`\n🌸\n@J. \u{2009}R",
                8,
                "J@.@ \u{2009}R",
                vec![10, 11, 14],
            ),
            // Combining marks and emoji are whole; what nobody sees is behind the end.
            (
                "@Е\u{308}\u{ad}\u{200b}, 👩\u{200d}🚀",
                0,
                "Е\u{308}\u{ad}\u{200b}@,@ @👩\u{200d}🚀",
                vec![3, 6, 7, 12],
            ),
            ("@\u{ad}a\u{ad}b", 0, "\u{ad}a\u{ad}b", vec![5]),
        ] {
            let candidates = name_candidates(text);
            assert_eq!(candidates[0].start, start, "{text}");
            assert_eq!(candidates[0].written(), written, "{text}");
            assert_eq!(candidates[0].ends, ends, "{text}");
        }
    }
}
