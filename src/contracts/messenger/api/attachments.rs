//! Uploading and downloading attachments.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use crate::contracts::messenger::errors::Errors;
use crate::contracts::messenger::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::domain::AttachmentId;
use crate::files::{Damaged, FileReader, Uploader};
use crate::http::download::Disposition;
use crate::http::extract::Path;
use crate::http::files::{self, Source};
use crate::http::{Caller, Problem};

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
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    request: Request,
) -> Result<(StatusCode, Json<wire::AttachmentAnswer>), Problem> {
    let uploader = Uploader {
        user_id: caller.user_id,
        guest_at: None,
    };
    let (attachments, allowed) = (&context.attachments, context.policy.features.files);
    let stored = files::receive_allowed(attachments, allowed, uploader, Damaged::Kept, request);
    let stored = stored.await?;
    let attachment = encode::attachment(stored.file);
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
        Errors
    )
)]
pub async fn download(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (reader, id) = (FileReader::member(caller.user_id), AttachmentId(id));
    let saved = |_: &str| Disposition::Attachment;
    // Its clients do not expect redirects.
    let (attachments, source) = (&context.attachments, Source::Server);
    files::serve(attachments, reader, id, saved, source, &headers).await
}
