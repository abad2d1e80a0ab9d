//! Storing the files of a realm.

use bytes::{Bytes, BytesMut};
use futures::Stream;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::db::Pool;
use crate::domain::{Attachment, AttachmentId, Media, Realm};
use crate::files::admission::{Admission, Person, UploadPermit};
use crate::files::content::Content;
use crate::files::error::Error;
use crate::files::media::StoredFile;
use crate::files::pictures::{Decoding, DecodingPermit};
use crate::files::storage::Object;
use crate::files::storage::Storage;
use crate::files::uploader::{NewFile, Uploader};
use crate::files::{file_name, location, media, media_type, pictures, table, upload};

/// What happens to a picture that cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damaged {
    /// It is refused.
    Refused,
    /// It is kept as a file without a preview and without metadata: what could be read of it.
    Kept,
}

/// The files of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Attachments {
    pub(super) realm: Realm,
    pub(super) pool: Pool,
    pub(super) storage: Storage,
    pub(super) decoding: Decoding,
    pub(super) admission: Admission,
    /// Requests of resumable uploads, which go on if their connection ends.
    pub(super) running: TaskTracker,
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

    /// Stores a file, and returns once all of it is stored, with the SHA-256 of what was sent.
    pub async fn take<E>(
        &self,
        uploader: Uploader,
        _permit: &UploadPermit,
        new: NewFile<'_>,
        damaged: Damaged,
        bytes: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<(Attachment, [u8; 32]), Error> {
        let name = file_name::sanitize_file_name(new.name)?;
        let voice = new.voice.as_ref();
        let owner = uploader.user_id;
        let begun = table::begin(&self.pool, self.realm, owner, &name, voice).await?;
        let (id, key) = (begun.id, begun.key);
        let received = self.receive(uploader.person(), key, damaged, bytes).await;
        let checked = match (received, voice) {
            (Ok(content), Some(_)) => self.voice_note(key, content).await,
            (Err(Error::Picture(_) | Error::HiddenLocation), Some(_)) => Err(Error::NotAudio),
            (received, _) => received,
        };
        let content = match checked {
            Ok(content) => content,
            Err(error) => {
                table::give_up(&self.pool, id).await?;
                table::note_unposted(begun.unposted);
                return Err(error);
            }
        };
        self.complete(id, key, &content).await?;
        let file = Attachment {
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
                waveform: new.voice.and_then(|voice| voice.waveform),
            },
        };
        Ok((file, content.sent_sha256))
    }

    /// Completes an upload whose content is stored.
    pub(super) async fn complete(
        &self,
        id: AttachmentId,
        key: Uuid,
        content: &Content,
    ) -> Result<(), Error> {
        if !table::complete(&self.pool, id, content).await? {
            // The owner was erased during the upload, and the row may already be deleted.
            self.storage.remove(key).await?;
            return Err(Error::NotFound);
        }
        Ok(())
    }

    /// The content of a voice note that is stored. Recorders of browsers write containers of videos, so the
    /// tracks decide. Since that reads the container, it is not probed again.
    ///
    /// # Errors
    /// [`Error::NotAudio`].
    pub(super) async fn voice_note(&self, key: Uuid, content: Content) -> Result<Content, Error> {
        if !content.awaits_probe {
            return Err(Error::NotAudio);
        }
        let file = StoredFile {
            storage: self.storage.clone(),
            key,
        };
        let found = media::probe(file, content.size).await?;
        let mime = media::sound_type(content.mime, found).ok_or(Error::NotAudio)?;
        Ok(Content {
            mime,
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
        let content = upload::receive(&self.storage, key, bytes).await?;
        let sent_sha256 = content.sent_sha256;
        let content = self.clean(person, key, damaged, content).await?;
        Ok(Content {
            sent_sha256,
            ..content
        })
    }

    /// Removes metadata from a stored file.
    async fn clean(
        &self,
        person: Person,
        key: Uuid,
        damaged: Damaged,
        mut content: Content,
    ) -> Result<Content, Error> {
        let mime = content.mime;
        if location::may_have(mime) {
            content = self.remove_location(person, key, content).await?;
        }
        if !pictures::is_picture(mime) {
            return Ok(content);
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

    /// Removes the location from a stored file of at most [`MAX_SIZE`](super::MAX_SIZE). Returns what it is then.
    async fn remove_location(
        &self,
        person: Person,
        key: Uuid,
        content: Content,
    ) -> Result<Content, Error> {
        let file = StoredFile {
            storage: self.storage.clone(),
            key,
        };
        let patches = location::find(file, content.size, content.mime).await?;
        if patches.is_empty() {
            return Ok(content);
        }
        // Like a picture, it is in memory as a whole.
        let permit = self.decoding.permit(person).await?;
        permit.charge(content.size);
        let mut whole = BytesMut::from(self.storage.read_whole(key).await?);
        patches.apply(0, &mut whole);
        let content = Content::of(content.mime, &whole);
        let object = Object::Content(key);
        self.storage.put(object, whole.freeze()).await?;
        Ok(content)
    }

    /// Stores a picture without its metadata.
    pub(super) async fn store_picture(
        &self,
        permit: &DecodingPermit,
        key: Uuid,
        picture: Bytes,
        mime: &'static str,
    ) -> Result<Content, Error> {
        let cleaned = pictures::clean(permit, picture, mime).await?;
        let content = Content {
            pixels: Some((cleaned.width, cleaned.height)),
            ..Content::of(mime, &cleaned.bytes)
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
        let content = Content::of(mime, &remains.bytes);
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
