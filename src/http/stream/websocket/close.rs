//! Why a WebSocket ends, and its close code.

use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::frames::Refused;
use crate::chat::{self, EndReason};
use crate::http::stream::transport::StreamEnd;

/// A close code and its reason (RFC 6455, section 7.4; those from 4000 on are the contracts').
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// 1002: not the WebSocket protocol.
    ProtocolError,
    /// 1007: a text frame that is not UTF-8.
    NotUtf8,
    /// 1008: more frames than the limit on refusals.
    TooFast,
    /// 1009: a frame over [`super::MAX_FRAME`].
    TooBig,
    /// 1011: a bug in this server.
    Internal,
    /// 1012: the server shuts down; the client reconnects to another.
    Restart,
    /// 1013: the log cannot be read; the client tries again.
    Unavailable,
    /// 4401: the token expired, or the session was revoked.
    Unauthenticated,
    /// 4403: the user's role changed, or the user was removed, banned or deleted.
    Forbidden,
    /// 4408: the client sent nothing for too long.
    PingTimeout,
}

impl Close {
    /// The number on the wire.
    pub const fn code(self) -> u16 {
        match self {
            Self::ProtocolError => 1002,
            Self::NotUtf8 => 1007,
            Self::TooFast => 1008,
            Self::TooBig => 1009,
            Self::Internal => 1011,
            Self::Restart => 1012,
            Self::Unavailable => 1013,
            Self::Unauthenticated => 4401,
            Self::Forbidden => 4403,
            Self::PingTimeout => 4408,
        }
    }

    const fn reason(self) -> &'static str {
        match self {
            Self::ProtocolError => "protocol error",
            Self::NotUtf8 => "not UTF-8",
            Self::TooFast => "too many frames",
            Self::TooBig => "frame too big",
            Self::Internal => "internal error",
            Self::Restart => "server shutting down",
            Self::Unavailable => "try again later",
            Self::Unauthenticated => "token expired or logged out",
            Self::Forbidden => "access ended",
            Self::PingTimeout => "silent for too long",
        }
    }

    pub(super) fn frame(self) -> CloseFrame {
        CloseFrame {
            code: CloseCode::from(self.code()),
            reason: self.reason().into(),
        }
    }
}

impl From<EndReason> for Close {
    fn from(end: EndReason) -> Self {
        match end {
            EndReason::Shutdown => Self::Restart,
            EndReason::LoggedOut => Self::Unauthenticated,
            EndReason::AccessChanged | EndReason::Removed => Self::Forbidden,
        }
    }
}

impl From<chat::Error> for Close {
    fn from(error: chat::Error) -> Self {
        match error {
            chat::Error::Unavailable(_) => Self::Unavailable,
            chat::Error::Rejected(_) | chat::Error::Internal(_) => Self::Internal,
        }
    }
}

/// Why a connection ended.
#[derive(Debug)]
pub enum CloseCause {
    /// The server closes it.
    Server(Close),
    /// The client closed it, with this code if any.
    Client(Option<u16>),
    /// The connection broke, or the peer stopped reading.
    Lost,
}

impl From<Close> for CloseCause {
    fn from(close: Close) -> Self {
        Self::Server(close)
    }
}

impl From<StreamEnd> for CloseCause {
    fn from(end: StreamEnd) -> Self {
        Self::Server(match end {
            StreamEnd::Subscription(reason) => reason.into(),
            StreamEnd::TokenExpired => Close::Unauthenticated,
            StreamEnd::Failed(error) => {
                tracing::warn!(%error, "closed a WebSocket: its events cannot be read");
                error.into()
            }
        })
    }
}

impl From<Error> for CloseCause {
    fn from(error: Error) -> Self {
        match error {
            Error::Capacity(_) => Close::TooBig.into(),
            Error::Utf8(_) => Close::NotUtf8.into(),
            Error::Protocol(
                tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
            ) => Self::Lost,
            Error::Protocol(_) => Close::ProtocolError.into(),
            Error::Io(error) if is_refusal(&error) => Close::TooFast.into(),
            _ => Self::Lost,
        }
    }
}

/// Whether reading failed because a frame was refused.
fn is_refusal(error: &std::io::Error) -> bool {
    let cause = error.get_ref();
    cause
        .and_then(|cause| cause.downcast_ref::<Refused>())
        .is_some()
}
