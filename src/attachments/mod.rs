//! Files attached to messages: their bytes are in a [`Storage`], their metadata in the table
//! `attachments`.
//!
//! # Guarantees
//! - Uploads and downloads are streamed; at most one part of a file is in memory. A picture is read
//!   whole once more, to be cleaned, and another one for its preview: one at a time, and people take turns. So
//!   is a smaller file from which a place is removed.
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
mod download;
mod error;
mod file_name;
mod media;
mod media_type;
mod pictures;
mod places;
mod postponement;
mod resumable;
mod storage;
mod sweep;
mod table;
mod upload;

use std::net::IpAddr;

use bytes::{Bytes, BytesMut};
use futures::Stream;
use jiff::Timestamp;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

pub use admission::{Admission, UploadPermit};
pub use archive::{StoredBytes, awaits_preview, awaits_probe, can_have_type};
pub use download::{Chunks, FileReader, PictureReader, StoredPart};
pub use error::Error;
pub use media::MediaProber;
pub use pictures::{Decoding, PictureError, PreviewMaker};
pub use resumable::{MAX_RESUMABLE_SIZE, NewUpload, Upload, max_resumable_size};
pub use storage::{Storage, StorageError, StorageUrl};
pub use sweep::Sweeper;

use self::admission::Person;
use self::media::StoredFile;
use self::pictures::DecodingPermit;
use self::storage::Object;
use crate::db::Pool;
use crate::domain::{Attachment, AttachmentId, Media, Realm, UserId, Waveform};

const MIB: u64 = 1024 * 1024;

/// Largest file, in bytes.
pub const MAX_SIZE: u64 = 25 * MIB;

/// Uploaded files of one user that are in no message yet.
pub const MAX_UNPOSTED_FILES: i64 = 100;

/// A stored file.
pub struct Stored {
    pub file: Attachment,
    /// Of a picture, once it is made.
    pub preview: Option<Preview>,
    /// When the upload began.
    pub created_at: Timestamp,
    /// Its key in the storage.
    key: Uuid,
}

/// The preview of a picture.
pub struct Preview {
    pub mime: String,
    /// In bytes.
    pub size: u64,
}

/// A file that a client uploads.
#[derive(Debug)]
pub struct NewFile<'a> {
    /// The name that the client gave it.
    pub name: &'a str,
    /// Set if it is to be a voice note.
    pub voice: Option<VoiceNote>,
}

/// What a client says of a voice note.
#[derive(Debug, Clone, Default)]
pub struct VoiceNote {
    pub waveform: Option<Waveform>,
}

/// What was found in an upload.
struct Content {
    mime: &'static str,
    /// In bytes.
    size: u64,
    /// Width and height of a picture.
    pixels: Option<(u32, u32)>,
    /// Of a voice note.
    duration_ms: Option<u64>,
    /// Of a voice note that came without one.
    waveform: Option<Waveform>,
    /// Whether the [`MediaProber`] is to read it.
    awaits_probe: bool,
}

impl Content {
    /// A file of which no more is known.
    fn new(mime: &'static str, size: u64) -> Self {
        Self {
            mime,
            size,
            pixels: None,
            duration_ms: None,
            waveform: None,
            awaits_probe: media::is_media(mime),
        }
    }
}

/// What happens to a picture that cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damaged {
    /// It is refused.
    Refused,
    /// It is kept as a file without a preview and without metadata: what could be read of it.
    Kept,
}

/// Who uploads a file.
#[derive(Debug, Clone, Copy)]
pub struct Uploader {
    pub user_id: UserId,
    /// The address of a guest, who may upload less than others.
    pub guest_at: Option<IpAddr>,
}

/// The files of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Attachments {
    realm: Realm,
    pool: Pool,
    storage: Storage,
    decoding: Decoding,
    admission: Admission,
    /// Requests of resumable uploads, which go on if their connection ends.
    running: TaskTracker,
}

impl Attachments {
    /// The files of `realm`, within the bounds of all realms. `running` are the tasks that a shutdown waits for.
    pub fn new(
        realm: Realm,
        pool: Pool,
        storage: Storage,
        admission: Admission,
        decoding: Decoding,
        running: TaskTracker,
    ) -> Self {
        Self {
            realm,
            pool,
            storage,
            decoding,
            admission,
            running,
        }
    }

    /// Takes a permit for an upload. Take it before reading the request's body.
    ///
    /// # Errors
    /// [`Error::TooManyByGuests`], [`Error::TooManyAtOnce`], [`Error::Busy`], [`Error::QuotaReached`].
    pub async fn acquire_permit(&self, uploader: Uploader) -> Result<UploadPermit, Error> {
        self.admission.count_guest(uploader)?;
        let permit = self.admission.permit(uploader.person()).await?;
        // Running uploads are not counted, so the quota may be exceeded by a few files.
        let quota = self.admission.quota_of(uploader);
        if table::stored_by(&self.pool, self.realm, uploader.user_id).await? >= quota {
            return Err(Error::QuotaReached(quota));
        }
        Ok(permit)
    }

    /// Stores a file, and returns once all of it is stored.
    pub async fn take<E>(
        &self,
        uploader: Uploader,
        _permit: &UploadPermit,
        new: NewFile<'_>,
        damaged: Damaged,
        bytes: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Attachment, Error> {
        let name = file_name::sanitize_file_name(new.name)?;
        let voice = new.voice.as_ref();
        let owner = uploader.user_id;
        let (id, key) = table::begin(&self.pool, self.realm, owner, &name, voice).await?;
        let received = self.receive(uploader.person(), key, damaged, bytes).await;
        let checked = match (received, voice) {
            (Ok(content), Some(voice)) => {
                let is_measured = voice.waveform.is_some();
                self.voice_note(key, content, is_measured).await
            }
            (Err(Error::Picture(_) | Error::HiddenPlaces), Some(_)) => Err(Error::NotAudio),
            (received, _) => received,
        };
        let content = match checked {
            Ok(content) => content,
            Err(error) => {
                table::give_up(&self.pool, id).await?;
                return Err(error);
            }
        };
        self.complete(id, key, &content).await?;
        Ok(Attachment {
            id,
            name,
            mime: content.mime.to_owned(),
            size: content.size,
            media: Media {
                width: content.pixels.map(|(width, _)| width),
                height: content.pixels.map(|(_, height)| height),
                placeholder: None,
                duration_ms: content.duration_ms,
                is_voice: new.voice.is_some(),
                waveform: new
                    .voice
                    .and_then(|voice| voice.waveform)
                    .or(content.waveform),
            },
        })
    }

    /// Completes an upload whose content is stored.
    async fn complete(&self, id: AttachmentId, key: Uuid, content: &Content) -> Result<(), Error> {
        if !table::complete(&self.pool, id, content).await? {
            // The owner was erased during the upload, and the row may already be deleted.
            self.storage.remove(key).await?;
            return Err(Error::NotFound);
        }
        Ok(())
    }

    /// The content of a voice note that is stored. Recorders of browsers write containers of videos, so the
    /// tracks decide. Since that reads the container, it is not probed again. Unless its recorder has measured how
    /// loud it is, that is estimated.
    ///
    /// # Errors
    /// [`Error::NotAudio`].
    async fn voice_note(
        &self,
        key: Uuid,
        content: Content,
        is_measured: bool,
    ) -> Result<Content, Error> {
        if !content.awaits_probe {
            return Err(Error::NotAudio);
        }
        let file = StoredFile {
            storage: self.storage.clone(),
            key,
        };
        let found = media::probe(file.clone(), content.size).await?;
        let mime = media::sound_type(content.mime, found).ok_or(Error::NotAudio)?;
        let waveform = if is_measured {
            None
        } else {
            media::waveform(file, content.size).await?
        };
        Ok(Content {
            mime,
            waveform,
            duration_ms: found.and_then(|found| found.duration_ms),
            awaits_probe: false,
            ..content
        })
    }

    /// Stores an upload. A picture is stored without its metadata.
    async fn receive<E>(
        &self,
        person: Person,
        key: Uuid,
        damaged: Damaged,
        bytes: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Content, Error> {
        let (mime, size) = upload::receive(&self.storage, key, bytes).await?;
        let as_received = Content::new(mime, size);
        if places::may_have(mime) {
            self.remove_places(person, key, &as_received).await?;
        }
        if !pictures::is_picture(mime) {
            return Ok(as_received);
        }
        let permit = self.decoding.permit(person).await?;
        let picture = self.storage.read_whole(key).await?;
        let stored = self.store_picture(&permit, key, picture.clone(), mime);
        match stored.await {
            Err(Error::Picture(_)) if damaged == Damaged::Kept => {
                self.store_remains(&permit, key, picture, mime).await
            }
            outcome => outcome,
        }
    }

    /// Removes the places in a stored file of at most [`MAX_SIZE`].
    async fn remove_places(
        &self,
        person: Person,
        key: Uuid,
        content: &Content,
    ) -> Result<(), Error> {
        let file = StoredFile {
            storage: self.storage.clone(),
            key,
        };
        let patches = places::find(file, content.size, content.mime).await?;
        if patches.is_empty() {
            return Ok(());
        }
        // Like a picture, it is in memory as a whole.
        let permit = self.decoding.permit(person).await?;
        permit.charge(content.size);
        let mut whole = BytesMut::from(self.storage.read_whole(key).await?);
        patches.apply(0, &mut whole);
        let object = Object::Content(key);
        Ok(self.storage.put(object, whole.freeze()).await?)
    }

    /// Stores a picture without its metadata.
    async fn store_picture(
        &self,
        permit: &DecodingPermit,
        key: Uuid,
        picture: Bytes,
        mime: &'static str,
    ) -> Result<Content, Error> {
        let cleaned = pictures::clean(permit, picture, mime).await?;
        let content = Content {
            pixels: Some((cleaned.width, cleaned.height)),
            ..Content::new(mime, cleaned.bytes.len() as u64)
        };
        let object = Object::Content(key);
        self.storage.put(object, cleaned.bytes).await?;
        Ok(content)
    }

    /// Stores what can be kept of a picture that is not decoded, without its metadata.
    async fn store_remains(
        &self,
        permit: &DecodingPermit,
        key: Uuid,
        picture: Bytes,
        mime: &'static str,
    ) -> Result<Content, Error> {
        let remains = pictures::remains(permit, picture, mime).await?;
        let mime = if remains.is_whole {
            mime
        } else {
            media_type::UNKNOWN
        };
        let content = Content::new(mime, remains.bytes.len() as u64);
        let object = Object::Content(key);
        self.storage.put(object, remains.bytes).await?;
        Ok(content)
    }

    /// Deletes a file that is in no message.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn discard(&self, id: AttachmentId) -> Result<(), Error> {
        Ok(table::give_up(&self.pool, id).await?)
    }
}
