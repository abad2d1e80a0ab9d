//! The members of a chat, found by the names that a text has.

use std::collections::{HashMap, HashSet};

use super::candidates::Candidate;
use super::mention::{Mention, MentionPlace};
use crate::domain::ids::UserId;

/// The most mentions by name in one text.
const MAX_NAMED: usize = 100;

/// A candidate as names are compared.
#[derive(Debug)]
pub(crate) struct FoldedCandidate {
    /// Where its `@` is in the text, in UTF-16 code units.
    start: usize,
    folded: String,
    /// How many bytes of `folded` are up to the end of each part, and where that is in the text.
    ends: Vec<(usize, usize)>,
}

impl FoldedCandidate {
    /// The next of `parts` are its own.
    pub(crate) fn new(candidate: Candidate, parts: &mut impl Iterator<Item = String>) -> Self {
        let mut folded = String::new();
        let mut ends = Vec::with_capacity(candidate.ends.len());
        for (end, part) in candidate.ends.into_iter().zip(parts) {
            folded.push_str(&part);
            ends.push((folded.len(), end));
        }
        Self {
            start: candidate.start,
            folded,
            ends,
        }
    }

    /// Where the `@` and a name stand in the text; `length` is that of the folded name.
    fn place(&self, length: usize) -> Option<MentionPlace> {
        let (_, end) = self.ends.iter().find(|(folded, _)| *folded >= length)?;
        Some(MentionPlace {
            start: self.start,
            end: *end,
        })
    }
}

/// The members of a chat by their folded names.
#[derive(Debug, Default)]
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

    /// Adds a folded name by which a text mentions somebody, who may have another one now.
    pub(crate) fn add(&mut self, name: &str, user_id: UserId) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        let namesakes = self.by_name.entry(name.to_owned()).or_default();
        if !namesakes.contains(&user_id) {
            namesakes.push(user_id);
        }
        self.longest = self.longest.max(name.len());
    }

    /// The members whose name a candidate begins with, as a whole word, and where it stands: of names that begin
    /// alike, the longest; several if they have the same name.
    fn at(&self, candidate: &FoldedCandidate) -> Option<(&[UserId], MentionPlace)> {
        let text = &candidate.folded;
        let ends = text.char_indices().map(|(at, next)| (at, Some(next)));
        let ends = ends.chain([(text.len(), None)]).skip(1);
        let words = ends.filter(|(_, next)| !next.is_some_and(char::is_alphanumeric));
        let fitting = words.take_while(|(end, _)| *end <= self.longest);
        let names = fitting.filter_map(|(end, _)| Some((end, self.by_name.get(&text[..end])?)));
        let (end, members) = names.last()?;
        Some((members.as_slice(), candidate.place(end)?))
    }

    /// Whom a new text mentions. Where several have a name and some of them are `chosen`, it is these. Those of the
    /// chosen whom it does not name have no place.
    pub(crate) fn mentions(
        &self,
        candidates: &[FoldedCandidate],
        chosen: &[UserId],
    ) -> Vec<Mention> {
        let named = self.named(candidates, &chosen.iter().copied().collect());
        with_others(named, chosen.iter().copied())
    }

    /// Whom a message mentions after an edit of its text: those whom the new text names, and those whom it mentioned
    /// `before` without naming them.
    pub(crate) fn after_edit(
        &self,
        candidates: &[FoldedCandidate],
        before: &[Mention],
    ) -> Vec<Mention> {
        let mentioned = before.iter().map(|mention| mention.user_id).collect();
        let named = self.named(candidates, &mentioned);
        let not_named = before.iter().filter(|mention| mention.place.is_none());
        with_others(named, not_named.map(|mention| mention.user_id))
    }

    /// Whom a text names, in the order of their places.
    fn named(&self, candidates: &[FoldedCandidate], chosen: &HashSet<UserId>) -> Vec<Mention> {
        let mut named = Vec::new();
        for (members, place) in candidates.iter().filter_map(|candidate| self.at(candidate)) {
            let is_clear = members.iter().any(|id| chosen.contains(id));
            let meant = members.iter().filter(|id| !is_clear || chosen.contains(id));
            let mentions = meant.map(|id| Mention {
                user_id: *id,
                place: Some(place),
            });
            named.extend(mentions.take(MAX_NAMED - named.len()));
        }
        named
    }
}

/// Adds those whom a text mentions and does not name.
fn with_others(mut named: Vec<Mention>, others: impl Iterator<Item = UserId>) -> Vec<Mention> {
    let placed: HashSet<UserId> = named.iter().map(|mention| mention.user_id).collect();
    let others = others.filter(|id| !placed.contains(id));
    named.extend(others.map(Mention::of));
    named
}

#[cfg(test)]
mod tests {
    use super::super::candidates::{NAMES_SEPARATOR, name_candidates};
    use super::*;

    fn names(members: &[(&str, i64)]) -> MemberNames {
        let owned = members
            .iter()
            .map(|(name, id)| ((*name).to_owned(), UserId(*id)));
        MemberNames::new(owned)
    }

    /// The candidates of a text that is folded by `fold`.
    fn folded_by(text: &str, fold: impl Fn(&str) -> String) -> Vec<FoldedCandidate> {
        let candidates = name_candidates(text).into_iter();
        let folded = candidates.map(|candidate| {
            let folded = fold(candidate.written());
            let mut parts = folded.split(NAMES_SEPARATOR).map(str::to_owned);
            FoldedCandidate::new(candidate, &mut parts)
        });
        folded.collect()
    }

    fn folded(text: &str) -> Vec<FoldedCandidate> {
        folded_by(text, str::to_owned)
    }

    fn at(user_id: i64, start: usize, end: usize) -> Mention {
        Mention {
            user_id: UserId(user_id),
            place: Some(MentionPlace { start, end }),
        }
    }

    fn nowhere(user_id: i64) -> Mention {
        Mention::of(UserId(user_id))
    }

    #[test]
    fn longest_name_that_is_a_whole_word_counts() {
        let names = names(&[("ann", 1), ("ann lee", 2), ("ann", 3), ("lee j.", 4)]);
        for (text, expected) in [
            ("@ann lee!", vec![at(2, 0, 8)]),
            ("@ann lees", vec![at(1, 0, 4), at(3, 0, 4)]),
            ("@ann", vec![at(1, 0, 4), at(3, 0, 4)]),
            ("@anna", vec![]),
            ("🌸@lee j. and", vec![at(4, 2, 9)]),
            ("@", vec![]),
        ] {
            assert_eq!(names.mentions(&folded(text), &[]), expected, "{text}");
        }
    }

    #[test]
    fn place_ends_where_the_name_as_written_ends() {
        let names = names(&[("анна соколова", 1), ("ab", 2)]);
        let fold = |text: &str| text.replace(['\u{ad}', '\u{301}'], "").replace("  ", " ");
        for (text, expected) in [
            ("@анна  соколова!", at(1, 0, 15)),
            ("@а\u{301}нна соко\u{ad}лова\u{301}\u{ad}!", at(1, 0, 17)),
            ("@a\u{ad}b c", at(2, 0, 4)),
        ] {
            assert_eq!(
                names.mentions(&folded_by(text, fold), &[]),
                [expected],
                "{text}"
            );
        }
    }

    #[test]
    fn chosen_namesake_is_the_one_who_is_meant() {
        let names = names(&[("ann", 1), ("ann", 2), ("bob", 3)]);
        let text = folded("@ann @bob @ann");
        let mentions = names.mentions(&text, &[UserId(2), UserId(4)]);
        assert_eq!(
            mentions,
            [at(2, 0, 4), at(3, 5, 9), at(2, 10, 14), nowhere(4)]
        );
        assert_eq!(names.after_edit(&text, &[at(2, 9, 13)]), mentions[..3]);
        let before = [at(2, 0, 4), nowhere(9)];
        assert_eq!(names.after_edit(&[], &before), [nowhere(9)]);
        assert_eq!(
            names.after_edit(&folded("@bob"), &[nowhere(3)]),
            [at(3, 0, 4)]
        );
    }

    #[test]
    fn who_was_renamed_is_mentioned_by_the_name_in_the_text() {
        let mut names = names(&[("lee", 1), ("ann", 2)]);
        names.add("ann", UserId(1));
        names.add("ann", UserId(1));
        names.add(" ", UserId(3));
        let after = names.after_edit(&folded("so, @ann"), &[at(1, 0, 4)]);
        assert_eq!(after, [at(1, 4, 8)]);
    }

    #[test]
    fn mentions_by_name_are_bounded() {
        let namesakes = (0..80).map(|id| ("ann".to_owned(), UserId(id)));
        let mentions = MemberNames::new(namesakes).mentions(&folded("@ann @ann"), &[]);
        assert_eq!(mentions.len(), MAX_NAMED);
    }
}
