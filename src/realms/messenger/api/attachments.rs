//! Files: bringing one, and having it.

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use futures::StreamExt as _;

use crate::attachments::{self, MAX_SIZE};
use crate::domain::AttachmentId;
use crate::http::Caller;
use crate::http::download::{self, File, Representation};
use crate::http::extract::Path;
use crate::http::upload::Form;
use crate::http::{Code, Problem};
use crate::realms::RealmContext;
use crate::realms::messenger::Errors;
use crate::realms::messenger::wire;

/// Seconds after which a person whose files wait to be posted may ask again.
const RETRY_AFTER: u32 = 3_600;

/// Brings a file of at most 25 MiB, to be attached to messages. Its type is told by its content;
/// programs (EXE and DLL, ELF, Mach-O, COFF, Java classes, LLVM bitcode, DEX) are not taken (415),
/// scripts, installers and archives are; nor is a body that arrives at less than 16 KiB a second (408). One
/// that is not posted within a day is removed; 100 may wait to be posted (429). Once the files of
/// a person fill their quota, further ones are refused (403).
#[utoipa::path(
    post,
    path = "/api/messenger/attachments",
    operation_id = "uploadMessengerAttachment",
    tag = "messenger",
    request_body(content = wire::Upload, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The file, stored", body = wire::AttachmentAnswer),
        Errors
    )
)]
pub async fn upload(
    State(messenger): State<RealmContext>,
    Caller(caller): Caller,
    request: Request,
) -> Result<(StatusCode, Json<wire::AttachmentAnswer>), Problem> {
    let (files, owner) = (&messenger.attachments(), caller.user_id);
    let place = files.admit(owner).await?;
    let mut form = Form::of(request, MAX_SIZE)?;
    let field = form.file("file").await?;
    let name = field.file_name().unwrap_or_default().to_owned();
    let taken = files.take(owner, &place, &name, field).await;
    let file = taken.map_err(|error| match error {
        attachments::Error::Interrupted => form.broken(|| error.into()),
        other => other.into(),
    })?;
    let file = wire::Attachment::from(file);
    Ok((StatusCode::CREATED, Json(file.into())))
}

/// A file: for its owner, and for the participants of a conversation that it was posted in. It
/// is always saved, never shown.
#[utoipa::path(
    get,
    path = "/api/messenger/attachments/{id}",
    operation_id = "downloadMessengerAttachment",
    tag = "messenger",
    params(
        ("id" = i64, Path),
        ("Range" = Option<String>, Header, nullable = false, description = "One range of bytes")
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 206, description = "A range of it", content_type = "application/octet-stream"),
        (status = 304, description = "The caller has it"),
        (status = 416, description = "Nothing of it is in this range", content_type = "application/json", body = wire::Failure),
        Errors
    )
)]
pub async fn download(
    State(messenger): State<RealmContext>,
    Caller(caller): Caller,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let files = &messenger.attachments();
    let stored = files.find(caller.user_id, AttachmentId(id)).await?;
    let tag = format!("{id}-{}", stored.created_at.as_millisecond());
    let file = File {
        name: &stored.file.name,
        mime: &stored.file.mime,
        size: stored.file.size,
        tag: &tag,
    };
    let wanted = Representation::of(&headers, &file)?;
    let bytes = wanted.bytes(&file);
    let body = if bytes.is_empty() {
        Body::empty()
    } else {
        let stream = files.read(&stored, bytes).await?;
        Body::from_stream(stream.inspect(move |chunk| {
            if let Err(error) = chunk {
                tracing::warn!(%error, attachment.id = id, "a file broke off");
            }
        }))
    };
    Ok(download::answer(&file, &wanted, body))
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
            attachments::Error::Interrupted => Self::bad_request(Code::UnreadableBody, detail),
            attachments::Error::NotFound => Self::not_found(Code::AttachmentNotFound, detail),
            attachments::Error::TooManyWaiting => Self::too_many(detail, RETRY_AFTER),
            attachments::Error::QuotaReached(_) => Self::forbidden(Code::QuotaReached, detail),
            attachments::Error::TooManyAtOnce => Self::too_many(detail, 5),
            attachments::Error::Busy => Self::unavailable(),
            attachments::Error::Storage(error) => {
                tracing::error!(%error, "the storage of attachments failed");
                Self::unavailable()
            }
            attachments::Error::Store(error) => error.into(),
        }
    }
}
