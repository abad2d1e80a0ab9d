//! The handlers.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;

use super::wire;
use crate::accesses::Action;
use crate::api::caller::{MessagesCaller, ReadCaller};
use crate::api::context::ApiContext;
use crate::domain::{AttachmentId, ClientAddress, Files, Principal, Role};
use crate::files::{Damaged, Error as FileError, PictureReader, Uploader};
use crate::http::Problem;
use crate::http::attachment::{self, Attachment};
use crate::http::download::Disposition;
use crate::http::extract::{Path, Query};
use crate::http::files::{self, Source};
use crate::http::problem::Problems;
use crate::http::sending::Location;

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
    params(wire::UploadQuery),
    request_body(content = wire::Upload, content_type = "multipart/form-data"),
    responses(
        (
            status = 201,
            description = "The stored file",
            body = Attachment,
            headers(("Location" = String, description = "The path of the file"))
        ),
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
    let (attachments, allowed) = (&context.attachments, context.policy.features.files);
    context.require(allowed != Files::None)?;
    let uploader = uploader(&caller, client);
    let stored = match query.kind {
        None => {
            files::receive_allowed(attachments, allowed, uploader, Damaged::Refused, request)
                .await?
        }
        Some(wire::UploadKind::Voice) if allowed == Files::All => {
            files::receive_voice_note(attachments, uploader, request).await?
        }
        Some(wire::UploadKind::Voice) => return Err(FileError::TypeRefused.into()),
    };
    let attachment = attachment::attachment(stored, context.policy.realm);
    let location = Location::of_new(true, || attachment.file.url.clone());
    Ok((StatusCode::CREATED, location, Json(attachment)))
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
