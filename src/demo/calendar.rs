//! The demo's dates, relative to the time at which it is filled.
//!
//! The school is in Moscow, where a day always has 24 hours. Users write between 10:00 and
//! 22:00: at other times, "now" is the end of the last such period.

use jiff::civil::Time;
use jiff::tz::{self, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::content::{CONTENT, Start};

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// The last minute of a day at which a user writes.
const BEDTIME: SignedDuration = SignedDuration::from_mins(21 * 60 + 50);

pub(super) struct Calendar {
    /// No message is newer.
    latest: Timestamp,
    /// The beginning of today.
    midnight: Timestamp,
}

impl Calendar {
    /// The calendar of a demo that is filled at `now`.
    pub fn new(now: Timestamp) -> Self {
        let local = now.to_zoned(moscow()).time();
        let today = now - local.duration_since(Time::midnight());
        let (midnight, latest) = match local.hour() {
            ..10 => (today - DAY, today - DAY + BEDTIME),
            10..22 => (today, now),
            22.. => (today, today + BEDTIME),
        };
        Self { latest, midnight }
    }

    /// A time of the day that is `day` days after today.
    pub fn at(&self, day: i64, time: Time) -> Timestamp {
        self.midnight + SignedDuration::from_hours(24 * day) + time.duration_since(Time::midnight())
    }

    /// The time of a start.
    pub fn start(&self, start: &Start) -> Timestamp {
        match *start {
            Start::Day { days_ago, time } => self.at(-days_ago, time),
            Start::Recent { minutes_ago } => self.latest - SignedDuration::from_mins(minutes_ago),
        }
    }
}

/// Replaces `⟨preposition+days⟩` by the name of the day that is so many days after `at`.
pub(super) fn with_weekdays(text: &str, at: Timestamp) -> String {
    let Some((before, rest)) = text.split_once('⟨') else {
        return text.to_owned();
    };
    let (placeholder, after) = rest.split_once('⟩').expect("a placeholder ends with ⟩");
    let (preposition, days) = placeholder.split_once('+').expect("⟨preposition+days⟩");
    let days: i64 = days.parse().expect("a number of days");
    let date = at + SignedDuration::from_hours(24 * days);
    let weekday = date.to_zoned(moscow()).weekday().to_monday_zero_offset();
    let name = &CONTENT.school.weekdays[preposition][usize::from(weekday.unsigned_abs())];
    format!("{before}{name}{}", with_weekdays(after, at))
}

pub(super) fn moscow() -> TimeZone {
    TimeZone::fixed(tz::offset(3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    fn now(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn latest(calendar: &Calendar) -> Timestamp {
        calendar.start(&Start::Recent { minutes_ago: 0 })
    }

    #[test]
    fn by_day_the_latest_time_is_now() {
        let calendar = Calendar::new(now("2025-03-05T15:20:07+03"));
        assert_eq!(latest(&calendar), now("2025-03-05T15:20:07+03"));
        let five_days_ago = calendar.at(-5, time(18, 30, 0, 0));
        assert_eq!(five_days_ago, now("2025-02-28T18:30:00+03"));
    }

    #[test]
    fn by_night_the_latest_time_is_the_evening_before() {
        for night in [
            "2025-03-05T23:10:00+03",
            "2025-03-06T00:10:00+03",
            "2025-03-06T09:59:59+03",
        ] {
            let calendar = Calendar::new(now(night));
            assert_eq!(latest(&calendar), now("2025-03-05T21:50:00+03"));
            let tomorrow = calendar.at(1, Time::midnight());
            assert_eq!(tomorrow, now("2025-03-06T00:00:00+03"));
        }
    }

    #[test]
    fn weekdays_count_from_the_time_of_writing() {
        let wednesday = now("2025-03-05T23:59:00+03");
        let text = with_weekdays("Жду ⟨в+6⟩, а лучше ⟨в+2⟩. И {0} тоже, ⟨до+7⟩", wednesday);
        assert_eq!(
            text,
            "Жду во вторник, а лучше в пятницу. И {0} тоже, до среды"
        );
    }
}
