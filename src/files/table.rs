//! The table `attachments`.

use tokio_postgres::Row;
use uuid::Uuid;

use super::content::Content;
use crate::bounds::quota::{self, Quota};
use crate::db;
use crate::db::query::{self, Parameters};
use crate::db::{FromRow, Pool, RowExt as _};
use crate::domain::{Attachment, AttachmentId, Media, Realm, UserId, Waveform};
use crate::files::error::Error;
use crate::files::limits::MAX_UNPOSTED_FILES;
use crate::files::reader::{FileReader, PictureReader};
use crate::files::stored::{Preview, Stored};
use crate::files::uploader::VoiceNote;

const VISIBLE_FILE: &str = include_str!("sql/visible_file.sql");
const FILE_OF_ANY_CHAT: &str = include_str!("sql/file_of_any_chat.sql");
const VISIBLE_PICTURE: &str = include_str!("sql/visible_picture.sql");
const BEGIN_UPLOAD: &str = include_str!("sql/begin_upload.sql");
const COMPLETE_UPLOAD: &str = include_str!("sql/complete_upload.sql");
const BYTES_OF_USER: &str = include_str!("sql/bytes_of_user.sql");

/// Bytes of all stored files of a user.
pub(super) async fn stored_by(pool: &Pool, realm: Realm, owner: UserId) -> Result<u64, db::Error> {
    let row = query::first(pool, BYTES_OF_USER, &[&owner.0, &realm.as_str()]).await?;
    let stored = row.map(|row| row.try_get::<_, i64>("bytes")).transpose()?;
    Ok(unsigned(stored.unwrap_or_default()))
}

/// The row of an upload that has started.
pub(super) struct Begun {
    pub(super) id: AttachmentId,
    /// Its key in the storage.
    pub(super) key: Uuid,
    /// The files of its owner that are in no message, without it.
    pub(super) unposted: i64,
}

/// Inserts the row of an upload that starts.
///
/// # Errors
/// [`Error::TooManyWaiting`].
pub(super) async fn begin(
    pool: &Pool,
    realm: Realm,
    owner: UserId,
    name: &str,
    voice: Option<&VoiceNote>,
) -> Result<Begun, Error> {
    let key = Uuid::now_v7();
    let parameters: Parameters<'_> = &[
        &key,
        &realm.as_str(),
        &owner.0,
        &name,
        &MAX_UNPOSTED_FILES,
        &voice.is_some(),
        &voice.and_then(VoiceNote::numbers),
    ];
    let row = query::first(pool, BEGIN_UPLOAD, parameters).await?;
    let row = row.ok_or(Error::TooManyWaiting)?;
    let id: Option<AttachmentId> = row.try_get("id").map_err(db::Error::from)?;
    let unposted: i64 = row.try_get("files").map_err(db::Error::from)?;
    note_unposted(unposted + i64::from(id.is_some()));
    let id = id.ok_or(Error::TooManyWaiting)?;
    Ok(Begun { id, key, unposted })
}

/// Marks a failed upload for removal.
pub(super) async fn give_up(pool: &Pool, id: AttachmentId) -> Result<(), db::Error> {
    let sql = "UPDATE public.attachments AS a SET deleted_at = now() WHERE a.id = $1";
    query::run(pool, sql, &[&id.0]).await?;
    Ok(())
}

/// Notes how many more files an owner may upload who has so many that are in no message.
pub(super) fn note_unposted(files: i64) {
    let count = |files: i64| u32::try_from(files).unwrap_or_default();
    quota::note([Quota {
        name: "uploads",
        limit: count(MAX_UNPOSTED_FILES),
        window: None,
        left: count(MAX_UNPOSTED_FILES - files),
        more_in: None,
    }]);
}

/// Marks an upload as complete. False if the row was marked for removal meanwhile.
pub(super) async fn complete(
    pool: &Pool,
    id: AttachmentId,
    content: &Content,
) -> Result<bool, db::Error> {
    let size = number(content.size);
    let (width, height) = dimensions(content.pixels);
    let parameters: Parameters<'_> = &[
        &id.0,
        &content.mime,
        &size,
        &width,
        &height,
        &content.awaits_probe,
        &content.duration_ms.map(number),
        &content.sha256.as_slice(),
    ];
    Ok(query::run(pool, COMPLETE_UPLOAD, parameters).await? > 0)
}

/// A file that a user may see.
pub(super) async fn visible(
    pool: &Pool,
    realm: Realm,
    reader: FileReader,
    id: AttachmentId,
) -> Result<Option<Stored>, Error> {
    let FileReader {
        user_id,
        sees_all_chats,
        sees_reported,
    } = reader;
    let parameters: Parameters<'_> = &[&id.0, &realm.as_str(), &user_id.0];
    let mut row = query::first(pool, VISIBLE_FILE, parameters).await?;
    if row.is_none() && sees_all_chats.or(sees_reported).is_some() {
        let sees_all_chats = sees_all_chats.is_some();
        let parameters: Parameters<'_> = &[&id.0, &realm.as_str(), &sees_all_chats];
        row = query::first(pool, FILE_OF_ANY_CHAT, parameters).await?;
    }
    Ok(row.as_ref().map(Stored::from_row).transpose()?)
}

/// A file that is the picture of a chat or a user whom a reader may see.
pub(super) async fn visible_picture(
    pool: &Pool,
    realm: Realm,
    reader: PictureReader,
    id: AttachmentId,
) -> Result<Option<Stored>, Error> {
    let PictureReader {
        user_id,
        sees_all_chats,
        finds_only_counterparts,
    } = reader;
    let parameters: Parameters<'_> = &[
        &id.0,
        &realm.as_str(),
        &user_id.0,
        &sees_all_chats,
        &finds_only_counterparts,
    ];
    let row = query::first(pool, VISIBLE_PICTURE, parameters).await?;
    Ok(row.as_ref().map(Stored::from_row).transpose()?)
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let side = |side: Option<i32>| side.and_then(|side| u32::try_from(side).ok());
        let file = Attachment {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            mime: row.try_get("mime")?,
            size: unsigned(row.try_get("size")?),
            media: Media {
                width: side(row.try_get("width")?),
                height: side(row.try_get("height")?),
                placeholder: row.try_get("placeholder")?,
                duration_ms: row.try_get::<_, Option<i64>>("duration_ms")?.map(unsigned),
                is_voice: row.try_get("is_voice")?,
                waveform: row
                    .try_get::<_, Option<Vec<i16>>>("waveform")?
                    .and_then(shown),
            },
        };
        let preview_mime: Option<String> = row.try_get("preview_mime")?;
        let preview_size: Option<i64> = row.try_get("preview_size")?;
        let preview = preview_mime.zip(preview_size);
        Ok(Self {
            file,
            preview: preview.map(|(mime, size)| Preview {
                mime,
                size: unsigned(size),
            }),
            created_at: row.timestamp("created_at")?,
            key: row.try_get("key")?,
        })
    }
}

/// A number that the database holds, which is never negative.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// A number for the database.
pub(super) fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Width and height for the database.
pub(super) fn dimensions(pixels: Option<(u32, u32)>) -> (Option<i32>, Option<i32>) {
    let side = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
    pixels
        .map(|(width, height)| (side(width), side(height)))
        .unzip()
}

impl VoiceNote {
    /// Its waveform for the database.
    pub(super) fn numbers(&self) -> Option<Vec<i16>> {
        let numbers = self.waveform.as_ref()?.numbers().iter();
        Some(numbers.map(|number| i16::from(*number)).collect())
    }
}

/// A waveform that the database holds.
fn shown(numbers: Vec<i16>) -> Option<Waveform> {
    let numbers = numbers.into_iter().map(u8::try_from);
    numbers
        .collect::<Result<_, _>>()
        .ok()
        .and_then(Waveform::new)
}
