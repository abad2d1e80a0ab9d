//! What the limits on a user leave after an event.

use std::iter::once;

use tokio_postgres::Row;

use crate::bounds::quota::Quota;
use crate::domain::limits::ActionLimits;
use crate::domain::{EventKind, NewEvent, PersonalLimits};

/// In microseconds.
const SECOND: u64 = 1_000_000;
const HOUR: u64 = 3_600 * SECOND;

/// A token bucket, as `sql/limits/take_tokens.sql` keeps it.
#[derive(Clone, Copy)]
struct Bucket {
    /// Tokens of a full one.
    size: u32,
    /// Microseconds until one more token.
    interval: u64,
}

/// The quotas that the event counts against, by its row of `append_batch()`.
pub(super) fn after(event: &NewEvent, limits: &PersonalLimits, row: &Row) -> Vec<Quota> {
    let name = name(event.kind);
    if let Some(limits) = event.limits {
        return of_realm(name, limits, &row.get::<_, Vec<Option<i32>>>("recent"));
    }
    let bucket = bucket(event.kind, limits);
    let quota = bucket.map(|bucket| {
        let full_in: Option<i64> = row.get("full_in");
        bucket.quota(name, full_in.unwrap_or_default())
    });
    quota.into_iter().collect()
}

/// What the limit of a user on a kind of event is called.
fn name(kind: EventKind) -> &'static str {
    match kind {
        EventKind::MessageSent => "send",
        EventKind::ChatCreated => "chats",
        other => other.as_str(),
    }
}

/// The bucket of a user for a kind of event, by `event_kinds.limit_class`.
fn bucket(kind: EventKind, limits: &PersonalLimits) -> Option<Bucket> {
    if matches!(kind, EventKind::ChatCreated | EventKind::ChatRestored) {
        let limit = limits.chat?;
        return Some(Bucket::new(limit.per_hour, HOUR, limit.per_hour));
    }
    let limit = limits.send?;
    Some(Bucket::new(limit.burst, SECOND, limit.per_second))
}

impl Bucket {
    /// A bucket of `size` tokens that gets `tokens` in every `time`.
    fn new(size: u32, time: u64, tokens: u32) -> Self {
        let interval = time / u64::from(tokens.max(1));
        Self {
            size,
            interval: interval.max(1),
        }
    }

    /// What is left while it takes these microseconds to fill. Of a token that comes back nothing counts before
    /// all of it is there.
    fn quota(self, name: &'static str, full_in: i64) -> Quota {
        let whole = u64::from(self.size) * self.interval;
        let full_in = u64::try_from(full_in).unwrap_or_default().min(whole);
        let taken = full_in.div_ceil(self.interval);
        let next_in = full_in - taken.saturating_sub(1) * self.interval;
        Quota {
            name,
            limit: self.size,
            window: Some(seconds(whole)),
            left: self.size.saturating_sub(number(taken)),
            more_in: (taken > 0).then(|| seconds(next_in)),
        }
    }
}

/// The quotas of a realm with limits of its own, by `sql/limits/recent_quota.sql`.
fn of_realm(name: &'static str, limits: ActionLimits, recent: &[Option<i32>]) -> Vec<Quota> {
    let counted = |index: usize| {
        let counted = recent.get(index).copied().flatten();
        counted.and_then(|counted| u32::try_from(counted).ok())
    };
    let quota = |name, limit: u32, window, index| Quota {
        name,
        limit,
        window: Some(window),
        left: limit.saturating_sub(counted(index).unwrap_or_default()),
        more_in: counted(index + 1),
    };
    let minute = quota(name, limits.a_minute, 60, 0);
    let burst = limits
        .in_5_seconds
        .map(|limit| quota("send-burst", limit, 5, 2));
    once(minute).chain(burst).collect()
}

fn seconds(microseconds: u64) -> u32 {
    number(microseconds.div_ceil(SECOND))
}

fn number(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of 100 tokens, 20 a second, and the seconds until there are more.
    fn left(full_in: i64) -> (u32, Option<u32>) {
        let quota = Bucket::new(100, SECOND, 20).quota("send", full_in);
        assert_eq!((quota.limit, quota.window), (100, Some(5)));
        (quota.left, quota.more_in)
    }

    #[test]
    fn only_whole_tokens_are_left() {
        assert_eq!(left(-7), (100, None));
        assert_eq!(left(0), (100, None));
        assert_eq!(left(1), (99, Some(1)));
        assert_eq!(left(50_000), (99, Some(1)));
        assert_eq!(left(50_001), (98, Some(1)));
        assert_eq!(left(5_000_000), (0, Some(1)));
        assert_eq!(left(i64::MAX), (0, Some(1)));
        let hourly = Bucket::new(60, HOUR, 60);
        let quota = hourly.quota("chats", 90 * 1_000_000);
        assert_eq!((quota.window, quota.left), (Some(3_600), 58));
        assert_eq!(quota.more_in, Some(30));
    }

    #[test]
    fn limits_of_a_realm_count_a_minute_and_five_seconds() {
        let limits = ActionLimits {
            a_minute: 20,
            in_5_seconds: Some(5),
            same_text_chats: None,
        };
        let quotas = of_realm("send", limits, &[Some(21), Some(7), Some(0), None]);
        let left: Vec<_> = quotas
            .iter()
            .map(|quota| (quota.name, quota.left, quota.more_in))
            .collect();
        assert_eq!(left, [("send", 0, Some(7)), ("send-burst", 5, None)]);
    }
}
