//! Reads the whole body of a request, within bounds.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use bytes::BytesMut;
use futures::StreamExt as _;

use crate::http::code::Code;
use crate::http::problem::Problem;

/// Reads a body of at most `max` bytes within `timeout`.
///
/// # Errors
/// 400 if it is incomplete, 408, 413.
pub async fn whole(body: Body, max: usize, timeout: Duration) -> Result<Bytes, Problem> {
    let whole = tokio::time::timeout(timeout, collect(body, max));
    whole.await.unwrap_or_else(|_| {
        Err(Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            Code::RequestTimeout,
            "the body took too long to arrive",
        ))
    })
}

/// Stops at the first byte above `max`; [`drain_body`](super::drain_body) reads the rest.
async fn collect(body: Body, max: usize) -> Result<Bytes, Problem> {
    let mut chunks = body.into_data_stream();
    let mut collected = BytesMut::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| {
            Problem::bad_request(Code::UnreadableBody, "the body could not be read")
        })?;
        if collected.len() + chunk.len() > max {
            return Err(too_large(max));
        }
        collected.extend_from_slice(&chunk);
    }
    Ok(collected.freeze())
}

/// 413: the body is longer than `max` bytes.
pub fn too_large(max: usize) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        Code::BodyTooLarge,
        format!("the body may be at most {max} bytes long"),
    )
}
