//! Turns to decode pictures.
//!
//! A replica decodes few pictures at once, also of requests that were cancelled. People take turns, and their
//! pixels are charged to them: pictures that take long delay those who send them, and others by one picture
//! at most. Decoders have a lower priority than the rest of the server, so that sends do not wait for them.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustix::process::setpriority_process;
use tokio::task::spawn_blocking;

use super::decode;
use super::limits::MAX_PIXELS;
use crate::bounds::{Turn, Turns};
use crate::files::admission::{Person, QUEUE_TIMEOUT};
use crate::files::error::Error;
use crate::files::pictures::error::PictureError;

/// Pictures that one replica decodes at once. One processor less for sends: more would delay them.
const AT_ONCE: usize = 1;
/// Pictures that may wait for their turn.
const MAX_WAITING: usize = 256;
/// What a person who seldom sends pictures may use before those who send many: the largest picture, turned.
const CREDIT: u64 = decode::COST_OF_A_TURN * MAX_PIXELS;
/// The nice value of decoders: beside a busy thread of the usual one they get a quarter of a processor.
const NICE: i32 = 5;

/// Who takes turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Decoder {
    /// With their uploads.
    Uploader(Person),
    /// The previews of all people, whose pictures take turns among themselves.
    Previews,
}

/// The turns of a replica. Clones share them.
#[derive(Clone)]
pub struct Decoding(Turns<Decoder>);

/// A turn, held until no decoder that was started with it runs. Clones are one turn.
#[derive(Clone)]
pub(in crate::files) struct DecodingPermit(Arc<Turn<Decoder>>);

impl Default for Decoding {
    fn default() -> Self {
        Self(Turns::new(AT_ONCE, MAX_WAITING, CREDIT))
    }
}

impl Decoding {
    /// Waits for the turn of a person's upload.
    ///
    /// # Errors
    /// [`Error::Busy`] after some seconds, or if too many wait.
    pub(in crate::files) async fn permit(&self, person: Person) -> Result<DecodingPermit, Error> {
        let turn = self.0.take(Decoder::Uploader(person), QUEUE_TIMEOUT).await;
        turn.map(DecodingPermit::new).ok_or(Error::Busy)
    }

    /// Waits for the turn of the next preview; `None` if too many wait.
    pub(super) async fn permit_for_preview(&self) -> Option<DecodingPermit> {
        let turn = self.0.take(Decoder::Previews, Duration::MAX).await;
        turn.map(DecodingPermit::new)
    }
}

impl DecodingPermit {
    fn new(turn: Turn<Decoder>) -> Self {
        Self(Arc::new(turn))
    }

    /// Charges the work on so many pixels; a byte that is read counts as one.
    pub(in crate::files) fn charge(&self, pixels: u64) {
        self.0.charge(pixels);
    }

    /// Runs a decoder outside of the runtime's threads. It keeps the turn, because it runs on if the
    /// request is cancelled. A panic counts as damage of the picture, since it is one of the decoder about
    /// its content.
    ///
    /// # Errors
    /// [`Error::Picture`]; [`Error::Busy`] if no thread could be started, which says nothing of the picture.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
    ) -> Result<T, Error> {
        let permit = self.clone();
        let done = spawn_blocking(move || {
            let result = with_low_priority(work);
            drop(permit);
            result
        });
        done.await.unwrap_or(Err(Error::Busy))
    }
}

/// Runs a decoder on a thread of its own, because a thread without privileges cannot raise its priority again.
fn with_low_priority<T: Send>(
    work: impl FnOnce() -> Result<T, PictureError> + Send,
) -> Result<T, Error> {
    thread::scope(|scope| {
        let decoder = thread::Builder::new().spawn_scoped(scope, || {
            // Elsewhere this is the priority of the process.
            if cfg!(target_os = "linux")
                && let Err(error) = setpriority_process(None, NICE)
            {
                tracing::debug!(%error, "a decoder has the usual priority");
            }
            work()
        });
        let decoder = decoder.map_err(|error| {
            tracing::warn!(%error, "no thread could be started for a decoder");
            Error::Busy
        })?;
        let decoded = decoder.join().unwrap_or(Err(PictureError::Malformed));
        Ok(decoded?)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use futures::FutureExt as _;
    use rustix::process::getpriority_process;

    use super::*;
    use crate::domain::UserId;

    const ANN: Person = Person::User(UserId(1));
    const BOB: Person = Person::User(UserId(2));

    #[tokio::test]
    async fn decoder_of_a_cancelled_request_keeps_its_turn() {
        let decoding = Decoding::default();
        let (finish, finished) = mpsc::channel::<()>();
        let permit = decoding.permit(ANN).await.expect("nobody decodes");
        let mut request = Box::pin(permit.run(move || {
            finished.recv().expect("the test is not over");
            Ok(())
        }));
        assert!(request.as_mut().now_or_never().is_none());
        drop(request);
        drop(permit);

        assert!(decoding.permit(ANN).now_or_never().is_none());
        finish.send(()).expect("the decoder waits");
        decoding.permit(ANN).await.expect("its turn");
    }

    #[tokio::test]
    async fn small_picture_waits_for_one_large_picture_of_others() {
        let decoding = Decoding::default();
        let first = decoding.permit(ANN).await.expect("nobody decodes");
        first.charge(2 * CREDIT);
        let mut more: Vec<_> = (0..3).map(|_| Box::pin(decoding.permit(ANN))).collect();
        let mut preview = Box::pin(decoding.permit_for_preview());
        let mut small = Box::pin(decoding.permit(BOB));
        for waiting in &mut more {
            assert!(waiting.as_mut().now_or_never().is_none());
        }
        assert!(preview.as_mut().now_or_never().is_none());
        assert!(small.as_mut().now_or_never().is_none());
        drop(first);
        let made = preview.now_or_never().flatten().expect("came first");
        made.charge(CREDIT);
        drop(made);
        let small = small.now_or_never().expect("its turn").expect("in time");
        let mut another = Box::pin(decoding.permit(BOB));
        let mut preview = Box::pin(decoding.permit_for_preview());
        assert!(another.as_mut().now_or_never().is_none());
        assert!(preview.as_mut().now_or_never().is_none());
        drop(small);
        assert!(another.now_or_never().is_some(), "of one who used little");
        assert!(preview.now_or_never().flatten().is_some());
        let next = more.remove(0).now_or_never();
        assert!(next.is_some(), "of one who used much");
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn decoders_alone_have_a_low_priority() {
        let priority = || getpriority_process(None).expect("the thread runs");
        let before = priority();
        let permit = Decoding::default().permit(ANN).await.expect("its turn");
        let decoder = permit.run(move || Ok(priority())).await;
        assert_eq!(decoder.expect("it runs"), NICE.max(before));
        let after = spawn_blocking(priority).await.unwrap();
        assert_eq!((priority(), after), (before, before));
    }

    #[tokio::test]
    async fn panic_of_a_decoder_is_damage_of_the_picture() {
        let permit = Decoding::default().permit(ANN).await.expect("its turn");
        let outcome = permit.run::<()>(|| panic!("as decoders do")).await;
        assert!(matches!(
            outcome,
            Err(Error::Picture(PictureError::Malformed))
        ));
    }
}
