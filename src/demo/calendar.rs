//! When things of the demo happened, counted back from now.
//!
//! The school keeps Moscow time, which knows no summer time: a day has 24 hours. "Today" is
//! the day of the latest moment, up to now, at which people are awake; so a demo that is
//! filled at night has its newest messages in the evening before.

use jiff::civil::Weekday;
use jiff::tz::{self, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Between these hours people write to each other.
const AWAKE: std::ops::Range<i8> = 10..22;
/// The last minute of a day on which somebody writes.
const BEDTIME: SignedDuration = SignedDuration::from_mins(21 * 60 + 50);

/// Turns "five days ago at 18:30" into a time.
pub(super) struct Calendar {
    /// Nothing has happened after it.
    latest: Timestamp,
    /// When today began.
    midnight: Timestamp,
}

impl Calendar {
    /// The calendar as seen at `now`.
    pub fn new(now: Timestamp) -> Self {
        let local = now.to_zoned(moscow()).datetime();
        let since_midnight =
            local.duration_since(local.date().to_datetime(jiff::civil::Time::midnight()));
        let midnight = now - since_midnight;
        if local.hour() < AWAKE.start {
            let midnight = midnight - SignedDuration::from_hours(24);
            return Self {
                latest: midnight + BEDTIME,
                midnight,
            };
        }
        if local.hour() >= AWAKE.end {
            return Self {
                latest: midnight + BEDTIME,
                midnight,
            };
        }
        Self {
            latest: now,
            midnight,
        }
    }

    /// A time of a day, counted from today.
    pub fn at(&self, day: i64, (hour, minute): (i64, i64)) -> Timestamp {
        self.midnight + SignedDuration::from_mins(((day * 24) + hour) * 60 + minute)
    }

    /// A moment ago.
    pub fn minutes_ago(&self, minutes: i64) -> Timestamp {
        self.latest - SignedDuration::from_mins(minutes)
    }
}

/// Puts the names of days into a text that was written at `at`: `⟨в+2⟩` is the day after
/// tomorrow as in "в среду"; `к` and `до` likewise.
pub(super) fn with_weekdays(text: &str, at: Timestamp) -> String {
    let Some((before, rest)) = text.split_once('⟨') else {
        return text.to_owned();
    };
    let (day, after) = rest
        .split_once('⟩')
        .expect("a day's name is between ⟨ and ⟩");
    let (preposition, days) = day
        .split_once('+')
        .expect("a day is a preposition and a number");
    let days: i64 = days.parse().expect("the number of days is one");
    let on = at + SignedDuration::from_hours(24 * days);
    let name = weekday(preposition, on.to_zoned(moscow()).weekday());
    format!("{before}{name}{}", with_weekdays(after, at))
}

fn weekday(preposition: &str, day: Weekday) -> &'static str {
    let names = match preposition {
        "в" => [
            "в понедельник",
            "во вторник",
            "в среду",
            "в четверг",
            "в пятницу",
            "в субботу",
            "в воскресенье",
        ],
        "к" => [
            "к понедельнику",
            "ко вторнику",
            "к среде",
            "к четвергу",
            "к пятнице",
            "к субботе",
            "к воскресенью",
        ],
        _ => [
            "до понедельника",
            "до вторника",
            "до среды",
            "до четверга",
            "до пятницы",
            "до субботы",
            "до воскресенья",
        ],
    };
    names[usize::from(day.to_monday_zero_offset().unsigned_abs())]
}

fn moscow() -> TimeZone {
    TimeZone::fixed(tz::offset(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn by_day_today_is_today_and_the_newest_moment_is_now() {
        let calendar = Calendar::new(now("2025-03-05T15:20:07+03"));
        assert_eq!(calendar.minutes_ago(0), now("2025-03-05T15:20:07+03"));
        assert_eq!(calendar.at(-5, (18, 30)), now("2025-02-28T18:30:00+03"));
    }

    #[test]
    fn by_night_the_newest_moment_is_in_the_evening_before() {
        for night in [
            "2025-03-05T23:10:00+03",
            "2025-03-06T00:10:00+03",
            "2025-03-06T09:59:59+03",
        ] {
            let calendar = Calendar::new(now(night));
            assert_eq!(calendar.minutes_ago(0), now("2025-03-05T21:50:00+03"));
            assert_eq!(calendar.at(1, (0, 0)), now("2025-03-06T00:00:00+03"));
        }
    }

    #[test]
    fn days_are_named_from_the_day_of_writing() {
        let wednesday = now("2025-03-05T23:59:00+03");
        let text = with_weekdays("Жду ⟨в+6⟩, а лучше ⟨к+2⟩. И {0} тоже, ⟨до+7⟩", wednesday);
        assert_eq!(
            text,
            "Жду во вторник, а лучше к пятнице. И {0} тоже, до среды"
        );
    }
}
