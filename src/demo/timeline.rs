//! The school's lessons and chats as one list of dated steps.
//!
//! Deterministic: the same `now` gives the same steps.

use jiff::{SignedDuration, Timestamp};

use super::calendar::{Calendar, with_weekdays};
use super::content::{CONTENT, Chat, Course, Message, Side};
use crate::directory::LessonStatus;

const LESSON_DURATION: SignedDuration = SignedDuration::from_hours(1);
/// Shorter than the shortest pause between two messages.
const DELETE_DELAY: SignedDuration = SignedDuration::from_secs(15);

pub(super) struct Step {
    pub at: Timestamp,
    pub pair: Pair,
    pub action: Action,
}

/// The members of a chat, by login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    pub teacher: &'static str,
    pub student: &'static str,
}

impl Pair {
    /// The login of the user on a side.
    pub const fn login(self, side: Side) -> &'static str {
        match side {
            Side::Teacher => self.teacher,
            Side::Student => self.student,
        }
    }
}

pub(super) enum Action {
    /// A completed lesson is added at its end, so that its chat exists from then on.
    AddLesson {
        scheduled_at: Timestamp,
        status: LessonStatus,
    },
    Send {
        from: Side,
        text: String,
    },
    /// The sender deletes the chat's last message.
    Delete {
        from: Side,
    },
    /// A member reads the chat up to its last message.
    Read {
        by: Side,
    },
}

/// All steps in chronological order.
pub(super) fn timeline(now: Timestamp) -> Vec<Step> {
    let calendar = Calendar::new(now);
    let mut pacing = Pacing::default();
    let mut steps = Vec::new();
    for course in &CONTENT.school.courses {
        steps.extend(lessons(course, &calendar));
    }
    for chat in &CONTENT.chats {
        steps.extend(messages(chat, &calendar, &mut pacing));
    }
    // Stable: steps of one chat in the same second keep their order.
    steps.sort_by_key(|step| step.at);
    steps
}

fn lessons(course: &'static Course, calendar: &Calendar) -> impl Iterator<Item = Step> {
    let by_status = [
        (LessonStatus::Completed, &course.completed),
        (LessonStatus::Cancelled, &course.cancelled),
        (LessonStatus::Scheduled, &course.scheduled),
    ];
    let days = by_status
        .into_iter()
        .flat_map(|(status, days)| days.iter().map(move |&day| (status, day)));
    days.map(|(status, day)| {
        let scheduled_at = calendar.at(day, course.time);
        let at = match status {
            LessonStatus::Completed => scheduled_at + LESSON_DURATION,
            _ => scheduled_at,
        };
        let pair = Pair {
            teacher: &course.teacher,
            student: &course.student,
        };
        let action = Action::AddLesson {
            scheduled_at,
            status,
        };
        Step { at, pair, action }
    })
}

/// The steps of one chat in chronological order.
fn messages(chat: &'static Chat, calendar: &Calendar, pacing: &mut Pacing) -> Vec<Step> {
    let pair = Pair {
        teacher: &chat.teacher,
        student: &chat.student,
    };
    let mut steps = Vec::new();
    let mut add = |at, action| steps.push(Step { at, pair, action });
    for conversation in &chat.conversations {
        let mut at = calendar.start(&conversation.start);
        let mut reader = None;
        for message in &conversation.messages {
            at += pacing.pause_before(message);
            let from = message.from;
            let text = with_weekdays(&message.text, at);
            add(at, Action::Send { from, text });
            if message.deleted {
                add(at + DELETE_DELAY, Action::Delete { from });
            }
            reader = Some(from.other());
        }
        if let (Some(by), false) = (reader, conversation.unread) {
            add(at + pacing.vary(40, 160), Action::Read { by });
        }
    }
    steps
}

/// Pauses between messages, varied without randomness.
#[derive(Default)]
struct Pacing {
    messages: i64,
}

impl Pacing {
    /// The time to read the message before and to type this one.
    fn pause_before(&mut self, message: &Message) -> SignedDuration {
        let letters = i64::try_from(message.text.chars().count()).unwrap_or(i64::MAX);
        let pause = self.vary(20, 120) + SignedDuration::from_secs((letters / 4).min(150));
        self.messages += 1;
        pause
    }

    /// Between `min` and `max` seconds. A step of the golden ratio keeps successive values
    /// well apart.
    fn vary(&self, min: i64, max: i64) -> SignedDuration {
        let range = max - min;
        let offset = self.messages * 618 * range % (range * 1000);
        SignedDuration::from_millis(min * 1000 + offset)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::demo::calendar::moscow;

    /// Morning, afternoon, night, another day of the week.
    fn times() -> impl Iterator<Item = Timestamp> {
        [
            "2025-03-05T10:00:00+03",
            "2025-03-05T15:20:00+03",
            "2025-03-06T03:00:00+03",
            "2025-03-09T21:59:59+03",
        ]
        .into_iter()
        .map(|time| time.parse().unwrap())
    }

    fn timelines() -> impl Iterator<Item = (Timestamp, Vec<Step>)> {
        times().map(|now| (now, timeline(now)))
    }

    #[test]
    fn only_planned_lessons_are_in_the_future() {
        for (now, steps) in timelines() {
            for step in steps {
                let is_plan = matches!(
                    step.action,
                    Action::AddLesson { status, .. } if status != LessonStatus::Completed
                );
                assert!(is_plan || step.at <= now, "{} at {now}", step.at);
            }
        }
    }

    /// Hence sorting all steps keeps every deletion and read mark right after its message.
    #[test]
    fn steps_of_a_chat_never_overlap() {
        for now in times() {
            let mut pacing = Pacing::default();
            for chat in &CONTENT.chats {
                let steps = messages(chat, &Calendar::new(now), &mut pacing);
                assert!(steps.is_sorted_by(|one, next| one.at < next.at));
            }
        }
    }

    #[test]
    fn a_completed_lesson_precedes_the_first_message() {
        for (_, steps) in timelines() {
            let mut pairs = HashSet::new();
            for Step { pair, action, .. } in steps {
                match action {
                    Action::AddLesson { status, .. } => {
                        if status == LessonStatus::Completed {
                            pairs.insert(pair);
                        }
                    }
                    _ => assert!(pairs.contains(&pair), "{pair:?}"),
                }
            }
        }
    }

    #[test]
    fn users_write_by_day_and_placeholders_are_replaced() {
        for (_, steps) in timelines() {
            for step in steps {
                let Action::Send { text, .. } = step.action else {
                    continue;
                };
                let hour = step.at.to_zoned(moscow()).hour();
                assert!((8..22).contains(&hour), "{text} at {}", step.at);
                assert!(!text.contains(['⟨', '⟩']), "{text}");
            }
        }
    }

    #[test]
    fn a_user_has_one_lesson_at_a_time() {
        let now = times().next().unwrap();
        let mut lessons: Vec<(Pair, Timestamp)> = Vec::new();
        for Step { pair, action, .. } in timeline(now) {
            let Action::AddLesson { scheduled_at, .. } = action else {
                continue;
            };
            for (other, at) in &lessons {
                let share = pair.teacher == other.teacher || pair.student == other.student;
                let is_apart = scheduled_at.duration_since(*at).abs() >= LESSON_DURATION;
                assert!(!share || is_apart, "{pair:?} and {other:?} at {at}");
            }
            lessons.push((pair, scheduled_at));
        }
    }
}
