//! The body of a request, which must arrive at a minimum rate.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, BodyDataStream, Bytes};
use axum::http::StatusCode;
use futures::Stream;
use tokio::time::{Instant, Sleep, sleep};

use crate::bounds::MinimumRate;
use crate::http::code::Code;
use crate::http::problem::Problem;

/// Why a body is incomplete.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The body arrives below its minimum rate.
#[derive(Debug, thiserror::Error)]
#[error("the body arrives too slowly")]
pub struct TooSlow;

/// The bytes of a body. It fails with [`TooSlow`] if they arrive more slowly than [`MinimumRate`].
pub struct PacedBody {
    body: BodyDataStream,
    rate: MinimumRate,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl PacedBody {
    /// The bytes of `body`.
    pub fn new(body: Body) -> Self {
        Self {
            body: body.into_data_stream(),
            rate: MinimumRate::default(),
            waiting: None,
        }
    }
}

impl Stream for PacedBody {
    type Item = Result<Bytes, Cause>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Cause>>> {
        if let Poll::Ready(chunk) = Pin::new(&mut self.body).poll_next(context) {
            let waited = self.waiting.take().map(|(since, _)| since.elapsed());
            let arrived = chunk.as_ref().and_then(|chunk| chunk.as_ref().ok());
            let bytes = arrived.map_or(0, Bytes::len);
            self.rate.record(bytes, waited.unwrap_or_default());
            return Poll::Ready(chunk.map(|chunk| chunk.map_err(Cause::from)));
        }
        let time_left = self.rate.time_left();
        let (_, until) = self
            .waiting
            .get_or_insert_with(|| (Instant::now(), Box::pin(sleep(time_left))));
        ready!(until.as_mut().poll(context));
        Poll::Ready(Some(Err(TooSlow.into())))
    }
}

/// 408: the body arrives too slowly.
pub fn too_slow() -> Problem {
    Problem::new(
        StatusCode::REQUEST_TIMEOUT,
        Code::RequestTimeout,
        "the body took too long to arrive",
    )
}
