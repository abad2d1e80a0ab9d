//! Limits the streams that one user has open.

use crate::bounds::{KeyedPermit, KeyedPermits};
use crate::domain::UserId;
use crate::http::problem::Problem;

/// Streams of each kind that one user may have open, in a realm and on a replica.
pub const MAX_STREAMS_PER_USER: usize = 32;
/// When a refused client may try again, in seconds.
const RETRY_AFTER: u32 = 5;

/// Counts an open stream until it is dropped.
pub struct StreamPermit {
    _permit: KeyedPermit<UserId>,
}

/// The open streams of a realm, by kind. Clones share the limits.
#[derive(Clone)]
pub struct OpenStreams {
    event_streams: KeyedPermits<UserId>,
    sockets: KeyedPermits<UserId>,
}

impl Default for OpenStreams {
    fn default() -> Self {
        let permits = || KeyedPermits::new(MAX_STREAMS_PER_USER, 0);
        Self {
            event_streams: permits(),
            sockets: permits(),
        }
    }
}

impl OpenStreams {
    /// Counts an event stream of a user.
    ///
    /// # Errors
    /// 429 if the user has too many.
    pub fn begin_event_stream(&self, user_id: UserId) -> Result<StreamPermit, Problem> {
        begin(&self.event_streams, user_id)
    }

    /// Counts a WebSocket of a user.
    ///
    /// # Errors
    /// 429 if the user has too many.
    pub fn begin_socket(&self, user_id: UserId) -> Result<StreamPermit, Problem> {
        begin(&self.sockets, user_id)
    }
}

fn begin(permits: &KeyedPermits<UserId>, user_id: UserId) -> Result<StreamPermit, Problem> {
    let permit = permits.try_take(user_id);
    let permit = permit.map(|permit| StreamPermit { _permit: permit });
    permit.ok_or_else(|| {
        let detail = format!("at most {MAX_STREAMS_PER_USER} streams may be open at once");
        Problem::too_many(detail, RETRY_AFTER)
    })
}
