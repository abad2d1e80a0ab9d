//! What the demo school's people have written to each other: the words of every chat.
//!
//! A dialogue is one chat, told as talks: lines that follow each other within minutes. How
//! many seconds pass between two lines, and when a talk is read, is up to
//! [`script`](super::script).

// Laid out to be read as dialogues, one line of code for one that was said.
#[rustfmt::skip]
mod english;
#[rustfmt::skip]
mod maths;
#[rustfmt::skip]
mod physics;
#[rustfmt::skip]
mod russian;

/// Every chat in which something was written.
pub(super) fn all() -> impl Iterator<Item = &'static Dialogue> {
    [
        maths::DIALOGUES,
        english::DIALOGUES,
        physics::DIALOGUES,
        russian::DIALOGUES,
    ]
    .into_iter()
    .flatten()
}

/// One chat.
pub(super) struct Dialogue {
    /// The teacher's login.
    pub teacher: &'static str,
    /// The student's login.
    pub student: &'static str,
    /// In the order of time.
    pub talks: &'static [Talk],
}

/// Lines that follow each other within minutes.
pub(super) struct Talk {
    /// When the first line was written.
    pub start: Start,
    /// In the order of time.
    pub lines: &'static [Line],
    /// Whether nobody has looked since: the last lines of one side are unread.
    pub unread: bool,
}

/// When a talk began.
#[derive(Clone, Copy)]
pub(super) enum Start {
    /// So many days ago, at that hour and minute.
    DaysAgo(i64, (i64, i64)),
    /// So many minutes ago.
    MinutesAgo(i64),
}

/// One message.
pub(super) struct Line {
    /// Who wrote it.
    pub by: Side,
    /// Days are named as [`with_weekdays`](super::calendar::with_weekdays) has it.
    pub text: &'static str,
    /// Whether its author took it back at once.
    pub deleted: bool,
}

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The chat's teacher.
    Teacher,
    /// The chat's student.
    Student,
}

impl Side {
    /// Who reads it.
    pub const fn other(self) -> Self {
        match self {
            Self::Teacher => Self::Student,
            Self::Student => Self::Teacher,
        }
    }
}

const fn chat(teacher: &'static str, student: &'static str, talks: &'static [Talk]) -> Dialogue {
    Dialogue {
        teacher,
        student,
        talks,
    }
}

const fn talk(days_ago: i64, hour: i64, minute: i64, lines: &'static [Line]) -> Talk {
    Talk {
        start: Start::DaysAgo(days_ago, (hour, minute)),
        lines,
        unread: false,
    }
}

/// The newest talk of a chat, still unread.
const fn recent(minutes_ago: i64, lines: &'static [Line]) -> Talk {
    Talk {
        start: Start::MinutesAgo(minutes_ago),
        lines,
        unread: true,
    }
}

impl Talk {
    const fn unread(mut self) -> Self {
        self.unread = true;
        self
    }
}

/// A line of the teacher's.
const fn t(text: &'static str) -> Line {
    Line {
        by: Side::Teacher,
        text,
        deleted: false,
    }
}

/// A line of the student's.
const fn s(text: &'static str) -> Line {
    Line {
        by: Side::Student,
        text,
        deleted: false,
    }
}

impl Line {
    const fn deleted(mut self) -> Self {
        self.deleted = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::MessageText;

    #[test]
    fn every_line_is_a_message() {
        for line in all().flat_map(|d| d.talks).flat_map(|talk| talk.lines) {
            assert!(MessageText::new(line.text.into()).is_ok(), "{}", line.text);
            assert_eq!(line.text.trim(), line.text);
            assert!(!line.text.contains("  "), "{}", line.text);
        }
    }
}
