//! The table `uploads`.

use std::time::Duration;

use uuid::Uuid;

use crate::db;
use crate::db::query::{self, Parameters};
use crate::db::{Pool, RowExt as _};
use crate::domain::{AttachmentId, UserId};
use crate::files::error::Error;
use crate::files::limits::MAX_UNPOSTED_FILES;
use crate::files::resumable::upload::{NewUpload, Upload};
use crate::files::service::Attachments;
use crate::files::table;
use crate::files::uploader::{Uploader, VoiceNote};

const BEGIN: &str = include_str!("../sql/begin_resumable_upload.sql");
const FIND: &str = include_str!("../sql/find_upload.sql");
const LEASE: &str = include_str!("../sql/lease_upload.sql");
const RENEW: &str = include_str!("../sql/renew_lease.sql");
const STORE_PART: &str = include_str!("../sql/store_part.sql");
const END: &str = include_str!("../sql/end_upload.sql");

/// Inserts the rows of an upload that begins.
///
/// # Errors
/// [`Error::TooManyWaiting`], [`Error::QuotaReached`].
pub(super) async fn begin(
    attachments: &Attachments,
    uploader: Uploader,
    name: &str,
    new: &NewUpload<'_>,
) -> Result<AttachmentId, Error> {
    let quota = attachments.admission.quota_of(uploader);
    let part_size = i32::try_from(attachments.storage.part()).unwrap_or(i32::MAX);
    let parameters: Parameters<'_> = &[
        &Uuid::now_v7(),
        &attachments.realm.as_str(),
        &uploader.user_id.0,
        &name,
        &table::number(new.length),
        &new.metadata,
        &part_size,
        &MAX_UNPOSTED_FILES,
        &table::number(quota),
        &new.file.voice.is_some(),
        &new.file.voice.as_ref().and_then(VoiceNote::numbers),
    ];
    let row = query::first(&attachments.pool, BEGIN, parameters).await?;
    // There is no row if the user was erased meanwhile.
    let row = row.ok_or(Error::UploadNotFound)?;
    let id: Option<AttachmentId> = row.try_get("id").map_err(db::Error::from)?;
    let refusal: Option<&str> = row.try_get("refusal").map_err(db::Error::from)?;
    table::note_unposted(row.try_get("files").map_err(db::Error::from)?);
    id.ok_or(match refusal {
        Some("quota_reached") => Error::QuotaReached(quota),
        _ => Error::TooManyWaiting,
    })
}

/// The upload, if it is this user's and did not expire.
pub(super) async fn find(
    attachments: &Attachments,
    owner: UserId,
    id: AttachmentId,
) -> Result<Upload, Error> {
    let parameters: Parameters<'_> = &[&id.0, &attachments.realm.as_str(), &owner.0];
    let row = query::first(&attachments.pool, FIND, parameters).await?;
    let row = row.ok_or(Error::UploadNotFound)?;
    let read = || -> Result<Upload, db::Error> {
        Ok(Upload {
            id,
            length: table::unsigned(row.try_get("length")?),
            received: table::unsigned(row.try_get("received")?),
            metadata: row.try_get("metadata")?,
            expires_at: row.timestamp("expires_at")?,
            is_finished: row.try_get("is_finished")?,
            is_leased: row.try_get("is_leased")?,
            is_voice: row.try_get("is_voice")?,
            key: row.try_get("key")?,
        })
    };
    Ok(read()?)
}

/// Names one lease of an upload.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeaseKey {
    pub(super) upload_id: AttachmentId,
    pub(super) number: i32,
}

/// A lease that was taken.
pub(super) struct Taken {
    pub(super) number: i32,
    pub(super) part_size: u64,
    /// For each stored part, the lease under which it was written.
    pub(super) parts: Vec<i32>,
}

/// Takes the lease; `None` if another request has it, or has written meanwhile.
pub(super) async fn lease(
    pool: &Pool,
    upload: &Upload,
    length: Duration,
) -> Result<Option<Taken>, db::Error> {
    let seconds = length.as_secs_f64();
    let parameters: Parameters<'_> = &[&upload.id.0, &table::number(upload.received), &seconds];
    let row = query::first(pool, LEASE, parameters).await?;
    row.map(|row| {
        let part_size: i32 = row.try_get("part_size")?;
        Ok(Taken {
            number: row.try_get("lease")?,
            part_size: u64::from(part_size.unsigned_abs()),
            parts: row.array("parts")?,
        })
    })
    .transpose()
}

/// Renews a lease, or ends it with a length of zero. False if another request has taken it.
pub(super) async fn renew(
    pool: &Pool,
    lease: LeaseKey,
    length: Duration,
) -> Result<bool, db::Error> {
    let seconds = length.as_secs_f64();
    let parameters: Parameters<'_> = &[&lease.upload_id.0, &lease.number, &seconds];
    Ok(query::run(pool, RENEW, parameters).await? > 0)
}

/// Registers a stored part and renews the lease. False if the lease or the upload is lost.
pub(super) async fn store_part(
    pool: &Pool,
    lease: LeaseKey,
    part: usize,
    received: u64,
    length: Duration,
) -> Result<bool, db::Error> {
    // Arrays of Postgres begin at 1.
    let index = i32::try_from(part + 1).unwrap_or(i32::MAX);
    let seconds = length.as_secs_f64();
    let (id, received) = (lease.upload_id.0, table::number(received));
    let parameters: Parameters<'_> = &[&id, &lease.number, &index, &received, &seconds];
    Ok(query::run(pool, STORE_PART, parameters).await? > 0)
}

/// Removes an upload, or forgets a finished one.
pub(super) async fn end(pool: &Pool, upload: &Upload) -> Result<(), Error> {
    query::run(pool, END, &[&upload.id.0]).await?;
    Ok(())
}
