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

mod name;
mod register;
mod sniff;
mod storage;
mod sweep;
mod upload;

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures::Stream;
use jiff::Timestamp;
use tokio::sync::Semaphore;
use uuid::Uuid;

pub use storage::{Storage, StorageError, StorageUrl};
pub use sweep::Sweeper;

use crate::domain::{Attachment, AttachmentId, Realm, UserId};
use crate::store::{self, Pool};

/// Largest file, in bytes.
pub const MAX_SIZE: u64 = 25 * 1024 * 1024;

/// Files of one person that no message has yet: what somebody may fill the storage with.
pub const MOST_WAITING: i64 = 100;

/// Uploads at once: what they hold in memory is bounded by it.
const UPLOADS: usize = 32;

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
    Broken,
    /// There is none, or not for this user.
    #[error("there is no such file")]
    NotFound,
    /// The owner has [`MOST_WAITING`].
    #[error("{MOST_WAITING} files of yours wait to be posted, each for a day")]
    TooManyWaiting,
    /// Too many uploads are under way.
    #[error("too many uploads are under way")]
    Busy,
    /// The storage.
    #[error("storage: {0}")]
    Storage(#[from] object_store::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
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
    places: Arc<Semaphore>,
}

impl Attachments {
    /// The files of `realm`.
    pub fn new(realm: Realm, pool: Pool, storage: Storage) -> Self {
        Self {
            realm,
            pool,
            storage,
            places: Arc::new(Semaphore::new(UPLOADS)),
        }
    }

    /// Takes a file in. When this returns it is stored, all of it.
    pub async fn take<E>(
        &self,
        owner: UserId,
        name: &str,
        bytes: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Attachment, Error> {
        let _place = self.places.try_acquire().map_err(|_| Error::Busy)?;
        let name = name::harmless(name);
        let (id, key) = register::begin(&self.pool, self.realm, owner, &name).await?;
        let received = upload::receive(&self.storage, key, bytes).await;
        let (mime, size) = match received {
            Ok(received) => received,
            Err(error) => {
                register::give_up(&self.pool, id).await?;
                return Err(error);
            }
        };
        if !register::complete(&self.pool, id, mime, size).await? {
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
        let found = register::visible(&self.pool, self.realm, reader, id).await?;
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
