//! The demo as one list of steps in the order of time: lessons and dialogues put together.
//!
//! Pure and deterministic: the same moment gives the same script. It knows no database; a
//! message is spoken of by its place among all messages, until the log gives it an id.

use jiff::{SignedDuration, Timestamp};

use super::calendar::{Calendar, with_weekdays};
use super::dialogues::{self, Dialogue, Line, Side, Start, Talk};
use super::timetable::{self, Lesson};
use crate::directory::LessonStatus;

/// How long after sending somebody takes a message back; a moment before the next line.
const SECOND_THOUGHTS: SignedDuration = SignedDuration::from_secs(15);
/// A lesson is planned so long before it takes place.
const PLANNED_AHEAD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Something that happened.
pub(super) struct Step {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// A place among all messages of the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MessageKey(pub usize);

/// The two people of a chat, by login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    /// Who teaches.
    pub teacher: &'static str,
    /// Who learns.
    pub student: &'static str,
}

impl Pair {
    /// The login of one of the two.
    pub const fn login(self, side: Side) -> &'static str {
        match side {
            Side::Teacher => self.teacher,
            Side::Student => self.student,
        }
    }
}

/// What happened.
pub(super) enum What {
    /// A lesson was entered; a completed one at the time of its end.
    Lesson(PlannedLesson),
    /// A message was sent.
    Sent {
        pair: Pair,
        by: Side,
        key: MessageKey,
        content: String,
    },
    /// Its author took it back.
    Deleted {
        pair: Pair,
        by: Side,
        key: MessageKey,
    },
    /// Somebody visited the chat, whose newest message was this one.
    Read {
        pair: Pair,
        by: Side,
        key: MessageKey,
    },
}

/// A row of `lessons` to be.
pub(super) struct PlannedLesson {
    /// Whose.
    pub pair: Pair,
    /// When it begins.
    pub scheduled_at: Timestamp,
    /// When it ended.
    pub completed_at: Option<Timestamp>,
    /// When it was planned.
    pub created_at: Timestamp,
    /// Where it stands.
    pub status: LessonStatus,
}

/// Everything that happened until `now`, the oldest first, then the lessons to come.
pub(super) fn write(now: Timestamp) -> Vec<Step> {
    let calendar = Calendar::new(now);
    let mut script = Script {
        steps: Vec::new(),
        messages: 0,
    };
    for lesson in timetable::lessons() {
        script.lesson(&calendar, &lesson);
    }
    for dialogue in dialogues::all() {
        script.dialogue(&calendar, dialogue);
    }
    // Stable: what a dialogue says in the same second stays in its order.
    script.steps.sort_by_key(|step| step.at);
    script.steps
}

/// A script being written, not yet in the order of time.
struct Script {
    steps: Vec<Step>,
    messages: usize,
}

impl Script {
    fn lesson(&mut self, calendar: &Calendar, lesson: &Lesson) {
        let pair = Pair {
            teacher: lesson.teacher,
            student: lesson.student,
        };
        let scheduled_at = calendar.at(lesson.day, lesson.at);
        let end = scheduled_at + SignedDuration::from_mins(timetable::MINUTES);
        let completed_at = (lesson.status == LessonStatus::Completed).then_some(end);
        let planned = PlannedLesson {
            pair,
            scheduled_at,
            completed_at,
            created_at: scheduled_at - PLANNED_AHEAD,
            status: lesson.status,
        };
        let at = completed_at.unwrap_or(scheduled_at);
        self.steps.push(Step {
            at,
            what: What::Lesson(planned),
        });
    }

    fn dialogue(&mut self, calendar: &Calendar, dialogue: &Dialogue) {
        let pair = Pair {
            teacher: dialogue.teacher,
            student: dialogue.student,
        };
        for talk in dialogue.talks {
            let start = match talk.start {
                Start::DaysAgo(days, time) => calendar.at(-days, time),
                Start::MinutesAgo(minutes) => calendar.minutes_ago(minutes),
            };
            self.talk(pair, start, talk);
        }
    }

    fn talk(&mut self, pair: Pair, start: Timestamp, talk: &Talk) {
        let mut at = start;
        let mut newest = None;
        for line in talk.lines {
            at += self.pause_before(line);
            let key = self.say(pair, at, line);
            newest = Some((line.by.other(), key));
        }
        if let (Some((by, key)), false) = (newest, talk.unread) {
            let at = at + self.vary(40, 160);
            self.steps.push(Step {
                at,
                what: What::Read { pair, by, key },
            });
        }
    }

    fn say(&mut self, pair: Pair, at: Timestamp, line: &Line) -> MessageKey {
        let key = MessageKey(self.messages);
        self.messages += 1;
        let content = with_weekdays(line.text, at);
        self.steps.push(Step {
            at,
            what: What::Sent {
                pair,
                by: line.by,
                key,
                content,
            },
        });
        if line.deleted {
            let at = at + SECOND_THOUGHTS;
            self.steps.push(Step {
                at,
                what: What::Deleted {
                    pair,
                    by: line.by,
                    key,
                },
            });
        }
        key
    }

    /// As long as it takes to read the line before and to type this one, within reason.
    fn pause_before(&self, line: &Line) -> SignedDuration {
        let letters = i64::try_from(line.text.chars().count()).unwrap_or(i64::MAX);
        self.vary(20, 120) + SignedDuration::from_secs((letters / 4).min(150))
    }

    /// Between `least` and `most` seconds; not random, but unlike the one before. A golden
    /// section of the range each time keeps them well apart.
    fn vary(&self, least: i64, most: i64) -> SignedDuration {
        let step = i64::try_from(self.messages).unwrap_or_default() * 618;
        SignedDuration::from_millis(least * 1000 + step * (most - least) % ((most - least) * 1000))
    }
}

#[cfg(test)]
mod tests;
