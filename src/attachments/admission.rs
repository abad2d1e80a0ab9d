//! Which uploads run: bounds on their number, and on what one user stores.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::{Error, MIB, Uploader};
use crate::bounds::{KeyedPermit, KeyedPermits, KeyedRate};
use crate::domain::UserId;

/// What a guest may store, in bytes. Everyone may become a guest, as often as they like.
const GUEST_QUOTA: u64 = 50 * MIB;
/// Uploads of the guests at one address in an hour.
pub(super) const GUEST_UPLOADS: NonZeroU32 = NonZeroU32::new(20).expect("not zero");

/// Bytes that all uploads together may hold in memory, which bounds their number.
const HELD: usize = 160 * 1024 * 1024;
const UPLOADS: usize = 128;
/// Uploads of all users that may wait for that. Of one that waits no byte is read.
const ALL_WAITING: usize = 512;
/// Concurrent uploads of one user, and further ones that may wait for that.
pub(super) const UPLOADS_EACH: usize = 4;
const UPLOADS_WAITING: usize = 60;
/// How long an upload waits for those of its user and for those of others: some of them wait for decoders.
/// Clients and proxies give up a connection on which nothing moves for 30 seconds.
const UPLOAD_QUEUE_TIMEOUT: Duration = Duration::from_secs(20);

/// The bounds on the uploads of one realm.
#[derive(Clone)]
pub(super) struct Admission {
    /// Bytes that one user may store.
    quota: u64,
    permits: KeyedPermits<UserId>,
    guest_uploads: Arc<KeyedRate<IpAddr>>,
    all_permits: KeyedPermits<()>,
}

/// The permit of one upload.
pub struct UploadPermit {
    _own: KeyedPermit<UserId>,
    _of_all: KeyedPermit<()>,
}

impl Admission {
    /// Bounds for a storage that takes files in parts of `part` bytes.
    pub(super) fn new(quota: u64, part: usize) -> Self {
        let most = (HELD / part).min(UPLOADS);
        Self {
            quota,
            permits: KeyedPermits::new(UPLOADS_EACH, UPLOADS_WAITING),
            guest_uploads: Arc::new(KeyedRate::an_hour(GUEST_UPLOADS)),
            all_permits: KeyedPermits::new(most, ALL_WAITING),
        }
    }

    /// Counts an upload of a guest.
    ///
    /// # Errors
    /// [`Error::TooManyByGuests`].
    pub(super) fn count_guest(&self, uploader: Uploader) -> Result<(), Error> {
        match uploader.guest_at {
            Some(address) if !self.guest_uploads.allows(&address) => Err(Error::TooManyByGuests),
            _ => Ok(()),
        }
    }

    /// What an uploader may store, in bytes.
    pub(super) fn quota_of(&self, uploader: Uploader) -> u64 {
        match uploader.guest_at {
            Some(_) => self.quota.min(GUEST_QUOTA),
            None => self.quota,
        }
    }

    /// Waits until one more upload of the user may run.
    ///
    /// # Errors
    /// [`Error::TooManyAtOnce`], [`Error::Busy`].
    pub(super) async fn permit(&self, user_id: UserId) -> Result<UploadPermit, Error> {
        let began = Instant::now();
        let own = self.permits.take(user_id, UPLOAD_QUEUE_TIMEOUT).await;
        let own = own.ok_or(Error::TooManyAtOnce)?;
        let left = UPLOAD_QUEUE_TIMEOUT.saturating_sub(began.elapsed());
        let of_all = self.all_permits.take((), left).await;
        let of_all = of_all.ok_or(Error::Busy)?;
        Ok(UploadPermit {
            _own: own,
            _of_all: of_all,
        })
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;
    use tokio::task::unconstrained;

    use super::*;

    #[tokio::test]
    async fn uploads_beyond_the_memory_of_all_wait() {
        let admission = Admission::new(1, HELD / 2);
        let first = admission.permit(UserId(1)).await.expect("nobody uploads");
        let _second = admission.permit(UserId(2)).await.expect("one more");
        let mut third = Box::pin(admission.permit(UserId(3)));
        assert!(third.as_mut().now_or_never().is_none());
        drop(first);
        assert!(third.await.is_ok());
    }

    #[tokio::test]
    async fn number_of_waiting_uploads_is_bounded() {
        let admission = Admission::new(1, HELD);
        let first = admission.permit(UserId(0)).await.expect("nobody uploads");
        let users = (1..=ALL_WAITING).map(|user| UserId(i64::try_from(user).expect("small")));
        let waiting: Vec<_> = users
            .map(|user| {
                let mut upload = Box::pin(unconstrained(admission.permit(user)));
                assert!(upload.as_mut().now_or_never().is_none());
                upload
            })
            .collect();
        let further = unconstrained(admission.permit(UserId(-1))).now_or_never();
        assert!(matches!(further, Some(Err(Error::Busy))));
        drop((first, waiting));
        assert!(admission.permit(UserId(-1)).await.is_ok());
    }
}
