//! Writes events to the socket of a stream whose task waits.

use std::sync::Arc;

use bytes::Bytes;
use tokio::time::Instant;

use super::due::{CHUNK, Due};
use super::socket::{BodySocket, MAX_FRAMES};
use crate::chat::{Outlet, SharedEvent, Written};
use crate::domain::Cursor;
use crate::http::stream::encoder::{Encoded, StreamEncoder};

/// The encoder and the socket of a stream.
pub(super) struct SocketOutlet<E> {
    pub(super) encoder: Arc<E>,
    /// From which the stream resumed.
    pub(super) start: Cursor,
    pub(super) socket: Arc<BodySocket>,
}

impl<E: StreamEncoder<Frame = Bytes>> Outlet for SocketOutlet<E> {
    fn write(&self, events: &[Arc<SharedEvent>], now: Instant) -> Written {
        let mut taken = 0;
        while taken < events.len() {
            let (joined, due) = self.join(&events[taken..]);
            if joined == 0 {
                break;
            }
            taken += joined;
            if let Some(due) = due
                && !self.socket.write_now(due.as_slice(), now)
            {
                return Written {
                    events: taken,
                    is_complete: false,
                };
            }
        }
        Written {
            events: taken,
            is_complete: taken == events.len(),
        }
    }
}

impl<E: StreamEncoder<Frame = Bytes>> SocketOutlet<E> {
    /// The frames of the first events, and the number of these. An event whose frame needs a query
    /// is for the task.
    fn join(&self, events: &[Arc<SharedEvent>]) -> (usize, Option<Due>) {
        let (mut due, mut bytes): (Option<Due>, usize) = (None, 0);
        for (joined, event) in events.iter().enumerate() {
            let count = due.as_ref().map_or(0, |due| due.as_slice().len());
            if count == MAX_FRAMES || bytes >= CHUNK {
                return (joined, due);
            }
            match self.encoder.event_since(event, self.start) {
                Encoded::Ready(None) => {}
                Encoded::Ready(Some(frame)) => {
                    bytes += frame.len();
                    due = Some(match due {
                        Some(due) => due.and(frame),
                        None => Due::One(frame),
                    });
                }
                Encoded::Query(_) => return (joined, due),
            }
        }
        (events.len(), due)
    }
}
