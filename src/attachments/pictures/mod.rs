//! Pictures among the attachments: JPEG, PNG, WebP and GIF.
//!
//! An upload is cleaned before anybody can download it: what a camera notes besides the pixels
//! (place, time, device) is removed, and the orientation is applied. Then the [`PreviewMaker`] makes a
//! preview and a placeholder, outside of any request.
//!
//! # Bounds
//! Decoding takes four bytes of memory for each pixel, which a small file can make arbitrarily many.
//! So sizes are read from the header first, and [`Decoding`] limits how many pictures a replica
//! decodes at once.

mod clean;
mod decode;
mod jpeg;
mod preview;
mod preview_maker;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

pub(super) use clean::clean;
pub use preview_maker::PreviewMaker;

/// Pictures that one replica decodes at once. One processor less for sends: more would delay them.
const AT_ONCE: usize = 1;
/// How long an upload waits for its turn.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(30);

/// Why a picture is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The content does not have the form of its type.
    #[error("the picture is damaged")]
    Malformed,
    /// More than 50 megapixels.
    #[error("a picture may have at most {} megapixels", decode::MAX_PIXELS / 1_000_000)]
    TooManyPixels,
    /// A JPEG in so many parts that it takes long to decode.
    #[error("a JPEG may have at most {} scans", jpeg::MAX_SCANS)]
    TooManyScans,
}

/// Permits to decode pictures. Clones share them.
#[derive(Clone)]
pub struct Decoding(Arc<Semaphore>);

impl Default for Decoding {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Decoding {
    /// Waits for a permit.
    async fn permit(&self) -> SemaphorePermit<'_> {
        let permit = self.0.acquire().await;
        permit.expect("the semaphore is never closed")
    }

    /// Waits for a permit for a bounded time; `None` if too many pictures wait.
    pub(super) async fn permit_in_time(&self) -> Option<SemaphorePermit<'_>> {
        timeout(QUEUE_TIMEOUT, self.permit()).await.ok()
    }
}

/// Whether a media type is that of a picture which is cleaned and has a preview.
pub(super) fn is_picture(mime: &str) -> bool {
    decode::format(mime).is_some()
}

/// Runs a decoder outside of the runtime's threads. A panic counts as damage of the picture, since it
/// is one of the decoder about its content.
async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
) -> Result<T, PictureError> {
    let done = spawn_blocking(work).await;
    done.unwrap_or(Err(PictureError::Malformed))
}
