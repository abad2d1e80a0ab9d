//! What is still to come of a request that was answered already.
//!
//! # Why
//! Who is refused while they send, a file with an expired token, say, loses the answer if the
//! connection is closed on them: their next write fails before they have read anything, and all
//! that they learn is that the network broke (RFC 9112, section 9.6). So what is left of a body
//! is read to its end, within bounds, while the answer is on its way.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use hyper::body::{Body as _, Frame, Incoming, SizeHint};
use tokio::runtime::Handle;
use tokio::time::timeout;

/// How much is read at most, in bytes: more than the largest file that is taken.
const MOST: usize = 32 * 1024 * 1024;
/// How long at most.
const LONGEST: Duration = Duration::from_secs(30);

/// The request, whose body is read to its end, whatever becomes of it.
pub fn drain_on_drop(request: Request<Incoming>) -> Request<Body> {
    if request.body().is_end_stream() {
        return request.map(Body::new);
    }
    let is_awaited = request.headers().contains_key(header::EXPECT);
    request.map(|body| {
        Body::new(DrainOnDrop {
            body: Some(body),
            is_client_sending: !is_awaited,
        })
    })
}

/// A body that is read on when it is dropped.
struct DrainOnDrop {
    body: Option<Incoming>,
    /// Whether it is sent. A client that said `Expect: 100-continue` sends nothing that nobody
    /// asks for.
    is_client_sending: bool,
}

impl hyper::body::Body for DrainOnDrop {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.is_client_sending = true;
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let frame = Pin::new(body).poll_frame(context);
        if matches!(frame, Poll::Ready(None | Some(Err(_)))) {
            self.body = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Incoming::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let ended = || SizeHint::with_exact(0);
        self.body.as_ref().map_or_else(ended, Incoming::size_hint)
    }
}

impl Drop for DrainOnDrop {
    fn drop(&mut self) {
        if let Some(body) = self.body.take()
            && self.is_client_sending
            && !body.is_end_stream()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(timeout(LONGEST, drain(body)));
        }
    }
}

async fn drain(mut body: Incoming) {
    let mut drained = 0;
    while drained < MOST
        && let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        drained += frame.data_ref().map_or(0, Bytes::len);
    }
}
