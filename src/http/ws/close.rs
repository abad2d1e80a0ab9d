//! Why a connection ends, as its client is told.

use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::frames::Refused;
use crate::chat::{self, EndReason};

/// A close code and its reason (RFC 6455, section 7.4; those from 4000 on are the contracts').
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// 1002: not the WebSocket protocol.
    ProtocolError,
    /// 1007: a text that is not UTF-8.
    NotUtf8,
    /// 1008: far too many frames, whatever was answered.
    TooFast,
    /// 1009: a frame over [`super::MAX_FRAME`].
    TooBig,
    /// 1011: a defect of this server.
    Internal,
    /// 1012: the server shuts down; another one takes over.
    Restart,
    /// 1013: the log cannot be read now.
    Unavailable,
    /// 4401: the token expired, or its log-in was ended.
    Unauthenticated,
    /// 4403: the user's role changed, or the user is not in the chat any more, or not at all.
    Forbidden,
    /// 4408: nothing was heard for too long.
    PingTimeout,
}

impl Close {
    /// As on the wire.
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

    /// For people who debug a client.
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

/// How a conversation over a socket came to its end.
#[derive(Debug)]
pub(super) enum CloseCause {
    /// We end it.
    Server(Close),
    /// The peer said that it ends it, with this code if any.
    Client(Option<u16>),
    /// The connection is gone without a word, or its peer takes nothing any more.
    Lost,
}

impl From<Close> for CloseCause {
    fn from(close: Close) -> Self {
        Self::Server(close)
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

/// Whether reading failed since a frame was refused.
fn is_refusal(error: &std::io::Error) -> bool {
    let cause = error.get_ref();
    cause
        .and_then(|cause| cause.downcast_ref::<Refused>())
        .is_some()
}
