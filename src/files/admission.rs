//! Which uploads run: bounds on their number, and on what one user stores.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::bounds::{KeyedPermit, KeyedPermits, KeyedRate, Turn, Turns};
use crate::domain::UserId;
use crate::files::error::Error;
use crate::files::limits::{GUEST_UPLOADS, MIB, UPLOADS_EACH};
use crate::files::storage::Storage;
use crate::files::uploader::Uploader;

/// What a guest may store, in bytes. Everyone may become a guest, as often as they like.
const GUEST_QUOTA: u64 = 50 * MIB;

/// Bytes that all uploads together may hold in memory, which bounds their number.
const HELD: usize = 160 * 1024 * 1024;
const UPLOADS: usize = 128;
/// Uploads of all users that may wait for that. Of one that waits no byte is read.
const ALL_WAITING: usize = 512;
/// Uploads that a person who seldom sends files may begin before those who send many.
const CREDIT: u64 = 8;
/// Further uploads of one person that may wait for those that run.
const UPLOADS_WAITING: usize = 60;
/// How long an upload waits for those of its person and for those of others, and then for its turn to be decoded.
/// Clients and proxies give up a connection on which nothing moves for 30 seconds.
pub(super) const QUEUE_TIMEOUT: Duration = Duration::from_secs(20);

/// Who is counted as one. Everyone may become a guest, as often as they like, so that the guests at one address are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Person {
    User(UserId),
    GuestsAt(IpAddr),
}

impl Uploader {
    pub(super) fn person(&self) -> Person {
        self.guest_at
            .map_or(Person::User(self.user_id), Person::GuestsAt)
    }
}

/// The bounds on the uploads of a replica, in all realms together. Clones share them.
#[derive(Clone)]
pub struct Admission {
    /// Bytes that one user may store in a realm.
    quota: u64,
    permits: KeyedPermits<Person>,
    guest_uploads: Arc<KeyedRate<IpAddr>>,
    all_permits: Turns<Person>,
}

/// The permit of one upload.
pub struct UploadPermit {
    _own: KeyedPermit<Person>,
    _of_all: Turn<Person>,
}

impl Admission {
    /// Bounds for uploads into a storage, in which one user may store `quota` bytes of each realm.
    pub fn new(quota: u64, storage: &Storage) -> Self {
        Self::for_parts(quota, storage.part())
    }

    /// Bounds for a storage that takes files in parts of `part` bytes.
    fn for_parts(quota: u64, part: usize) -> Self {
        let most = (HELD / part).min(UPLOADS);
        Self {
            quota,
            permits: KeyedPermits::new(UPLOADS_EACH, UPLOADS_WAITING),
            guest_uploads: Arc::new(KeyedRate::an_hour(GUEST_UPLOADS)),
            all_permits: Turns::new(most, ALL_WAITING, CREDIT),
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

    /// Waits until one more upload of the person may run.
    ///
    /// # Errors
    /// [`Error::TooManyAtOnce`], [`Error::Busy`].
    pub(super) async fn permit(&self, person: Person) -> Result<UploadPermit, Error> {
        let began = Instant::now();
        let own = self.permits.take(person, QUEUE_TIMEOUT).await;
        let own = own.ok_or(Error::TooManyAtOnce)?;
        let left = QUEUE_TIMEOUT.saturating_sub(began.elapsed());
        let of_all = self.all_permits.take(person, left).await;
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

    fn person(id: usize) -> Person {
        Person::User(UserId(i64::try_from(id).expect("small")))
    }

    #[tokio::test]
    async fn uploads_beyond_the_memory_of_all_wait() {
        let admission = Admission::for_parts(1, HELD / 2);
        let first = admission.permit(person(1)).await.expect("nobody uploads");
        let _second = admission.permit(person(2)).await.expect("one more");
        let mut third = Box::pin(admission.permit(person(3)));
        assert!(third.as_mut().now_or_never().is_none());
        drop(first);
        assert!(third.await.is_ok());
    }

    #[tokio::test]
    async fn number_of_waiting_uploads_is_bounded() {
        let admission = Admission::for_parts(1, HELD);
        let first = admission.permit(person(0)).await.expect("nobody uploads");
        let waiting: Vec<_> = (1..=ALL_WAITING)
            .map(|id| {
                let mut upload = Box::pin(unconstrained(admission.permit(person(id))));
                assert!(upload.as_mut().now_or_never().is_none());
                upload
            })
            .collect();
        let further = unconstrained(admission.permit(person(9_999))).now_or_never();
        assert!(matches!(further, Some(Err(Error::Busy))));
        drop((first, waiting));
        assert!(admission.permit(person(9_999)).await.is_ok());
    }

    #[tokio::test]
    async fn guests_at_one_address_are_one_person() {
        let admission = Admission::for_parts(1, 1);
        let guest = |id| Uploader {
            user_id: UserId(id),
            guest_at: Some(IpAddr::from([192, 0, 2, 7])),
        };
        let mut held = Vec::new();
        for id in 0..4 {
            held.push(
                admission
                    .permit(guest(id).person())
                    .await
                    .expect("a permit"),
            );
        }
        let fifth = admission.permit(guest(4).person());
        assert!(unconstrained(fifth).now_or_never().is_none());
        let user = Uploader {
            guest_at: None,
            ..guest(4)
        };
        assert!(admission.permit(user.person()).await.is_ok());
    }
}
