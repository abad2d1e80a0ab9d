//! The table `attachments`.

use tokio_postgres::Row;
use uuid::Uuid;

use super::{Error, MAX_UNPOSTED_FILES, Stored};
use crate::db;
use crate::db::query::{self, Parameters};
use crate::db::{Pool, RowExt as _};
use crate::domain::{Attachment, AttachmentId, Realm, UserId};

/// A file of the reader, or one in a message of a chat that the reader is in.
const VISIBLE: &str = "
    SELECT a.id, a.name, a.mime, a.size, a.created_at, a.key
    FROM public.attachments AS a
    WHERE a.id = $1
      AND a.realm = $2
      AND a.size IS NOT NULL
      AND a.deleted_at IS NULL
      AND (
          a.owner_id = $3
          OR EXISTS (
              SELECT
              FROM public.messages AS m
              JOIN public.chat_participants AS p
                  ON p.chat_id = m.chat_id
                 AND p.user_id = $3
                 AND p.left_at IS NULL
              WHERE m.attachments @> ARRAY[a.id]
                AND m.attachments <> '{}'
                AND NOT m.is_deleted
          )
      )";

/// Inserts the row unless the owner has too many unposted files, running uploads included.
const BEGIN: &str = "
    INSERT INTO public.attachments (key, realm, owner_id, name)
    SELECT $1, $2, $3, $4
    WHERE $5 > (
        SELECT count(*)
        FROM public.attachments AS a
        WHERE a.owner_id = $3
          AND NOT a.is_posted
          AND a.deleted_at IS NULL
          AND NOT EXISTS (
              SELECT
              FROM public.messages AS m
              WHERE m.attachments @> ARRAY[a.id]
                AND m.attachments <> '{}'
          )
    )
    RETURNING id";

/// Bytes of all stored files of a user.
pub(super) async fn stored_by(pool: &Pool, realm: Realm, owner: UserId) -> Result<u64, db::Error> {
    let sql = "
        SELECT coalesce(sum(a.size), 0)::bigint AS bytes
        FROM public.attachments AS a
        WHERE a.owner_id = $1
          AND a.realm = $2
          AND a.deleted_at IS NULL";
    let row = query::first(pool, sql, &[&owner.0, &realm.as_str()]).await?;
    let bytes = row.map(|row| row.try_get::<_, i64>("bytes")).transpose()?;
    Ok(u64::try_from(bytes.unwrap_or_default()).unwrap_or_default())
}

/// Inserts the row of an upload that starts. Returns its id and its key in the storage.
///
/// # Errors
/// [`Error::TooManyWaiting`].
pub(super) async fn begin(
    pool: &Pool,
    realm: Realm,
    owner: UserId,
    name: &str,
) -> Result<(AttachmentId, Uuid), Error> {
    let key = Uuid::now_v7();
    let parameters: Parameters<'_> = &[&key, &realm.as_str(), &owner.0, &name, &MAX_UNPOSTED_FILES];
    let row = query::first(pool, BEGIN, parameters).await?;
    let row = row.ok_or(Error::TooManyWaiting)?;
    let id = row.try_get("id").map_err(db::Error::from)?;
    Ok((id, key))
}

/// Marks a failed upload for removal.
pub(super) async fn give_up(pool: &Pool, id: AttachmentId) -> Result<(), db::Error> {
    let sql = "UPDATE public.attachments AS a SET deleted_at = now() WHERE a.id = $1";
    query::run(pool, sql, &[&id.0]).await?;
    Ok(())
}

/// Marks an upload as complete. False if the row was marked for removal meanwhile.
pub(super) async fn complete(
    pool: &Pool,
    id: AttachmentId,
    mime: &str,
    size: u64,
) -> Result<bool, db::Error> {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let sql = "
        UPDATE public.attachments AS a
        SET mime = $2, size = $3
        WHERE a.id = $1
          AND a.deleted_at IS NULL
          AND EXISTS (SELECT FROM public.users AS u WHERE u.id = a.owner_id)";
    Ok(query::run(pool, sql, &[&id.0, &mime, &size]).await? > 0)
}

/// A file that a user may see.
pub(super) async fn visible(
    pool: &Pool,
    realm: Realm,
    reader: UserId,
    id: AttachmentId,
) -> Result<Option<Stored>, Error> {
    let parameters: Parameters<'_> = &[&id.0, &realm.as_str(), &reader.0];
    let row = query::first(pool, VISIBLE, parameters).await?;
    Ok(row.as_ref().map(stored).transpose()?)
}

fn stored(row: &Row) -> Result<Stored, db::Error> {
    let file = Attachment {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        mime: row.try_get("mime")?,
        size: u64::try_from(row.try_get::<_, i64>("size")?).unwrap_or_default(),
    };
    Ok(Stored {
        file,
        created_at: row.timestamp("created_at")?,
        key: row.try_get("key")?,
    })
}
