//! Drains the body of a request that was refused before the body was read.
//!
//! # Why
//! A client that is refused while it sends, for example a file with an expired token, loses the
//! response if the connection is closed: its next write fails before it reads anything
//! (RFC 9112, section 9.6). So the rest of the body is read, within bounds, while the response is
//! sent.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use hyper::body::{Body as _, Frame, Incoming, SizeHint};
use tokio::runtime::Handle;
use tokio::time::timeout;

use crate::http::half_sent_heads::Serving;

/// Bytes read at most: more than the largest accepted file.
const MAX_BYTES: usize = 32 * 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(30);

/// The request with a body that is drained when it is dropped. Until then its connection is serving.
pub fn drain_on_drop(request: Request<Incoming>, serving: &Arc<Serving>) -> Request<Body> {
    if request.body().is_end_stream() {
        return request.map(Body::new);
    }
    let expects_continue = request.headers().contains_key(header::EXPECT);
    let serving = serving.clone();
    request.map(|body| {
        Body::new(DrainOnDrop {
            body: Some((body, serving)),
            is_client_sending: !expects_continue,
        })
    })
}

/// A body that is drained when it is dropped.
struct DrainOnDrop {
    body: Option<(Incoming, Arc<Serving>)>,
    /// Whether the client sends the body. With `Expect: 100-continue` it waits until the body is
    /// polled.
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
        let Some((body, _)) = &mut self.body else {
            return Poll::Ready(None);
        };
        let frame = Pin::new(body).poll_frame(context);
        if matches!(frame, Poll::Ready(None | Some(Err(_)))) {
            self.body = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        let body = self.body.as_ref();
        body.is_none_or(|(body, _)| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        let ended = || SizeHint::with_exact(0);
        let body = self.body.as_ref();
        body.map_or_else(ended, |(body, _)| body.size_hint())
    }
}

impl Drop for DrainOnDrop {
    fn drop(&mut self) {
        if let Some((body, serving)) = self.body.take()
            && self.is_client_sending
            && !body.is_end_stream()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(timeout(TIMEOUT, drain(body, serving)));
        }
    }
}

async fn drain(mut body: Incoming, _serving: Arc<Serving>) {
    let mut drained = 0;
    while drained < MAX_BYTES
        && let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        drained += frame.data_ref().map_or(0, Bytes::len);
    }
}
