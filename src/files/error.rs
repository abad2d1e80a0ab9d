//! Why uploads and downloads fail.

use crate::db;
use crate::domain::InvalidName;
use crate::files::limits::{GUEST_UPLOADS, MAX_SIZE, MAX_UNPOSTED_FILES, MIB, UPLOADS_EACH};
use crate::files::pictures::error::PictureError;

/// Why an upload or a download failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The name of the file.
    #[error("the name of the file {0}")]
    Name(#[from] InvalidName),
    /// More than this many bytes.
    #[error("a file may be at most {} MiB large", .0 / MIB)]
    TooLarge(u64),
    /// A picture of more than [`MAX_SIZE`].
    #[error("a picture may be at most {} MiB large", MAX_SIZE / MIB)]
    PictureTooLarge,
    /// A picture that is damaged or too large.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// A file that may tell a location that cannot be found.
    #[error("the file is damaged: a location in it could not be removed")]
    HiddenLocation,
    /// A voice note that is no sound, or has pictures.
    #[error("a voice note must be a sound without pictures")]
    NotAudio,
    /// Programs are refused.
    #[error("files of this type are not taken")]
    TypeRefused,
    /// There is no such resumable upload of this user, or it has expired.
    #[error("there is no such upload")]
    UploadNotFound,
    /// Another request writes the upload.
    #[error("another request writes this upload")]
    Locked,
    /// This many bytes of the upload are received, not as many as the request says.
    #[error("{0} bytes of this upload are received")]
    WrongOffset(u64),
    /// More bytes than the upload was to have.
    #[error("the upload has more bytes than its Upload-Length")]
    BeyondLength,
    /// The connection was closed, or too slow.
    #[error("the file could not be read to its end")]
    Interrupted,
    /// There is no such file, or the user may not see it.
    #[error("there is no such file")]
    NotFound,
    /// The owner has [`MAX_UNPOSTED_FILES`].
    #[error("you have {MAX_UNPOSTED_FILES} uploaded files that are in no message yet")]
    TooManyWaiting,
    /// The owner's files fill their quota.
    #[error("your files use all of your {} MiB of storage", .0 / MIB)]
    QuotaReached(u64),
    /// The guests at this address have uploaded too many files in an hour.
    #[error("guests at your address may upload {GUEST_UPLOADS} files an hour")]
    TooManyByGuests,
    /// The owner has too many concurrent uploads.
    #[error("at most {UPLOADS_EACH} of your uploads may run at once")]
    TooManyAtOnce,
    /// Too many uploads of all users are running.
    #[error("too many uploads are running")]
    Busy,
    /// The storage.
    #[error("storage: {0}")]
    Storage(#[from] object_store::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}
