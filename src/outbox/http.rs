//! What deliveries over HTTP share.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{ClientBuilder, redirect};

/// The limit for a request.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);
/// The longest pause that a receiver can ask for.
const MAX_PAUSE: Duration = Duration::from_hours(24);

/// A client that follows no redirects and waits a bounded time.
pub(super) fn client_builder() -> ClientBuilder {
    // A client can only be built once the process has a TLS implementation; one that is already
    // installed stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(REQUEST_TIMEOUT)
        .redirect(redirect::Policy::none())
        .user_agent(concat!("vestnik/", env!("CARGO_PKG_VERSION")))
}

/// The pause of a `Retry-After` (RFC 9110, 10.2.3), in seconds or as a date; a day at most.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    pause(headers.get(RETRY_AFTER)?.to_str().ok()?)
}

fn pause(value: &str) -> Option<Duration> {
    let value = value.trim();
    let asked = if let Ok(seconds) = value.parse() {
        Duration::from_secs(seconds)
    } else {
        let date = rfc2822::parse(value).ok()?.timestamp();
        let until = date.duration_since(Timestamp::now());
        Duration::try_from(until).unwrap_or_default()
    };
    Some(asked.min(MAX_PAUSE))
}

/// An error with its causes, which the client's text leaves out, and without the URL, which may hold
/// a secret.
pub(super) fn describe(error: reqwest::Error) -> String {
    let error = error.without_url();
    let first: &dyn std::error::Error = &error;
    let causes = std::iter::successors(Some(first), |error| error.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_takes_seconds_and_dates_up_to_a_day() {
        let day = Duration::from_hours(24);
        assert_eq!(pause(" 120 "), Some(Duration::from_mins(2)));
        assert_eq!(pause("7200"), Some(Duration::from_hours(2)));
        assert_eq!(pause("999999999999"), Some(day));
        assert_eq!(pause("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(pause("Sat, 01 Jan 2124 00:00:00 GMT"), Some(day));
        for unreadable in ["", "-1", "soon", "1.5"] {
            assert_eq!(pause(unreadable), None, "{unreadable}");
        }
    }
}
