//! Uploads: one file in a multipart form (RFC 7578), as a stream.
//!
//! # Bounds
//! multer buffers everything before a part, and a part's headers, until they are complete: so at
//! most `FORM_OVERHEAD_BYTES` may precede the file. A body that arrives too slowly is refused.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use futures::Stream;
use multer::{Constraints, Field, Multipart, SizeLimit};
use tokio::time::timeout;

use crate::http::code::Code;
use crate::http::paced_body::{Cause, PacedBody, TooSlow, too_slow};
use crate::http::problem::Problem;

/// Bytes of a form before the file: other fields, headers, boundaries.
const FORM_OVERHEAD_BYTES: usize = 64 * 1024;
/// How long the form may take until the file begins.
const FILE_PART_TIMEOUT: Duration = Duration::from_secs(30);

/// The multipart form of a request.
pub struct Form {
    multipart: Multipart<'static>,
    state: Arc<State>,
}

/// State that the form shares with the stream of its bytes.
#[derive(Default)]
struct State {
    is_at_file: AtomicBool,
    is_too_slow: AtomicBool,
}

impl Form {
    /// The form of a request whose file may have at most `max_file_size` bytes. The reader of the
    /// file enforces that limit; the form as a whole gets a looser one.
    ///
    /// # Errors
    /// 413 if `Content-Length` is far above the limit, 415 if it is no multipart form.
    pub fn of(request: Request, max_file_size: u64) -> Result<Self, Problem> {
        let boundary = boundary(request.headers())?;
        // More than is ever read of a form that is too large.
        let max_form_size = max_file_size * 3 + FORM_OVERHEAD_BYTES as u64;
        let limit = SizeLimit::new().whole_stream(max_form_size);
        let constraints = Constraints::new().size_limit(limit);
        let state = Arc::<State>::default();
        let bytes = FormBytes::new(request.into_body(), state.clone());
        Ok(Self {
            multipart: Multipart::with_constraints(bytes, boundary, constraints),
            state,
        })
    }

    /// Finds the file in the field of this name, and skips other fields before it, but for the text of the
    /// field `beside`.
    ///
    /// # Errors
    /// 400 if there is no such field, or too much precedes it; 408 if it takes too long.
    pub async fn file(
        &mut self,
        name: &str,
        beside: &str,
    ) -> Result<(Field<'static>, Option<String>), Problem> {
        let found = timeout(FILE_PART_TIMEOUT, self.find(name, beside)).await;
        let found = found.unwrap_or_else(|_| Err(too_slow()));
        self.state.is_at_file.store(true, Ordering::Relaxed);
        found
    }

    async fn find(
        &mut self,
        name: &str,
        beside: &str,
    ) -> Result<(Field<'static>, Option<String>), Problem> {
        let mut text = None;
        loop {
            let next = self.multipart.next_field().await;
            let field = next.map_err(|error| self.problem_with(&error))?;
            let field = field.ok_or_else(|| invalid(format!("there is no field `{name}`")))?;
            if field.name() == Some(name) {
                return Ok((field, text));
            }
            if field.name() == Some(beside) {
                let read = field.text().await;
                text = Some(read.map_err(|error| self.problem_with(&error))?);
            }
        }
    }

    fn problem_with(&self, error: &multer::Error) -> Problem {
        match error {
            multer::Error::StreamReadFailed(cause) if cause.is::<TooLongBeforeFile>() => {
                invalid(cause.to_string())
            }
            _ => self.broken(|| invalid("the form is damaged or incomplete".to_owned())),
        }
    }

    /// Why the body is incomplete: 408 if it was too slow, else `otherwise`.
    pub fn broken(&self, otherwise: impl FnOnce() -> Problem) -> Problem {
        if self.state.is_too_slow.load(Ordering::Relaxed) {
            return too_slow();
        }
        otherwise()
    }
}

/// Too many bytes precede the file.
#[derive(Debug, thiserror::Error)]
#[error("the file must begin within the first {FORM_OVERHEAD_BYTES} bytes of the form")]
struct TooLongBeforeFile;

/// The bytes of a form as they arrive.
struct FormBytes {
    body: PacedBody,
    state: Arc<State>,
    bytes_before_file: usize,
    /// multer polls for more before it parses the bytes it has, so it gets one chunk at a time
    /// until the file begins.
    is_paused: bool,
}

impl FormBytes {
    fn new(body: Body, state: Arc<State>) -> Self {
        Self {
            body: PacedBody::new(body),
            state,
            bytes_before_file: 0,
            is_paused: false,
        }
    }

    fn poll_body(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Cause>>> {
        let chunk = ready!(Pin::new(&mut self.body).poll_next(context));
        if let Some(Err(cause)) = &chunk
            && cause.is::<TooSlow>()
        {
            self.state.is_too_slow.store(true, Ordering::Relaxed);
        }
        Poll::Ready(chunk)
    }
}

impl Stream for FormBytes {
    type Item = Result<Bytes, Cause>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Cause>>> {
        if self.state.is_at_file.load(Ordering::Relaxed) {
            return self.poll_body(context);
        }
        if std::mem::take(&mut self.is_paused) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.bytes_before_file >= FORM_OVERHEAD_BYTES {
            return Poll::Ready(Some(Err(TooLongBeforeFile.into())));
        }
        let chunk = ready!(self.poll_body(context));
        if let Some(Ok(bytes)) = &chunk {
            self.bytes_before_file += bytes.len();
            self.is_paused = true;
        }
        Poll::Ready(chunk)
    }
}

fn boundary(headers: &HeaderMap) -> Result<String, Problem> {
    let content_type = headers.get(header::CONTENT_TYPE);
    let boundary = content_type
        .and_then(|value| value.to_str().ok())
        .and_then(|value| multer::parse_boundary(value).ok());
    boundary.ok_or_else(|| {
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::UnsupportedMediaType,
            "the body must be sent as multipart/form-data",
        )
    })
}

fn invalid(detail: String) -> Problem {
    Problem::bad_request(Code::InvalidUpload, detail)
}
