//! Whether the times of the log can be true.
//!
//! An event that was not imported has the time of the database's clock, and never one before that of an
//! earlier such event, since the append sees to it also when the clock is set back. A seal is no
//! older than the events under it and the seals before it. So these are compared exactly. An event
//! that follows a seal may be older than it only by as much as the clock was set back meanwhile.

use jiff::Timestamp;

use super::event::Event;

/// How far a clock may have been set back between a seal and the next event, and how far this machine's clock
/// may be behind that of the database, in microseconds. Five minutes is the most by which Kerberos lets
/// clocks differ; synchronised clocks differ by less than a second.
pub(super) const CLOCK_TOLERANCE: i64 = 5 * 60 * 1_000_000;

/// The seals around an event.
#[derive(Clone, Copy, Default)]
pub(super) struct SealTimes {
    /// Of the last seal before it.
    pub(super) before: Option<i64>,
    /// Of the seal over it.
    pub(super) over: Option<i64>,
}

/// Compares the times of one event after the other.
pub(super) struct Times {
    now: i64,
    /// The position and the time of the latest event so far.
    latest: Option<(i64, i64)>,
}

impl Times {
    /// `now` is the time of this machine, in microseconds since 1970.
    pub(super) fn at(now: i64) -> Self {
        Self { now, latest: None }
    }

    /// What is wrong with the time of an event.
    pub(super) fn check(&mut self, event: &Event, seals: SealTimes) -> Option<String> {
        if event.is_imported() {
            return None;
        }
        let at = event.recorded_at;
        let problem = self.problem(at, seals);
        if self.latest.is_none_or(|(_, latest)| at > latest) {
            self.latest = Some((event.position, at));
        }
        problem
    }

    fn problem(&self, at: i64, seals: SealTimes) -> Option<String> {
        if let Some((position, latest)) = self.latest.filter(|(_, latest)| at < *latest) {
            return Some(format!(
                "this event has the time {}, but event {position} before it has {}",
                shown(at),
                shown(latest)
            ));
        }
        let before = seals.before.filter(|sealed| {
            let oldest = sealed.saturating_sub(CLOCK_TOLERANCE);
            at < oldest
        });
        if let Some(sealed) = before {
            return Some(format!(
                "this event has the time {}, but the log before it was sealed at {}",
                shown(at),
                shown(sealed)
            ));
        }
        if let Some(sealed) = seals.over.filter(|sealed| at > *sealed) {
            return Some(format!(
                "this event has the time {}, but it was sealed at {}",
                shown(at),
                shown(sealed)
            ));
        }
        self.is_future(at)
            .then(|| format!("this event has the time {}, which is to come", shown(at)))
    }

    pub(super) fn is_future(&self, at: i64) -> bool {
        at > self.now.saturating_add(CLOCK_TOLERANCE)
    }
}

/// A time for people.
pub(super) fn shown(microseconds: i64) -> String {
    Timestamp::from_microsecond(microseconds)
        .map_or_else(|_| "that no calendar has".to_owned(), |at| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60 * 1_000_000;

    fn event(position: i64, at: i64, origin: &str) -> Event {
        Event {
            position,
            id: uuid::Uuid::nil(),
            realm: "school".into(),
            chat_id: None,
            kind: "chat_read".into(),
            actor_id: None,
            payload: "{}".into(),
            recorded_at: at,
            origin: origin.into(),
        }
    }

    #[test]
    fn events_may_be_older_than_a_seal_by_a_clock_that_was_set_back() {
        let mut times = Times::at(100 * MINUTE);
        let seals = SealTimes {
            before: Some(10 * MINUTE),
            over: None,
        };
        assert_eq!(times.check(&event(1, 5 * MINUTE, "server"), seals), None);
        let older = event(2, 5 * MINUTE - 1, "server");
        assert!(Times::at(100 * MINUTE).check(&older, seals).is_some());
    }

    #[test]
    fn events_are_never_older_than_earlier_ones() {
        let mut times = Times::at(100 * MINUTE);
        let none = SealTimes::default();
        assert_eq!(times.check(&event(1, MINUTE, "server"), none), None);
        assert_eq!(times.check(&event(2, MINUTE, "sql:anna"), none), None);
        assert_eq!(times.check(&event(3, 0, "import"), none), None);
        let found = times.check(&event(4, MINUTE - 1, "sql:anna"), none);
        assert_eq!(
            found.unwrap(),
            "this event has the time 1970-01-01T00:00:59.999999Z, \
             but event 1 before it has 1970-01-01T00:01:00Z"
        );
    }

    #[test]
    fn events_to_come_are_found() {
        let mut times = Times::at(0);
        let none = SealTimes::default();
        assert_eq!(
            times.check(&event(1, CLOCK_TOLERANCE, "server"), none),
            None
        );
        assert!(times.check(&event(2, i64::MAX, "server"), none).is_some());
    }
}
