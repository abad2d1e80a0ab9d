//! The handlers.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::tus;
use crate::api::attachments::handlers::uploader;
use crate::api::caller::MessagesCaller;
use crate::api::context::ApiContext;
use crate::domain::{AttachmentId, ClientAddress, Files};
use crate::files::{
    Error as FileError, MAX_SIZE, NewFile, NewUpload, Upload, Uploader, max_resumable_size,
};
use crate::http::api_path;
use crate::http::extract::Path;
use crate::http::idempotency::{IdempotencyKey, Made, RequestKey, once};
use crate::http::paced_body::{PacedBody, too_slow};
use crate::http::problem::Problems;
use crate::http::sending::created_or_found;
use crate::http::{Code, Problem};
use crate::idempotency::Record;

/// Tells what of tus the server supports. Needs no authentication.
#[utoipa::path(
    options,
    path = "/uploads",
    operation_id = "discoverUploads",
    tag = "files",
    responses(
        (
            status = 204,
            description = "The capabilities",
            headers(
                ("Tus-Version" = String, description = "1.0.0"),
                ("Tus-Extension" = String, description = "`creation,expiration,termination`"),
                ("Tus-Max-Size" = u64, description = "The largest file, in bytes"),
            )
        ),
        Problems
    )
)]
pub async fn discover(State(context): State<ApiContext>) -> Response {
    tus::capabilities(max_resumable_size(context.policy.features.files))
}

/// Tells what of tus the server supports, at the path of an upload. Needs no authentication.
#[utoipa::path(
    options,
    path = "/uploads/{id}",
    operation_id = "discoverUpload",
    tag = "files",
    params(("id" = String, Path)),
    responses(
        (
            status = 204,
            description = "The capabilities",
            headers(
                ("Tus-Version" = String, description = "1.0.0"),
                ("Tus-Extension" = String, description = "`creation,expiration,termination`"),
                ("Tus-Max-Size" = u64, description = "The largest file, in bytes"),
            )
        ),
        Problems
    )
)]
pub async fn discover_by_id(context: State<ApiContext>) -> Response {
    discover(context).await
}

/// Begins a resumable upload of at most 500 MiB; 25 MiB in a realm of images.
///
/// The upload counts as a whole against the caller's storage. It expires a day after its beginning. What
/// `POST /attachments` refuses is refused, as soon as the content shows it.
#[utoipa::path(
    post,
    path = "/uploads",
    operation_id = "beginUpload",
    tag = "files",
    params(
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Length" = u64, Header, description = "The size of the file, in bytes"),
        ("Upload-Metadata" = Option<String>, Header, nullable = false, description = "At most 4 KiB: `filename <base64>`; of a voice note also `kind dm9pY2U=` and `waveform <base64>`"),
        IdempotencyKey
    ),
    responses(
        (
            status = 201,
            description = "The upload",
            headers(
                ("Location" = String, description = "The path of the upload"),
                ("Upload-Offset" = u64, description = "0"),
                ("Upload-Expires" = String, description = "When the upload expires"),
                ("Attachment-Id" = i64, description = "The file, if it has no bytes"),
            )
        ),
        (
            status = 200,
            description = "The upload that an earlier request with this key began",
            headers(
                ("Location" = String, description = "The path of the upload"),
                ("Upload-Offset" = u64, description = "Received bytes"),
                ("Upload-Expires" = String, description = "When the upload expires, unless it is finished"),
                ("Attachment-Id" = i64, description = "The file, once it is complete"),
            )
        ),
        Problems
    )
)]
pub async fn create(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    client: ClientAddress,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    context.require_writer(&caller)?;
    let key = RequestKey::of(&headers, &tus::creation(&headers))?;
    let request = key.map(|key| key.by(&caller, "beginUpload"));
    let (files, uploader) = (context.policy.features.files, uploader(&caller, client));
    let beginning = {
        let context = context.clone();
        Box::pin(async move { begin(&context, uploader, &headers).await })
    };
    let record = |upload: &Upload| Record::of(upload.id.0);
    let made = once(&context.idempotency, request, beginning, record).await?;
    let (upload, is_new) = match made {
        Made::Now(upload) => (upload, true),
        Made::Before(made) => {
            let id = AttachmentId(made.made_id);
            let upload = context.attachments.find_upload(uploader, files, id).await?;
            (upload, false)
        }
    };
    let mut headers = tus::progress(&upload);
    let base = api_path(context.policy.realm);
    let path = format!("{base}/uploads/{}", upload.id);
    if let Ok(path) = HeaderValue::try_from(path) {
        headers.insert(header::LOCATION, path);
    }
    Ok((created_or_found(is_new), headers).into_response())
}

/// Begins the upload that these headers describe.
async fn begin(
    context: &ApiContext,
    uploader: Uploader,
    headers: &HeaderMap,
) -> Result<Upload, Problem> {
    let length = tus::length(headers)?;
    let metadata = tus::metadata(headers)?;
    let files = context.policy.features.files;
    context.require(files != Files::None)?;
    if metadata.voice.is_some() && files != Files::All {
        return Err(FileError::TypeRefused.into());
    }
    if length > MAX_SIZE && metadata.names_picture() {
        return Err(FileError::PictureTooLarge.into());
    }
    let new = NewUpload {
        file: NewFile {
            name: metadata.file_name.as_deref().unwrap_or_default(),
            voice: metadata.voice,
        },
        length,
        metadata: metadata.text,
    };
    let begun = context.attachments.begin_upload(uploader, files, new);
    Ok(begun.await?)
}

/// Shows how much of an upload of the caller's is received.
#[utoipa::path(
    head,
    path = "/uploads/{id}",
    operation_id = "getUpload",
    tag = "files",
    params(("id" = i64, Path), ("Tus-Resumable" = String, Header, description = "1.0.0")),
    responses(
        (
            status = 200,
            description = "The upload",
            headers(
                ("Upload-Offset" = u64, description = "Received bytes"),
                ("Upload-Length" = u64, description = "The size of the file, in bytes"),
                ("Upload-Metadata" = String, description = "As it was sent"),
                ("Upload-Expires" = String, description = "When the upload expires, unless it is finished"),
                ("Attachment-Id" = i64, description = "The file, once it is complete"),
            )
        ),
        Problems
    )
)]
pub async fn show(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    client: ClientAddress,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    let files = context.policy.features.files;
    let (uploader, id) = (uploader(&caller, client), AttachmentId(id));
    let upload = context.attachments.find_upload(uploader, files, id).await?;
    Ok((StatusCode::OK, tus::description(&upload)).into_response())
}

/// Receives the next bytes of an upload. What has arrived stays, also if the request fails.
///
/// The answer to the last bytes has `Attachment-Id`. An upload whose content is refused is removed.
#[utoipa::path(
    patch,
    path = "/uploads/{id}",
    operation_id = "continueUpload",
    tag = "files",
    params(
        ("id" = i64, Path),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Offset" = u64, Header, description = "Received bytes")
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses(
        (
            status = 204,
            description = "Received",
            headers(
                ("Upload-Offset" = u64, description = "Received bytes"),
                ("Upload-Expires" = String, description = "When the upload expires, unless it is finished"),
                ("Attachment-Id" = i64, description = "The file, once it is complete"),
            )
        ),
        Problems
    )
)]
pub async fn append(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    client: ClientAddress,
    Path(id): Path<i64>,
    request: Request,
) -> Result<Response, Problem> {
    tus::require_content_type(request.headers())?;
    let offset = tus::offset(request.headers())?;
    let files = context.policy.features.files;
    let (uploader, id) = (uploader(&caller, client), AttachmentId(id));
    let body = PacedBody::new(request.into_body());
    let appended = context
        .attachments
        .append(uploader, files, id, offset, body);
    let upload = appended.await.map_err(|error| match error {
        // A client that is still there was too slow.
        FileError::Interrupted => too_slow(),
        error => error.into(),
    })?;
    Ok((StatusCode::NO_CONTENT, tus::progress(&upload)).into_response())
}

/// Ends an upload and removes what is received. The file of a finished upload stays.
#[utoipa::path(
    delete,
    path = "/uploads/{id}",
    operation_id = "endUpload",
    tag = "files",
    params(("id" = i64, Path), ("Tus-Resumable" = String, Header, description = "1.0.0")),
    responses(
        (status = 204, description = "Removed"),
        Problems
    )
)]
pub async fn end(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let (owner, id) = (caller.user_id, AttachmentId(id));
    context.attachments.end_upload(owner, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Continues or ends an upload where neither PATCH nor DELETE is possible: the same request with the method
/// POST, and with `X-HTTP-Method-Override`.
#[utoipa::path(
    post,
    path = "/uploads/{id}",
    operation_id = "overrideUploadMethod",
    tag = "files",
    params(
        ("id" = i64, Path),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("X-HTTP-Method-Override" = String, Header, description = "`PATCH` or `DELETE`"),
        ("Upload-Offset" = Option<u64>, Header, nullable = false, description = "Of PATCH: received bytes")
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses(
        (
            status = 204,
            description = "Received, or removed",
            headers(
                ("Upload-Offset" = u64, description = "Of PATCH: received bytes"),
                ("Attachment-Id" = i64, description = "Of PATCH: the file, once it is complete"),
            )
        ),
        Problems
    )
)]
pub async fn override_method(
    context: State<ApiContext>,
    caller: MessagesCaller,
    client: ClientAddress,
    id: Path<i64>,
    request: Request,
) -> Result<Response, Problem> {
    match tus::overridden_method(request.headers()) {
        Some(Method::PATCH) => append(context, caller, client, id, request).await,
        Some(_) => Ok(end(context, caller, id).await?.into_response()),
        None => Err(Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            Code::MethodNotAllowed,
            "POST needs X-HTTP-Method-Override: PATCH or DELETE here",
        )),
    }
}
