//! Whom a text mentions: an `@`, and the name of a member of the chat.
//!
//! Names and texts are compared as the database folds them (`sql/search/fold_name.sql`). Code
//! mentions nobody.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::ids::UserId;

/// The first of so many `@` in a text count.
const MAX_CANDIDATES: usize = 50;
/// Characters after an `@` that may be a name, which has at most 255: some may be decomposed, and
/// spaces repeated.
const REACH: usize = 600;
/// The most users whom the names in one text mention.
const MAX_NAMED: usize = 100;

/// What follows each `@` of a text that may begin a name.
pub(crate) fn name_candidates(text: &str) -> Vec<&str> {
    if !text.contains('@') {
        return Vec::new();
    }
    let candidates =
        prose(text).flat_map(|part| part.match_indices('@').map(move |at| (part, at.0)));
    let names = candidates.filter(|(part, at)| !ends_in_word(&part[..*at]));
    let followed = names.map(|(part, at)| reachable(&part[at + 1..]));
    let named = followed.filter(|rest| !rest.is_empty() && !rest.starts_with(char::is_whitespace));
    named.take(MAX_CANDIDATES).collect()
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

/// The parts of a text that are no code: of each line outside of fences, what is not between
/// backticks.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = text.split('\n').collect();
    let last_closing = lines.iter().rposition(|line| is_closing(line));
    let mut is_fenced = false;
    let outside = lines.into_iter().enumerate().filter(move |(at, line)| {
        if is_fenced {
            is_fenced = !is_closing(line);
            return false;
        }
        is_fenced = is_opening(line) && last_closing.is_some_and(|last| *at < last);
        !is_fenced
    });
    outside.flat_map(|(_, line)| without_code(line))
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

/// The parts of a line that are not between runs of equally many backticks.
fn without_code(line: &str) -> Vec<&str> {
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
            parts.push(&line[part..from]);
            end = closing + length;
            part = end;
        }
    }
    parts.push(&line[part..]);
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

/// The members of a chat by their folded names.
pub(crate) struct MemberNames {
    by_name: HashMap<String, Vec<UserId>>,
    /// The length of the longest name, in bytes.
    longest: usize,
}

impl MemberNames {
    pub(crate) fn new(members: impl IntoIterator<Item = (String, UserId)>) -> Self {
        let mut by_name: HashMap<String, Vec<UserId>> = HashMap::new();
        for (name, user_id) in members {
            by_name.entry(name).or_default().push(user_id);
        }
        by_name.remove("");
        let longest = by_name.keys().map(String::len).max().unwrap_or(0);
        Self { by_name, longest }
    }

    /// The members whose name a folded candidate begins with, as a whole word: of names that begin
    /// alike, the longest; several if they have the same name.
    fn at(&self, candidate: &str) -> &[UserId] {
        let ends = candidate.char_indices().map(|(at, next)| (at, Some(next)));
        let ends = ends.chain([(candidate.len(), None)]).skip(1);
        let words = ends.filter(|(_, next)| !next.is_some_and(char::is_alphanumeric));
        let fitting = words.take_while(|(end, _)| *end <= self.longest);
        let names = fitting.filter_map(|(end, _)| self.by_name.get(&candidate[..end]));
        names.last().map_or(&[], Vec::as_slice)
    }

    /// Whom folded candidates mention besides those who are `chosen`. Where several have the name and
    /// some of them are chosen, it is these. In the order of their ids.
    pub(crate) fn named<'a>(
        &self,
        candidates: impl IntoIterator<Item = &'a String>,
        chosen: &[UserId],
    ) -> Vec<UserId> {
        let chosen: HashSet<UserId> = chosen.iter().copied().collect();
        let members = candidates.into_iter().map(|candidate| self.at(candidate));
        let unclear = members.filter(|members| !members.iter().any(|one| chosen.contains(one)));
        let mut named = BTreeSet::new();
        for user_id in unclear.flatten() {
            if named.len() < MAX_NAMED {
                named.insert(*user_id);
            }
        }
        named.into_iter().collect()
    }

    /// Whom a message mentions after an edit of its text: those whom the new text names, and those
    /// whom it mentions otherwise.
    pub(crate) fn after_edit(
        &self,
        before: &[String],
        now: &[String],
        mentioned: &[UserId],
    ) -> Vec<UserId> {
        let all = |candidates: &[String]| -> HashSet<UserId> {
            let members = candidates.iter().map(|candidate| self.at(candidate));
            members.flatten().copied().collect()
        };
        let (named_before, named_now) = (all(before), all(now));
        let is_kept =
            |user_id: &&UserId| !named_before.contains(user_id) || named_now.contains(user_id);
        let kept: Vec<UserId> = mentioned.iter().filter(is_kept).copied().collect();
        let added = self.named(now, &kept);
        [kept, added].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_follow_each_at_sign_that_begins_a_word() {
        for (text, candidates) in [
            ("no one", vec![]),
            ("@Ann, @Bob!", vec!["Ann, ", "Bob!"]),
            ("mail@Ann (@Ann) e\u{301}@Ann", vec!["Ann) e\u{301}"]),
            ("@ Ann @\u{a0}Ann @@Ann @", vec!["Ann "]),
            ("@Ann\nBob", vec!["Ann"]),
        ] {
            assert_eq!(name_candidates(text), candidates, "{text}");
        }
        assert_eq!(name_candidates(&"@a ".repeat(1_000)).len(), MAX_CANDIDATES);
        assert_eq!(
            name_candidates(&format!("@{}", "ж".repeat(9_000)))[0].len(),
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
            assert_eq!(name_candidates(text), candidates, "{text}");
        }
        // Each run is looked at a bounded number of times.
        let runs: String = (1..400).map(|n| "`".repeat(n) + "@a ").collect();
        assert_eq!(name_candidates(&runs).len(), MAX_CANDIDATES);
    }

    fn names(members: &[(&str, i64)]) -> MemberNames {
        let owned = members
            .iter()
            .map(|(name, id)| ((*name).to_owned(), UserId(*id)));
        MemberNames::new(owned)
    }

    fn candidates(candidates: &[&str]) -> Vec<String> {
        candidates
            .iter()
            .map(|candidate| (*candidate).to_owned())
            .collect()
    }

    #[test]
    fn longest_name_that_is_a_whole_word_counts() {
        let names = names(&[("ann", 1), ("ann lee", 2), ("ann", 3), ("lee j.", 4)]);
        for (candidate, expected) in [
            ("ann lee!", vec![2]),
            ("ann lees", vec![1, 3]),
            ("ann", vec![1, 3]),
            ("anna", vec![]),
            ("lee j. and", vec![4]),
            ("", vec![]),
        ] {
            let named = names.named(&candidates(&[candidate]), &[]);
            assert_eq!(
                named,
                expected.into_iter().map(UserId).collect::<Vec<_>>(),
                "{candidate}"
            );
        }
    }

    #[test]
    fn chosen_namesake_is_the_one_who_is_meant() {
        let names = names(&[("ann", 1), ("ann", 2), ("bob", 3)]);
        let candidates = candidates(&["ann", "bob"]);
        assert_eq!(names.named(&candidates, &[UserId(2)]), [UserId(3)]);
        let after = names.after_edit(&candidates[..1], &candidates, &[UserId(2)]);
        assert_eq!(after, [UserId(2), UserId(3)]);
        assert_eq!(
            names.after_edit(&candidates, &[], &[UserId(2), UserId(9)]),
            [UserId(9)]
        );
    }
}
