//! The handlers.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;

use super::wire;
use crate::accesses::Action;
use crate::api::caller::{MessagesCaller, ReadCaller};
use crate::api::context::ApiContext;
use crate::domain::{self, AttachmentId, ClientAddress, Files, Principal, Role};
use crate::files::{Damaged, Error as FileError, FileReader, PictureReader, Uploader};
use crate::http::Problem;
use crate::http::attachment::{self, Attachment};
use crate::http::download::Disposition;
use crate::http::extract::{Path, Query};
use crate::http::files::{self, Received, Source};
use crate::http::idempotency::{IdempotencyKey, RequestKey, Turn, claim, make, require_same};
use crate::http::problem::Problems;
use crate::http::sending::{Location, created_or_found};
use crate::idempotency::Record;

/// Uploads a file of at most 25 MiB, which messages can then refer to.
///
/// The type is detected from the content; programs are refused with 415, and in a realm of images
/// all else. With `kind=voice` it is a voice note: a sound (400 `not_audio`), by the tracks of its container.
/// A file that is in no message within a day is deleted. A guest may store 50 MiB, and the guests
/// at one address may upload 20 files an hour (429).
#[utoipa::path(
    post,
    path = "/attachments",
    operation_id = "uploadAttachment",
    tag = "files",
    params(wire::UploadQuery, IdempotencyKey),
    request_body(content = wire::Upload, content_type = "multipart/form-data"),
    responses(
        (
            status = 201,
            description = "The stored file",
            body = Attachment,
            headers(("Location" = String, description = "The path of the file"))
        ),
        (status = 200, description = "The file that an earlier request with this key stored", body = Attachment),
        Problems
    )
)]
pub async fn upload(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    client: ClientAddress,
    Query(query): Query<wire::UploadQuery>,
    request: Request,
) -> Result<(StatusCode, Location, Json<Attachment>), Problem> {
    let allowed = context.policy.features.files;
    context.require(allowed != Files::None)?;
    let is_voice = query.kind.is_some();
    if is_voice && allowed != Files::All {
        return Err(FileError::TypeRefused.into());
    }
    let keys = &context.idempotency;
    let key = RequestKey::before_body(request.headers())?;
    let keyed = key.map(|key| key.by(&caller, "uploadAttachment"));
    let (file, is_new) = match claim(keys, keyed).await? {
        Turn::Mine(claimed) => {
            let receiving = {
                let (context, uploader) = (context.clone(), uploader(&caller, client));
                async move { receive(&context, uploader, is_voice, request).await }
            };
            let record = |received: &Received| Record {
                made_id: received.file.id.0,
                hash: Some(received.hash),
            };
            let received = make(keys, claimed, receiving, record).await?;
            (received.file, true)
        }
        Turn::Before(made) => {
            let hash = files::hash_of_form(request, is_voice).await?;
            require_same(Some(hash), made)?;
            (own_file(&context, &caller, made.made_id).await?, false)
        }
    };
    let attachment = attachment::attachment(file, context.policy.realm);
    let location = Location::of_new(is_new, || attachment.file.url.clone());
    Ok((created_or_found(is_new), location, Json(attachment)))
}

async fn receive(
    context: &ApiContext,
    uploader: Uploader,
    is_voice: bool,
    request: Request,
) -> Result<Received, Problem> {
    let (attachments, allowed) = (&context.attachments, context.policy.features.files);
    if is_voice {
        return files::receive_voice_note(attachments, uploader, request).await;
    }
    files::receive_allowed(attachments, allowed, uploader, Damaged::Refused, request).await
}

/// A file that the caller has uploaded, as it is now.
async fn own_file(
    context: &ApiContext,
    caller: &Principal,
    id: i64,
) -> Result<domain::Attachment, Problem> {
    let reader = FileReader {
        user_id: caller.user_id,
        sees_all_chats: None,
        sees_reported: None,
    };
    let found = context.attachments.find(reader, AttachmentId(id));
    Ok(found.await?.file)
}

pub(in crate::api) fn uploader(caller: &Principal, client: ClientAddress) -> Uploader {
    Uploader {
        user_id: caller.user_id,
        guest_at: (caller.role == Role::Guest).then(|| client.network()),
    }
}

/// Downloads a file: for its uploader, and for those who may see a message that has it.
#[utoipa::path(
    get,
    path = "/attachments/{id}",
    operation_id = "downloadAttachment",
    tag = "files",
    params(
        ("id" = i64, Path),
        ("Range" = Option<String>, Header, nullable = false, description = "One byte range")
    ),
    responses(
        (status = 200, description = "The file, of its own media type", content_type = "*/*", body = wire::FileContent),
        (status = 206, description = "The byte range of the file", content_type = "*/*", body = wire::FileContent),
        (status = 302, description = "Where the storage is public: the file is there, for some minutes", headers(("Location" = String))),
        (status = 304, description = "The file matches `If-None-Match`"),
        Problems
    )
)]
pub async fn download(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Path(id): Path<i64>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = AttachmentId(id);
    let reader = context.file_reader(&caller, Action::Downloaded, id).await?;
    let (attachments, source) = (&context.attachments, Source::of(&method));
    files::serve(attachments, reader, id, disposition, source, &headers).await
}

/// Pictures and sounds are shown, all else is saved.
fn disposition(mime: &str) -> Disposition {
    match mime.split('/').next() {
        Some("image" | "audio") => Disposition::Inline,
        _ => Disposition::Attachment,
    }
}

/// Downloads the preview of a picture, of at most 800 × 800 pixels.
///
/// A JPEG, or a PNG if the picture is transparent. There is none (404) for some moments after the
/// upload, until it is made.
#[utoipa::path(
    get,
    path = "/attachments/{id}/preview",
    operation_id = "downloadPreview",
    tag = "files",
    params(("id" = i64, Path)),
    responses(
        (status = 200, description = "The preview", content((wire::FileContent = "image/jpeg"), (wire::FileContent = "image/png"))),
        (status = 302, description = "Where the storage is public: the preview is there, for some minutes", headers(("Location" = String))),
        (status = 304, description = "The preview matches `If-None-Match`"),
        Problems
    )
)]
pub async fn preview(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Path(id): Path<i64>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = AttachmentId(id);
    let reader = context.file_reader(&caller, Action::Previewed, id).await?;
    let (attachments, source) = (&context.attachments, Source::of(&method));
    files::serve_preview(attachments, reader, id, source, &headers).await
}

/// Downloads the picture of a chat or a person, of at most 800 × 800 pixels: for those who may see the chat
/// or the person. Another picture has another id.
#[utoipa::path(
    get,
    path = "/avatars/{id}",
    operation_id = "downloadAvatar",
    tag = "files",
    params(("id" = i64, Path)),
    responses(
        (status = 200, description = "The picture", content((wire::FileContent = "image/jpeg"), (wire::FileContent = "image/png"))),
        (status = 304, description = "The picture matches `If-None-Match`"),
        Problems
    )
)]
pub async fn avatar(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let reader = PictureReader {
        user_id: caller.user_id,
        sees_all_chats: context.observes(&caller),
        finds_only_counterparts: context.knows_only_counterparts(&caller),
    };
    files::serve_picture(&context.attachments, reader, AttachmentId(id), &headers).await
}

/// Shows what is known of a file that the caller may download.
#[utoipa::path(
    get,
    path = "/attachments/{id}/info",
    operation_id = "getAttachment",
    tag = "files",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The file", body = Attachment), Problems)
)]
pub async fn info(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Path(id): Path<i64>,
) -> Result<Json<Attachment>, Problem> {
    let id = AttachmentId(id);
    let reader = context.file_reader(&caller, Action::Previewed, id).await?;
    let found = context.attachments.find(reader, id);
    let file = found.await?.file;
    Ok(Json(attachment::attachment(file, context.policy.realm)))
}
