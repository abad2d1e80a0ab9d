//! The reasons why connections end, with their close messages and metric labels.

use crate::chat::EndReason;
use crate::contracts::messenger::wire::frames::Refusal;
use crate::domain::Rejection;
use crate::http::Code;
use crate::http::stream::StreamEnd;

/// The reason why a connection ends.
#[derive(Debug, Clone, Copy)]
pub enum End {
    /// The client disconnected, or reads nothing any more.
    Lost,
    TokenExpired,
    TooManyMessages,
    Subscription(EndReason),
}

impl From<StreamEnd> for End {
    fn from(end: StreamEnd) -> Self {
        match end {
            StreamEnd::Subscription(reason) => Self::Subscription(reason),
            StreamEnd::TokenExpired => Self::TokenExpired,
            // Impossible: the subscription reopens, and the encoder queries nothing.
            StreamEnd::Failed(error) => {
                tracing::error!(%error, "a stream failed that should have been reopened");
                Self::Lost
            }
        }
    }
}

impl End {
    /// The `error` that the client receives before it is disconnected, if any.
    pub(super) fn close_message(self) -> Option<Refusal> {
        const LOG_IN_AGAIN: &str = "Authentication error";
        let too_fast = Code::Rejection(Rejection::RateLimited { retry_after: 1 });
        let (message, code) = match self {
            Self::Lost | Self::Subscription(EndReason::Shutdown) => return None,
            Self::TokenExpired => (LOG_IN_AGAIN, Code::TokenExpired),
            Self::TooManyMessages => ("too many messages: slow down", too_fast),
            Self::Subscription(EndReason::LoggedOut) => (LOG_IN_AGAIN, Code::LoggedOut),
            Self::Subscription(EndReason::AccessChanged | EndReason::Removed) => {
                (LOG_IN_AGAIN, Code::SessionExpired)
            }
        };
        let message = message.to_owned();
        Some(Refusal { message, code })
    }

    /// Labels for the metrics: the side that ended the connection, and the reason.
    pub(super) fn labels(self) -> (&'static str, &'static str) {
        match self {
            Self::Lost => ("client", "gone"),
            Self::TokenExpired => ("server", "expired"),
            Self::TooManyMessages => ("server", "too_fast"),
            Self::Subscription(_) => ("server", "ended"),
        }
    }
}
