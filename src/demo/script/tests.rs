//! What holds for the script, whenever it is written.

use std::collections::{HashMap, HashSet};

use super::*;
use crate::demo::people::PEOPLE;
use crate::domain::Role;

/// Morning, afternoon, night, another day of the week.
const MOMENTS: [&str; 4] = [
    "2025-03-05T10:00:00+03",
    "2025-03-05T15:20:00+03",
    "2025-03-06T03:00:00+03",
    "2025-03-09T21:59:59+03",
];

fn scripts() -> impl Iterator<Item = (Timestamp, Vec<Step>)> {
    MOMENTS.into_iter().map(|moment| {
        let now = moment.parse().unwrap();
        (now, write(now))
    })
}

#[test]
fn nothing_that_was_said_or_done_is_yet_to_come() {
    for (now, script) in scripts() {
        for step in script {
            let is_plan = matches!(&step.what, What::Lesson(l) if l.completed_at.is_none());
            assert!(is_plan || step.at <= now, "{} at {now}", step.at);
        }
    }
}

#[test]
fn talks_of_a_chat_do_not_overlap() {
    for (_, script) in scripts() {
        let mut said: HashMap<Pair, Vec<usize>> = HashMap::new();
        for step in script {
            if let What::Sent { pair, key, .. } = step.what {
                said.entry(pair).or_default().push(key.0);
            }
        }
        assert!(said.values().all(|keys| keys.is_sorted()));
    }
}

#[test]
fn a_chat_begins_with_a_completed_lesson() {
    for (_, script) in scripts() {
        let mut met = HashSet::new();
        for step in script {
            match step.what {
                What::Lesson(lesson) if lesson.completed_at.is_some() => {
                    met.insert(lesson.pair);
                }
                What::Sent { pair, .. } => assert!(met.contains(&pair), "{pair:?}"),
                _ => {}
            }
        }
    }
}

#[test]
fn a_deletion_comes_before_the_next_line() {
    for (_, script) in scripts() {
        let mut newest: HashMap<Pair, MessageKey> = HashMap::new();
        for step in script {
            match step.what {
                What::Sent { pair, key, .. } => {
                    newest.insert(pair, key);
                }
                What::Deleted { pair, key, .. } | What::Read { pair, key, .. } => {
                    assert_eq!(newest.get(&pair), Some(&key));
                }
                What::Lesson(_) => {}
            }
        }
    }
}

#[test]
fn everybody_is_known_and_in_their_role() {
    let role = |login| PEOPLE.iter().find(|p| p.login == login).map(|p| p.role);
    for (_, script) in scripts() {
        for step in script {
            let (What::Lesson(PlannedLesson { pair, .. })
            | What::Sent { pair, .. }
            | What::Deleted { pair, .. }
            | What::Read { pair, .. }) = step.what;
            assert_eq!(role(pair.teacher), Some(Role::Teacher), "{}", pair.teacher);
            assert_eq!(role(pair.student), Some(Role::Student), "{}", pair.student);
        }
    }
}

#[test]
fn people_write_by_day() {
    for (_, script) in scripts() {
        for step in script {
            let What::Sent { content, .. } = step.what else {
                continue;
            };
            let hour = step
                .at
                .to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3)))
                .hour();
            assert!((8..22).contains(&hour), "{content} at {}", step.at);
            assert!(!content.contains(['⟨', '⟩']), "{content}");
        }
    }
}
