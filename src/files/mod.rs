//! Files attached to messages: their bytes are in a [`Storage`], their metadata in the table
//! `attachments`.
//!
//! # Guarantees
//! - Uploads and downloads are streamed; at most one part of a file is in memory. A picture is read
//!   whole once more, to be cleaned, and another one for its preview: one at a time, and people take turns. So
//!   is a smaller file from which a location is removed.
//! - Limits hold for a person, whatever realms they use: see [`Admission`] and [`Decoding`].
//! - The storage sees a random key, never the name that the client gave. The stored name is
//!   sanitised, and the media type is detected from the content.
//! - Videos and sounds are never decoded: the [`MediaProber`] reads their containers.
//! - The row exists before the first byte is stored and until the last one is removed, so a crash
//!   leaves no file without a row.
//! - The [`Sweeper`] removes files that are in no message a day after their upload, and files of
//!   erased users at once. One replica at a time does this.
//!
//! It knows neither HTTP nor wire formats.

mod admission;
mod archive;
mod content;
mod download;
mod error;
mod file_name;
mod limits;
mod location;
mod media;
mod media_prober;
mod media_type;
mod pictures;
mod postponement;
mod reader;
mod resumable;
mod service;
mod storage;
mod stored;
mod sweep;
mod table;
mod upload;
mod uploader;

pub use admission::{Admission, UploadPermit};
pub use archive::{StoredBytes, awaits_preview, awaits_probe, can_have_type};
pub use download::{Chunks, StoredPart};
pub use error::Error;
pub use limits::{MAX_SIZE, MAX_UNPOSTED_FILES};
pub use media_prober::MediaProber;
pub use pictures::{Decoding, PictureError, PreviewMaker};
pub use reader::{FileReader, PictureReader};
pub use resumable::{MAX_RESUMABLE_SIZE, NewUpload, Upload, max_resumable_size};
pub use service::{Attachments, Damaged};
pub use storage::{Storage, StorageError, StorageUrl};
pub use stored::{Preview, Stored};
pub use sweep::Sweeper;
pub use uploader::{NewFile, Uploader, VoiceNote};
