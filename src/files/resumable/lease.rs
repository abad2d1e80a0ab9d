//! The right to write an upload.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;
use uuid::Uuid;

use super::table::{self, LeaseKey};
use crate::db;
use crate::domain::AttachmentId;
use crate::files::admission::Person;
use crate::files::error::Error;
use crate::files::resumable::upload::Upload;
use crate::files::service::Attachments;
use crate::files::storage::{Object, Part};

/// How long a lease lasts after it was renewed: while bytes arrive, and while the file is assembled,
/// which may wait for other pictures.
pub(super) const RECEIVING: Duration = Duration::from_secs(10);
pub(super) const ASSEMBLING: Duration = Duration::from_mins(1);
/// Between two renewals.
pub(super) const RENEWAL: Duration = Duration::from_secs(3);

/// The lease of one request.
pub(super) struct Lease {
    pub(super) attachments: Attachments,
    /// Who uploads.
    pub(super) person: Person,
    pub(super) upload_id: AttachmentId,
    /// The number of the lease.
    pub(super) number: i32,
    /// The size of a part, in bytes.
    pub(super) part_size: u64,
    key: Uuid,
    state: Mutex<State>,
}

struct State {
    renewed_at: Instant,
    /// For each stored part, the lease under which it was written.
    parts: Vec<i32>,
}

impl Lease {
    /// Takes the lease of an upload whose state did not change meanwhile.
    ///
    /// # Errors
    /// [`Error::Locked`].
    pub(super) async fn take(
        attachments: Attachments,
        person: Person,
        upload: &Upload,
    ) -> Result<Self, Error> {
        let taken = table::lease(&attachments.pool, upload, RECEIVING).await?;
        let taken = taken.ok_or(Error::Locked)?;
        Ok(Self {
            attachments,
            person,
            upload_id: upload.id,
            number: taken.number,
            part_size: taken.part_size,
            key: upload.key,
            state: Mutex::new(State {
                renewed_at: Instant::now(),
                parts: taken.parts,
            }),
        })
    }

    fn database_key(&self) -> LeaseKey {
        LeaseKey {
            upload_id: self.upload_id,
            number: self.number,
        }
    }

    /// Renews the lease if some time has passed.
    ///
    /// # Errors
    /// [`Error::Locked`] if another request has taken it.
    pub(super) async fn keep(&self, length: Duration) -> Result<(), Error> {
        if self.state.lock().renewed_at.elapsed() < RENEWAL {
            return Ok(());
        }
        self.renew(length).await
    }

    /// Renews the lease.
    ///
    /// # Errors
    /// As [`Lease::keep`].
    pub(super) async fn renew(&self, length: Duration) -> Result<(), Error> {
        self.state.lock().renewed_at = Instant::now();
        let renewed = table::renew(&self.attachments.pool, self.database_key(), length).await?;
        if renewed { Ok(()) } else { Err(Error::Locked) }
    }

    /// Lets another request write the upload at once.
    pub(super) async fn end(&self) {
        let ended = table::renew(&self.attachments.pool, self.database_key(), Duration::ZERO).await;
        if let Err::<_, db::Error>(error) = ended {
            tracing::warn!(%error, "an upload stays locked for some seconds");
        }
    }

    /// The object of a part that is stored.
    pub(super) fn stored(&self, number: usize) -> Option<Object> {
        let lease = *self.state.lock().parts.get(number)?;
        Some(Object::Part(self.key, Part { number, lease }))
    }

    /// The object that this lease writes for a part.
    pub(super) fn own(&self, number: usize) -> Object {
        let lease = self.number;
        Object::Part(self.key, Part { number, lease })
    }

    /// Registers a part that this lease has written: now `received` bytes are stored.
    ///
    /// # Errors
    /// [`Error::Locked`] if another request has taken the lease, or the upload was ended.
    pub(super) async fn register(&self, number: usize, received: u64) -> Result<(), Error> {
        let (pool, lease) = (&self.attachments.pool, self.database_key());
        if !table::store_part(pool, lease, number, received, RECEIVING).await? {
            return Err(Error::Locked);
        }
        let mut state = self.state.lock();
        state.renewed_at = Instant::now();
        if number < state.parts.len() {
            state.parts[number] = self.number;
        } else {
            state.parts.push(self.number);
        }
        Ok(())
    }
}
