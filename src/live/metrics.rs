//! Counts what subscriptions deliver.
//!
//! # Why
//! The counters are kept as handles, since a delivery counts once per subscriber and batch: a
//! look-up in the recorder's table would cost about as much as the delivery itself.

use std::sync::LazyLock;

use metrics::{Counter, counter};

use crate::telemetry::metrics::{CATCH_UP_PAGES, CATCH_UPS, DELIVERED_EVENTS};

/// The source of a subscriber's events.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    Ring,
    Log,
    Live,
}

/// Why a subscriber had to catch up.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CatchUpReason {
    Resume,
    Overflow,
    Reset,
}

/// The counters, by source or reason.
pub(crate) struct Metrics {
    catch_ups: [Counter; 3],
    delivered: [Counter; 3],
    pages: [Counter; 2],
}

pub(crate) static METRICS: LazyLock<Metrics> = LazyLock::new(|| Metrics {
    catch_ups: ["resume", "overflow", "reset"].map(|why| counter!(CATCH_UPS, "why" => why)),
    delivered: ["ring", "log", "live"].map(|from| counter!(DELIVERED_EVENTS, "from" => from)),
    pages: ["ring", "log"].map(|from| counter!(CATCH_UP_PAGES, "from" => from)),
});

impl Metrics {
    pub(crate) fn caught_up(&self, why: CatchUpReason) {
        self.catch_ups[why as usize].increment(1);
    }

    /// Counts a page of missed events.
    pub(crate) fn missed(&self, source: Source, events: usize) {
        if let Some(pages) = self.pages.get(source as usize) {
            pages.increment(1);
        }
        self.delivered(source, events);
    }

    pub(crate) fn delivered(&self, source: Source, events: usize) {
        self.delivered[source as usize].increment(events as u64);
    }
}
