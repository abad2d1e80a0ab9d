//! Polls: messages whose text is a question and its options, a line each.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::UserId;

/// What a poll is besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollSettings {
    /// Whether a voter may choose several options.
    pub multiple: bool,
    /// Whether participants are not told who voted. The log has it.
    pub anonymous: bool,
    /// How many there are.
    pub options: usize,
}

impl PollSettings {
    /// The fewest options of a poll.
    pub const MIN_OPTIONS: usize = 2;
    /// The most options of a poll.
    pub const MAX_OPTIONS: usize = 10;
    /// The longest question, in characters.
    pub const QUESTION_CHARS: usize = 300;
    /// The longest option, in characters.
    pub const OPTION_CHARS: usize = 100;

    /// The question and the options of a poll that has this text; `None` if the text was erased.
    pub fn parts(self, text: &str) -> Option<(&str, Vec<&str>)> {
        let mut lines = text.split('\n');
        let (question, options) = (lines.next()?, lines.collect::<Vec<_>>());
        (options.len() == self.options).then_some((question, options))
    }
}

/// Options of a poll, numbered from 0, in their order and none twice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OptionIds(Vec<u8>);

impl OptionIds {
    /// Orders ids; `None` if one of them is of no poll.
    pub fn new(ids: &[i64]) -> Option<Self> {
        let of_polls = |&id: &i64| {
            let id = u8::try_from(id).ok();
            id.filter(|id| usize::from(*id) < PollSettings::MAX_OPTIONS)
        };
        let mut ids: Vec<u8> = ids.iter().map(of_polls).collect::<Option<_>>()?;
        ids.sort_unstable();
        ids.dedup();
        Some(Self(ids))
    }

    /// Whether the option with this number is among them.
    pub fn contains(&self, option: usize) -> bool {
        self.iter().any(|id| usize::try_from(id) == Ok(option))
    }

    /// As numbers.
    pub fn iter(&self) -> impl Iterator<Item = i64> {
        self.0.iter().map(|id| i64::from(*id))
    }
}

/// A poll as its reader sees it, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Poll {
    #[serde(flatten)]
    pub settings: PollSettings,
    /// How many voters chose each option; empty if nobody has voted.
    pub counts: Vec<i64>,
    /// `None` while it is open.
    pub closed_at: Option<Timestamp>,
    /// What the reader chose.
    pub own: OptionIds,
}

impl Poll {
    /// A poll that was just sent.
    pub fn new(settings: PollSettings) -> Self {
        Self {
            settings,
            counts: Vec::new(),
            closed_at: None,
            own: OptionIds::default(),
        }
    }
}

/// A poll with all its votes, for all readers of an event.
#[derive(Debug)]
pub struct VotedPoll {
    pub text: String,
    pub poll: Poll,
    pub votes: HashMap<UserId, OptionIds>,
}

impl VotedPoll {
    /// The poll as a user sees it.
    pub fn seen_by(&self, reader: UserId) -> Poll {
        Poll {
            own: self.votes.get(&reader).cloned().unwrap_or_default(),
            ..self.poll.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_ordered_and_of_polls() {
        let ids = |ids: &[i64]| OptionIds::new(ids).map(|ids| ids.iter().collect::<Vec<_>>());
        assert_eq!(ids(&[9, 0, 9]), Some(vec![0, 9]));
        assert_eq!(ids(&[]), Some(vec![]));
        for unknown in [-1, 10, 256, i64::MAX] {
            assert_eq!(ids(&[0, unknown]), None, "{unknown}");
        }
    }

    #[test]
    fn erased_text_has_no_parts() {
        let settings = PollSettings {
            multiple: false,
            anonymous: false,
            options: 2,
        };
        let parts = settings.parts("Which?\nThis\nThat");
        assert_eq!(parts, Some(("Which?", vec!["This", "That"])));
        assert_eq!(settings.parts(""), None);
    }
}
