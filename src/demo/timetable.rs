//! The demo school's lessons: weekly, by pair, counted in days from today.
//!
//! A pair whose lessons are all still to come has no chat yet: completing one of them in the
//! running demo shows a chat being born.

use crate::directory::LessonStatus;
use crate::directory::LessonStatus::{Cancelled, Completed, Scheduled};

/// How long a lesson takes.
pub(super) const MINUTES: i64 = 60;

/// One lesson.
pub(super) struct Lesson {
    /// A teacher's login.
    pub teacher: &'static str,
    /// A student's login.
    pub student: &'static str,
    /// Days from today: −7 is a week ago.
    pub day: i64,
    /// The hour and minute of the day at which it begins.
    pub at: (i64, i64),
    /// Where it stands.
    pub status: LessonStatus,
}

/// Lessons of one pair at the same time of the day.
struct Course {
    teacher: &'static str,
    student: &'static str,
    at: (i64, i64),
    lessons: &'static [(i64, LessonStatus)],
}

const fn course(
    teacher: &'static str,
    student: &'static str,
    at: (i64, i64),
    lessons: &'static [(i64, LessonStatus)],
) -> Course {
    Course {
        teacher,
        student,
        at,
        lessons,
    }
}

#[rustfmt::skip] // A table.
const COURSES: &[Course] = &[
    course("anna.teacher", "maksim.student", (17, 0),
        &[(-12, Completed), (-9, Completed), (-5, Completed), (-2, Completed), (2, Scheduled), (5, Scheduled)]),
    course("anna.teacher", "polina.student", (18, 30), &[(-10, Completed), (-3, Completed)]),
    course("anna.teacher", "polina.student", (19, 30), &[(4, Scheduled)]),
    course("anna.teacher", "artem.student", (16, 0),
        &[(-15, Completed), (-8, Completed), (-1, Completed), (6, Scheduled)]),
    course("anna.teacher", "ilya.student", (19, 0), &[(-11, Completed), (-4, Completed), (3, Scheduled)]),
    course("ekaterina.teacher", "alisa.student", (19, 0), &[(-13, Completed), (-6, Completed), (1, Scheduled)]),
    course("ekaterina.teacher", "sofia.student", (15, 30), &[(-9, Completed), (-2, Completed), (5, Scheduled)]),
    course("ekaterina.teacher", "varvara.student", (18, 0), &[(-11, Completed), (-4, Cancelled), (3, Scheduled)]),
    course("dmitry.teacher", "maksim.student", (18, 30), &[(-11, Completed), (-4, Completed), (3, Scheduled)]),
    course("dmitry.teacher", "ilya.student", (17, 0), &[(-10, Completed), (-3, Completed), (4, Scheduled)]),
    course("dmitry.teacher", "timur.student", (20, 0), &[(-8, Completed), (-1, Completed), (6, Scheduled)]),
    course("dmitry.teacher", "nikita.student", (17, 0), &[(-1, Completed), (6, Scheduled)]),
    course("natalia.teacher", "polina.student", (16, 0), &[(-12, Completed), (-5, Completed), (2, Scheduled)]),
    course("natalia.teacher", "timur.student", (19, 0), &[(-9, Completed), (-2, Completed), (5, Scheduled)]),
    course("natalia.teacher", "varvara.student", (17, 30), &[(-13, Completed), (-6, Completed), (1, Scheduled)]),
    course("natalia.teacher", "alisa.student", (15, 0), &[(4, Scheduled)]),
    course("dmitry.teacher", "artem.student", (18, 0), &[(7, Scheduled)]),
];

/// All lessons, by course.
pub(super) fn lessons() -> impl Iterator<Item = Lesson> {
    COURSES.iter().flat_map(|course| {
        course.lessons.iter().map(|&(day, status)| Lesson {
            teacher: course.teacher,
            student: course.student,
            day,
            at: course.at,
            status,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_in_two_lessons_at_once() {
        let lessons: Vec<Lesson> = lessons().collect();
        for (n, one) in lessons.iter().enumerate() {
            for other in &lessons[n + 1..] {
                let share = one.teacher == other.teacher || one.student == other.student;
                let begin = |l: &Lesson| (l.day * 24 + l.at.0) * 60 + l.at.1;
                let apart = (begin(one) - begin(other)).abs() >= MINUTES;
                assert!(
                    !share || apart,
                    "{} and {} on day {}",
                    one.teacher,
                    other.student,
                    one.day
                );
            }
        }
    }
}
