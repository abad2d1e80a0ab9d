//! Limits requests in flight by user, and the memory of their responses.
//!
//! A request takes a permit once its [`Caller`](crate::http::Caller) is authenticated, and waits if
//! the user has none left. The permit is freed when the response, except for a part that fits into
//! the connection's buffer, was handed to the connection. Streams take no permit.
//!
//! [`LargeResponses`] count their bytes until then, so that slow readers of large lists cannot fill the
//! memory.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, SizeHint};
use parking_lot::Mutex;

use crate::bounds::{KeyedPermit, KeyedPermits};
use crate::domain::UserId;
use crate::http::anonymous_body::AnonymousBodies;
use crate::http::large_responses::{LargeResponses, NoRoom, Place};
use crate::http::problem::Problem;
use crate::http::read_rate::ReadRate;

/// Requests of one user that are served at once.
const PER_USER: usize = 16;
/// Further requests of one user that may wait for a permit, and how long.
const WAITING: usize = 240;
const WAIT_TIMEOUT: Duration = Duration::from_secs(5);

/// Responses are handed to the connection in pieces of this size, in bytes.
const PIECE: usize = 64 * 1024;

/// The limits. Clones share them.
#[derive(Clone)]
pub struct InFlight {
    permits: KeyedPermits<UserId>,
    responses: LargeResponses,
    anonymous_bodies: AnonymousBodies,
}

impl Default for InFlight {
    fn default() -> Self {
        Self {
            permits: KeyedPermits::new(PER_USER, WAITING),
            responses: LargeResponses::default(),
            anonymous_bodies: AnonymousBodies::default(),
        }
    }
}

/// An extension of a request: its permit, once it has one.
#[derive(Clone)]
struct RequestPermit {
    in_flight: InFlight,
    taken: Arc<Mutex<Option<Taken>>>,
}

struct Taken {
    user_id: UserId,
    permit: KeyedPermit<UserId>,
}

/// Takes a permit for a request of an authenticated user.
///
/// # Errors
/// 429 if no permit of this user became free in time.
pub async fn begin(parts: &Parts, user_id: UserId) -> Result<(), Problem> {
    let Some(request_permit) = parts.extensions.get::<RequestPermit>() else {
        return Ok(());
    };
    if request_permit.taken.lock().is_some() {
        return Ok(());
    }
    let permit = request_permit
        .in_flight
        .permits
        .take(user_id, WAIT_TIMEOUT)
        .await;
    let permit = permit.ok_or_else(|| Problem::too_many("too many requests at once", 1))?;
    *request_permit.taken.lock() = Some(Taken { user_id, permit });
    Ok(())
}

/// The limits on the body of a request whose caller is not authenticated.
pub fn of_stranger(parts: &Parts) -> Option<&AnonymousBodies> {
    let request_permit = parts.extensions.get::<RequestPermit>()?;
    let is_known = request_permit.taken.lock().is_some();
    (!is_known).then_some(&request_permit.in_flight.anonymous_bodies)
}

/// A layer that keeps the permit of a request until its response is sent.
pub async fn keep(State(in_flight): State<InFlight>, mut request: Request, next: Next) -> Response {
    let request_permit = RequestPermit {
        in_flight: in_flight.clone(),
        taken: Arc::default(),
    };
    request.extensions_mut().insert(request_permit.clone());
    let read_rate = request.extensions().get::<ReadRate>().cloned();
    let response = next.run(request).await;
    let Some(Taken { user_id, permit }) = request_permit.taken.lock().take() else {
        return response;
    };
    let size = response.body().size_hint().exact().unwrap_or(0);
    let read_rate = read_rate.unwrap_or_default();
    let place = match in_flight.responses.begin(user_id, size, &read_rate) {
        Ok(place) => place,
        Err(NoRoom) => return Problem::unavailable().into_response(),
    };
    response.map(|body| {
        Body::new(Held {
            body,
            pieces: VecDeque::new(),
            _permit: permit,
            _place: place,
        })
    })
}

/// A body that holds a permit until all its pieces were taken.
struct Held {
    body: Body,
    pieces: VecDeque<Bytes>,
    _permit: KeyedPermit<UserId>,
    _place: Option<Place>,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(piece) = self.pieces.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        let frame = match ready!(Pin::new(&mut self.body).poll_frame(context)) {
            Some(Ok(frame)) => frame,
            end => return Poll::Ready(end),
        };
        let frame = frame.into_data().map(|data| {
            if data.len() <= PIECE {
                return Frame::data(data);
            }
            // Copies, so that the whole response is freed now and each piece once it is written.
            self.pieces = data.chunks(PIECE).map(Bytes::copy_from_slice).collect();
            Frame::data(self.pieces.pop_front().unwrap_or_default())
        });
        Poll::Ready(Some(Ok(frame.unwrap_or_else(|trailers| trailers))))
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let ahead: usize = self.pieces.iter().map(Bytes::len).sum();
        let mut hint = self.body.size_hint();
        let (lower, upper) = (hint.lower() + ahead as u64, hint.upper());
        if let Some(upper) = upper {
            hint.set_upper(upper + ahead as u64);
        }
        hint.set_lower(lower);
        hint
    }
}
