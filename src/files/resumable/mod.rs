//! Resumable uploads: a file that arrives in several requests, at any replica.
//!
//! # Guarantees
//! - What a request has brought stays, however it ends. The received bytes are stored in parts, and
//!   their number is in the database.
//! - One request at a time writes an upload. It holds a lease, which ends some seconds after the last
//!   bytes have arrived. A request that has lost its lease changes nothing, since the objects that it
//!   writes have other names.
//! - A request holds one part in memory, and so does the assembly of the file at the end. A picture is
//!   read whole, like those of other uploads.
//! - The file passes the checks of other uploads before anybody can download it.
//! - An upload that is not complete a day after its beginning is removed with its parts.
//!
//! # Why
//! The parts are joined when all are received, and not appended to one object, because S3 has no
//! objects that grow, and a picture must not be readable before it is cleaned.

mod assemble;
mod lease;
mod receive;
mod table;
mod upload;

use bytes::Bytes;
use futures::{Stream, stream};
use tracing::Instrument as _;

pub use upload::{MAX_RESUMABLE_SIZE, NewUpload, Upload, max_resumable_size};

use self::assemble::assemble;
use self::lease::Lease;
use self::receive::receive;
use crate::domain::{AttachmentId, Files, UserId};
use crate::files::error::Error;
use crate::files::file_name;
use crate::files::service::Attachments;
use crate::files::uploader::Uploader;

impl Attachments {
    /// Begins an upload. One of no bytes is finished at once.
    ///
    /// # Errors
    /// [`Error::TooLarge`], [`Error::TooManyByGuests`], [`Error::TooManyWaiting`],
    /// [`Error::QuotaReached`].
    pub async fn begin_upload(
        &self,
        uploader: Uploader,
        files: Files,
        new: NewUpload<'_>,
    ) -> Result<Upload, Error> {
        let max = max_resumable_size(files);
        if new.length > max {
            return Err(Error::TooLarge(max));
        }
        self.admission.count_guest(uploader)?;
        let name = file_name::sanitize_file_name(new.file.name)?;
        let id = table::begin(self, uploader, &name, &new).await?;
        self.find_upload(uploader, files, id).await
    }

    /// An upload of this user. One of which all is received is finished.
    ///
    /// # Errors
    /// [`Error::UploadNotFound`]; [`Error::Locked`] while the file is assembled, and the errors of
    /// that.
    pub async fn find_upload(
        &self,
        uploader: Uploader,
        files: Files,
        id: AttachmentId,
    ) -> Result<Upload, Error> {
        let upload = table::find(self, uploader.user_id, id).await?;
        if upload.is_finished || upload.received < upload.length {
            return Ok(upload);
        }
        // The replica that received the last byte is about to finish the upload, or has stopped.
        let nothing = stream::empty::<Result<Bytes, Error>>();
        self.append(uploader, files, id, upload.received, nothing)
            .await
    }

    /// Receives the bytes that follow the first `offset` ones. It goes on if the caller is dropped: what
    /// has arrived is stored.
    ///
    /// # Errors
    /// [`Error::UploadNotFound`], [`Error::WrongOffset`], [`Error::Locked`], [`Error::Interrupted`],
    /// [`Error::BeyondLength`]; and with the last bytes the errors of the file's content, which end the
    /// upload.
    pub async fn append<E: Send + 'static>(
        &self,
        uploader: Uploader,
        files: Files,
        id: AttachmentId,
        offset: u64,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Result<Upload, Error> {
        let upload = table::find(self, uploader.user_id, id).await?;
        if upload.received != offset {
            return Err(Error::WrongOffset(upload.received));
        }
        if upload.is_finished {
            return Ok(upload);
        }
        if upload.is_leased {
            return Err(Error::Locked);
        }
        let person = uploader.person();
        let permit = self.admission.permit(person).await?;
        let lease = Lease::take(self.clone(), person, &upload).await?;
        let working = async move {
            let _permit = permit;
            let outcome = write(&lease, upload, files, bytes).await;
            lease.end().await;
            outcome
        };
        let task = self.running.spawn(working.in_current_span());
        task.await.unwrap_or(Err(Error::Interrupted))
    }

    /// Ends an upload and removes what is received of it. The file of a finished one stays: only its
    /// upload is forgotten.
    ///
    /// # Errors
    /// [`Error::UploadNotFound`].
    pub async fn end_upload(&self, owner: UserId, id: AttachmentId) -> Result<(), Error> {
        let upload = table::find(self, owner, id).await?;
        table::end(&self.pool, &upload).await
    }
}

/// Receives bytes, and finishes the upload if they were the last ones.
async fn write<E>(
    lease: &Lease,
    upload: Upload,
    files: Files,
    bytes: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Upload, Error> {
    let received = receive(lease, &upload, files, bytes).await;
    let upload = match received {
        Ok(received) => Upload { received, ..upload },
        Err(error) => return Err(refused(lease, error).await),
    };
    if upload.received < upload.length {
        return Ok(upload);
    }
    match assemble(lease, &upload, files).await {
        Ok(()) => Ok(Upload {
            is_finished: true,
            ..upload
        }),
        Err(error) => Err(refused(lease, error).await),
    }
}

/// Ends an upload whose content is refused: no further request could finish it.
async fn refused(lease: &Lease, error: Error) -> Error {
    let is_final = matches!(
        error,
        Error::TypeRefused
            | Error::NotAudio
            | Error::PictureTooLarge
            | Error::Picture(_)
            | Error::HiddenLocation
    );
    if is_final && let Err(failure) = lease.attachments.discard(lease.upload_id).await {
        return failure;
    }
    error
}
