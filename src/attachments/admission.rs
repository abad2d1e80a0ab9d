//! Which uploads run: bounds on their number, and on what one user stores.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

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
/// Concurrent uploads of one user, and how long a further one waits.
pub(super) const UPLOADS_EACH: usize = 4;
const UPLOAD_QUEUE_TIMEOUT: Duration = Duration::from_secs(30);
/// Uploads of one user that may wait.
const UPLOADS_WAITING: usize = 60;

/// The bounds on the uploads of one realm.
#[derive(Clone)]
pub(super) struct Admission {
    /// Bytes that one user may store.
    quota: u64,
    permits: KeyedPermits<UserId>,
    guest_uploads: Arc<KeyedRate<IpAddr>>,
    all_permits: Arc<Semaphore>,
}

/// The permit of one upload.
pub struct UploadPermit {
    _own: KeyedPermit<UserId>,
    _of_all: OwnedSemaphorePermit,
}

impl Admission {
    /// Bounds for a storage that takes files in parts of `part` bytes.
    pub(super) fn new(quota: u64, part: usize) -> Self {
        let most = (HELD / part).min(UPLOADS);
        Self {
            quota,
            permits: KeyedPermits::new(UPLOADS_EACH, UPLOADS_WAITING),
            guest_uploads: Arc::new(KeyedRate::an_hour(GUEST_UPLOADS)),
            all_permits: Arc::new(Semaphore::new(most)),
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
        let own = self.permits.take(user_id, UPLOAD_QUEUE_TIMEOUT).await;
        let own = own.ok_or(Error::TooManyAtOnce)?;
        let of_all = self.all_permits.clone().try_acquire_owned();
        let of_all = of_all.map_err(|_| Error::Busy)?;
        Ok(UploadPermit {
            _own: own,
            _of_all: of_all,
        })
    }
}
