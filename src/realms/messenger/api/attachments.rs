//! Uploading and downloading attachments.

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use futures::{Stream, StreamExt as _};

use crate::attachments::{self, Damaged, MAX_SIZE};
use crate::domain::AttachmentId;
use crate::http::download::{self, File, Representation};
use crate::http::extract::Path;
use crate::http::upload::Form;
use crate::http::{Caller, Code, Problem};
use crate::realms::RealmContext;
use crate::realms::messenger::{Errors, encode, wire};

/// `Retry-After` in seconds, if too many files of the user are in no message yet.
const RETRY_AFTER_WAITING: u32 = 3_600;
/// `Retry-After` in seconds, if the user has too many uploads at once.
const RETRY_AFTER_BUSY: u32 = 5;

/// Uploads a file of at most 25 MiB, which messages can then refer to.
///
/// The type is detected from the content. Programs (EXE and DLL, ELF, Mach-O, COFF, Java classes,
/// LLVM bitcode, DEX) are refused with 415; scripts, installers and archives are accepted. A body
/// that arrives at less than 16 KiB a second is refused with 408. A file that is in no message
/// within a day is deleted; at most 100 files of a user may wait for that (429). Files beyond the
/// user's quota are refused with 403.
#[utoipa::path(
    post,
    path = "/api/messenger/attachments",
    operation_id = "uploadMessengerAttachment",
    tag = "messenger",
    request_body(content = wire::Upload, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The stored file", body = wire::AttachmentAnswer),
        Errors
    )
)]
pub async fn upload(
    State(context): State<RealmContext>,
    Caller(caller): Caller,
    request: Request,
) -> Result<(StatusCode, Json<wire::AttachmentAnswer>), Problem> {
    let (attachments, owner) = (context.attachments(), caller.user_id);
    let permit = attachments.acquire_permit(owner).await?;
    let mut form = Form::of(request, MAX_SIZE)?;
    let field = form.file("file").await?;
    let name = field.file_name().unwrap_or_default().to_owned();
    let stored = attachments
        .take(owner, &permit, &name, Damaged::Kept, field)
        .await;
    let stored = stored.map_err(|error| match error {
        attachments::Error::Interrupted => form.broken(|| error.into()),
        error => error.into(),
    })?;
    let attachment = encode::attachment(stored);
    Ok((StatusCode::CREATED, Json(attachment.into())))
}

/// Downloads a file.
///
/// For its uploader, and for the participants of a conversation that has it in a message. Browsers
/// save the file and do not display it.
#[utoipa::path(
    get,
    path = "/api/messenger/attachments/{id}",
    operation_id = "downloadMessengerAttachment",
    tag = "messenger",
    params(
        ("id" = i64, Path),
        ("Range" = Option<String>, Header, nullable = false, description = "One byte range")
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 206, description = "The byte range of the file", content_type = "application/octet-stream"),
        (status = 304, description = "The file matches `If-None-Match`"),
        (status = 416, description = "The range is outside of the file", content_type = "application/json", body = wire::Failure),
        Errors
    )
)]
pub async fn download(
    State(context): State<RealmContext>,
    Caller(caller): Caller,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let attachments = context.attachments();
    let stored = attachments.find(caller.user_id, AttachmentId(id)).await?;
    let tag = format!("{id}-{}", stored.created_at.as_millisecond());
    let file = File {
        name: &stored.file.name,
        mime: &stored.file.mime,
        size: stored.file.size,
        tag: &tag,
    };
    let representation = Representation::of(&headers, &file)?;
    let bytes = representation.bytes(&file);
    let body = if bytes.is_empty() {
        Body::empty()
    } else {
        logged(id, attachments.read(&stored, bytes).await?)
    };
    Ok(download::answer(&file, &representation, body))
}

/// A body of these chunks. The status is sent before the first chunk, so a failure can only be
/// logged.
fn logged<E>(
    attachment_id: i64,
    chunks: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
) -> Body
where
    E: std::error::Error + Send + Sync + 'static,
{
    Body::from_stream(chunks.inspect(move |chunk| {
        if let Err(error) = chunk {
            tracing::warn!(%error, attachment.id = attachment_id, "a download was interrupted");
        }
    }))
}

impl From<attachments::Error> for Problem {
    fn from(error: attachments::Error) -> Self {
        let detail = error.to_string();
        match error {
            attachments::Error::TooLarge => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, Code::BodyTooLarge, detail)
            }
            attachments::Error::TypeRefused => Self::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Code::FileTypeRefused,
                detail,
            ),
            attachments::Error::Picture(_) => Self::bad_request(Code::PictureRefused, detail),
            attachments::Error::Interrupted => Self::bad_request(Code::UnreadableBody, detail),
            attachments::Error::NotFound => Self::not_found(Code::AttachmentNotFound, detail),
            attachments::Error::TooManyWaiting => Self::too_many(detail, RETRY_AFTER_WAITING),
            attachments::Error::QuotaReached(_) => Self::forbidden(Code::QuotaReached, detail),
            attachments::Error::TooManyAtOnce => Self::too_many(detail, RETRY_AFTER_BUSY),
            attachments::Error::Busy => Self::unavailable(),
            attachments::Error::Storage(error) => {
                tracing::error!(%error, "the attachment storage failed");
                Self::unavailable()
            }
            attachments::Error::Store(error) => error.into(),
        }
    }
}
