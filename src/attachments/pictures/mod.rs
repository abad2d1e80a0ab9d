//! Pictures among the attachments: JPEG, PNG, WebP and GIF.
//!
//! An upload is cleaned before anybody can download it: what a camera notes besides the pixels
//! (place, time, device) is removed, and the orientation is applied. Then the [`PreviewMaker`] makes a
//! preview and a placeholder, outside of any request.
//!
//! # Bounds
//! Decoding takes four bytes of memory for each pixel, which a small file can make arbitrarily many.
//! So sizes are read from the header first, and [`Decoding`] limits how many pictures a replica
//! decodes at once, also of requests that were cancelled. Decoders have a lower priority than the rest of
//! the server, so that sends do not wait for them.

mod clean;
mod decode;
mod filter;
mod gif;
mod jpeg;
mod png;
mod preview;
mod preview_maker;
mod webp;

use std::sync::Arc;
use std::time::Duration;

use rustix::process::setpriority_process;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

pub(super) use clean::{clean, remains};
pub use preview_maker::PreviewMaker;

/// Pictures that one replica decodes at once. One processor less for sends: more would delay them.
const AT_ONCE: usize = 1;
/// How long an upload waits for its turn: as long as a few hundred photos take.
const QUEUE_TIMEOUT: Duration = Duration::from_mins(2);
/// Uploads that may wait for their turn.
const MAX_WAITING: usize = 256;
/// The nice value of decoders: beside a busy thread of the usual one they get a quarter of a processor.
const NICE: i32 = 5;

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
    #[error(
        "a JPEG may have at most {} scans, and fewer if it is large",
        jpeg::MAX_SCANS
    )]
    TooManyScans,
}

/// Permits to decode pictures. Clones share them. Previews wait until no upload does.
#[derive(Clone)]
pub struct Decoding(Arc<Turns>);

struct Turns {
    free: Arc<Semaphore>,
    /// How many uploads wait.
    waiting: watch::Sender<usize>,
}

/// An upload that waits.
struct WaitingUpload<'a>(&'a Turns);

impl Default for Decoding {
    fn default() -> Self {
        Self(Arc::new(Turns {
            free: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: watch::Sender::new(0),
        }))
    }
}

impl<'a> WaitingUpload<'a> {
    /// `None` if too many wait.
    fn enter(turns: &'a Turns) -> Option<Self> {
        let is_counted = turns.waiting.send_if_modified(|waiting| {
            let is_free = *waiting < MAX_WAITING;
            *waiting += usize::from(is_free);
            is_free
        });
        is_counted.then(|| Self(turns))
    }
}

impl Drop for WaitingUpload<'_> {
    fn drop(&mut self) {
        self.0.waiting.send_modify(|waiting| *waiting -= 1);
    }
}

/// A permit to decode, held until no decoder that was started with it runs. Clones are one permit.
#[derive(Clone)]
pub(super) struct DecodingPermit {
    _permit: Arc<OwnedSemaphorePermit>,
}

impl Decoding {
    /// Waits for a permit.
    async fn permit(&self) -> DecodingPermit {
        let permit = self.0.free.clone().acquire_owned().await;
        DecodingPermit {
            _permit: Arc::new(permit.expect("the semaphore is never closed")),
        }
    }

    /// Waits for a permit for an upload for a bounded time; `None` if too many wait.
    pub(super) async fn permit_in_time(&self) -> Option<DecodingPermit> {
        let _waiting = WaitingUpload::enter(&self.0)?;
        timeout(QUEUE_TIMEOUT, self.permit()).await.ok()
    }

    /// Waits for a permit until no upload waits.
    async fn permit_after_uploads(&self) -> DecodingPermit {
        let mut waiting = self.0.waiting.subscribe();
        loop {
            // The sender lives as long as this.
            let _ = waiting.wait_for(|waiting| *waiting == 0).await;
            let permit = self.permit().await;
            if *waiting.borrow() == 0 {
                return permit;
            }
        }
    }
}

impl DecodingPermit {
    /// Runs a decoder outside of the runtime's threads. It keeps the permit, because it runs on if the
    /// request is cancelled. A panic counts as damage of the picture, since it is one of the decoder about
    /// its content.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
    ) -> Result<T, PictureError> {
        let permit = self.clone();
        let done = spawn_blocking(move || {
            let result = with_low_priority(work);
            drop(permit);
            result
        });
        done.await.unwrap_or(Err(PictureError::Malformed))
    }
}

/// Whether a media type is that of a picture which is cleaned and has a preview.
pub(super) fn is_picture(mime: &str) -> bool {
    decode::format(mime).is_some()
}

/// Runs a decoder on a thread of its own, because a thread without privileges cannot raise its priority again.
fn with_low_priority<T: Send>(
    work: impl FnOnce() -> Result<T, PictureError> + Send,
) -> Result<T, PictureError> {
    std::thread::scope(|scope| {
        let decoder = scope.spawn(|| {
            // Elsewhere this is the priority of the process.
            if cfg!(target_os = "linux")
                && let Err(error) = setpriority_process(None, NICE)
            {
                tracing::debug!(%error, "a decoder has the usual priority");
            }
            work()
        });
        decoder.join().unwrap_or(Err(PictureError::Malformed))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use futures::FutureExt as _;
    use rustix::process::getpriority_process;

    use super::*;

    #[tokio::test]
    async fn decoder_of_a_cancelled_request_keeps_its_permit() {
        let decoding = Decoding::default();
        let (finish, finished) = mpsc::channel::<()>();
        let permit = decoding.permit().await;
        let mut request = Box::pin(permit.run(move || {
            finished.recv().expect("the test is not over");
            Ok(())
        }));
        assert!(request.as_mut().now_or_never().is_none());
        drop(request);
        drop(permit);

        assert!(decoding.permit().now_or_never().is_none());
        finish.send(()).expect("the decoder waits");
        decoding.permit().await;
    }

    #[tokio::test]
    async fn uploads_are_decoded_before_previews() {
        let decoding = Decoding::default();
        let held = decoding.permit().await;
        let mut preview = Box::pin(decoding.permit_after_uploads());
        assert!(preview.as_mut().now_or_never().is_none());
        let mut upload = Box::pin(decoding.permit_in_time());
        assert!(upload.as_mut().now_or_never().is_none());
        drop(held);
        assert!(preview.as_mut().now_or_never().is_none());
        let permit = upload.now_or_never().expect("the preview came first");
        assert!(preview.as_mut().now_or_never().is_none());
        drop(permit);
        assert!(preview.now_or_never().is_some());
    }

    #[tokio::test]
    async fn number_of_waiting_uploads_is_bounded() {
        let decoding = Decoding::default();
        let held = decoding.permit().await;
        let waiting: Vec<_> = (0..MAX_WAITING)
            .map(|_| {
                let mut upload = Box::pin(decoding.permit_in_time());
                assert!(upload.as_mut().now_or_never().is_none());
                upload
            })
            .collect();
        let further = decoding.permit_in_time().now_or_never();
        assert!(further.expect("an answer at once").is_none());
        drop((held, waiting));
        assert!(decoding.permit_in_time().await.is_some());
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn decoders_alone_have_a_low_priority() {
        let priority = || getpriority_process(None).expect("the thread runs");
        let before = priority();
        let permit = Decoding::default().permit().await;
        let decoder = permit.run(move || Ok(priority())).await;
        assert_eq!(decoder, Ok(NICE.max(before)));
        let after = spawn_blocking(priority).await.unwrap();
        assert_eq!((priority(), after), (before, before));
    }

    #[tokio::test]
    async fn panic_of_a_decoder_is_damage_of_the_picture() {
        let permit = Decoding::default().permit().await;
        let outcome = permit.run::<()>(|| panic!("as decoders do")).await;
        assert_eq!(outcome, Err(PictureError::Malformed));
    }
}
