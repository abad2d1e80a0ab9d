//! Files that people attach to messages: the bytes in a [`Storage`], what is known of them in
//! the table `attachments`.
//!
//! # Guarantees
//! - A file is streamed both ways; what is held of it in memory is one part.
//! - Nothing of the name that its owner gave it reaches the storage: a file is kept under a
//!   key. The name that is kept is made harmless, and the type is told by the content.
//! - A row is there before the first byte and after the last one is removed, so nothing is left
//!   behind that nobody knows of, whoever dies when.
//! - A file that no message has a day after it was brought is removed, and one whose owner was
//!   erased at once, by the [`Sweeper`]: on one replica at a time.
//!
//! It must not know HTTP, nor any wire format.

mod file_name;
mod media_type;
mod storage;
mod sweep;
mod table;
mod upload;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::Stream;
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

pub use storage::{Storage, StorageError, StorageUrl};
pub use sweep::Sweeper;

use crate::bounds::{Place, Places};
use crate::db;
use crate::db::Pool;
use crate::domain::{Attachment, AttachmentId, Realm, UserId};

const MIB: u64 = 1024 * 1024;

/// Largest file, in bytes.
pub const MAX_SIZE: u64 = 25 * MIB;

/// Files of one person that no message has yet: what somebody may fill the storage with.
pub const MAX_UNPOSTED_FILES: i64 = 100;

/// What uploads may hold in memory together, and how many there are at most.
const HELD: usize = 160 * 1024 * 1024;
const UPLOADS: usize = 128;
/// Uploads of one person at once; further ones wait for so long.
const UPLOADS_EACH: usize = 4;
const PATIENCE: Duration = Duration::from_secs(30);
/// Uploads of one person that may wait.
const UPLOADS_WAITING: usize = 60;

/// Why a file could not be taken or given.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// More than [`MAX_SIZE`].
    #[error("a file may be at most 25 MiB large")]
    TooLarge,
    /// Programs are not taken.
    #[error("files of this type are not taken")]
    TypeRefused,
    /// It broke off, or took too long.
    #[error("the file could not be read to its end")]
    Interrupted,
    /// There is none, or not for this user.
    #[error("there is no such file")]
    NotFound,
    /// The owner has [`MAX_UNPOSTED_FILES`].
    #[error("{MAX_UNPOSTED_FILES} files of yours wait to be posted, each for a day")]
    TooManyWaiting,
    /// The owner's files fill their quota.
    #[error("your files fill the {} MiB that one person may store here", .0 / MIB)]
    QuotaReached(u64),
    /// The owner has too many uploads under way.
    #[error("only {UPLOADS_EACH} uploads of yours may be under way at once")]
    TooManyAtOnce,
    /// Too many uploads are under way.
    #[error("too many uploads are under way")]
    Busy,
    /// The storage.
    #[error("storage: {0}")]
    Storage(#[from] object_store::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

/// A file, as it is given.
pub struct Stored {
    /// What it is.
    pub file: Attachment,
    /// When it was brought.
    pub created_at: Timestamp,
    /// What it is kept under.
    key: Uuid,
}

/// The files of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Attachments {
    realm: Realm,
    pool: Pool,
    storage: Storage,
    /// Bytes that one person may store.
    quota: u64,
    places: Places<UserId>,
    all_places: Arc<Semaphore>,
}

/// A place for one upload.
pub struct UploadPlace {
    _own: Place<UserId>,
    _of_all: OwnedSemaphorePermit,
}

impl Attachments {
    /// The files of `realm`, of which one person may store `quota` bytes.
    pub fn new(realm: Realm, pool: Pool, storage: Storage, quota: u64) -> Self {
        let most = (HELD / storage.part()).min(UPLOADS);
        Self {
            realm,
            pool,
            storage,
            quota,
            places: Places::new(UPLOADS_EACH, UPLOADS_WAITING),
            all_places: Arc::new(Semaphore::new(most)),
        }
    }

    /// A place for an upload of this person, to be had before anything of it is read.
    ///
    /// # Errors
    /// [`Error::TooManyAtOnce`], [`Error::Busy`], [`Error::QuotaReached`].
    pub async fn admit(&self, owner: UserId) -> Result<UploadPlace, Error> {
        let own = self.places.take(owner, PATIENCE).await;
        let own = own.ok_or(Error::TooManyAtOnce)?;
        let of_all = self.all_places.clone().try_acquire_owned();
        let of_all = of_all.map_err(|_| Error::Busy)?;
        // What is on its way is not counted: a few files more may be stored.
        if table::stored_by(&self.pool, self.realm, owner).await? >= self.quota {
            return Err(Error::QuotaReached(self.quota));
        }
        Ok(UploadPlace {
            _own: own,
            _of_all: of_all,
        })
    }

    /// Takes a file in. When this returns it is stored, all of it.
    pub async fn take<E>(
        &self,
        owner: UserId,
        _place: &UploadPlace,
        name: &str,
        bytes: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Attachment, Error> {
        let name = file_name::sanitize_file_name(name);
        let (id, key) = table::begin(&self.pool, self.realm, owner, &name).await?;
        let received = upload::receive(&self.storage, key, bytes).await;
        let (mime, size) = match received {
            Ok(received) => received,
            Err(error) => {
                table::give_up(&self.pool, id).await?;
                return Err(error);
            }
        };
        if !table::complete(&self.pool, id, mime, size).await? {
            // Its owner was erased meanwhile, and its row may be gone already.
            self.storage.remove(key).await?;
            return Err(Error::NotFound);
        }
        Ok(Attachment {
            id,
            name,
            mime: mime.to_owned(),
            size,
        })
    }

    /// A file that a user may see: one of their own, or one that was posted in a conversation
    /// that they are in.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn find(&self, reader: UserId, id: AttachmentId) -> Result<Stored, Error> {
        let found = table::visible(&self.pool, self.realm, reader, id).await?;
        found.ok_or(Error::NotFound)
    }

    /// The bytes of a file in a range that lies within it.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it was removed just now.
    pub async fn read(
        &self,
        stored: &Stored,
        range: Range<u64>,
    ) -> Result<impl Stream<Item = Result<Bytes, object_store::Error>> + use<>, Error> {
        match self.storage.read(stored.key, range).await {
            Err(object_store::Error::NotFound { .. }) => Err(Error::NotFound),
            outcome => Ok(outcome?),
        }
    }
}
