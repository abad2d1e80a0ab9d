//! Uploads and downloads of attachments.

use std::ops::Range;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use futures::StreamExt as _;
use sha2::{Digest as _, Sha256};

use crate::domain::{Attachment, AttachmentId, Files, Rejection, Waveform};
use crate::files::{
    Attachments, Chunks, Damaged, Error as FileError, FileReader, MAX_SIZE, NewFile, PictureReader,
    Stored, StoredPart, Uploader, VoiceNote,
};
use crate::http::code::Code;
use crate::http::download::{self, Disposition, File, Representation};
use crate::http::idempotency::hash_of;
use crate::http::operations;
use crate::http::problem::Problem;
use crate::http::upload::Form;
use crate::idempotency::RequestHash;

/// `Retry-After` in seconds, if too many files of the user are in no message yet.
const RETRY_AFTER_WAITING: u32 = 3_600;
/// `Retry-After` in seconds, if the guests at an address have uploaded too many files.
const RETRY_AFTER_GUESTS: u32 = 180;
/// `Retry-After` in seconds, if the user has too many uploads at once.
const RETRY_AFTER_BUSY: u32 = 5;

/// A stored file, and the hash of the form that brought it.
pub struct Received {
    pub file: Attachment,
    pub hash: RequestHash,
}

/// Stores the part `file` of a multipart form, for a message of a realm that has these files.
///
/// # Errors
/// 400, 403, 408, 413, 415, 429.
pub async fn receive_allowed(
    attachments: &Attachments,
    allowed: Files,
    uploader: Uploader,
    damaged: Damaged,
    request: Request,
) -> Result<Received, Problem> {
    operations::require(allowed != Files::None)?;
    let received = receive_as(attachments, uploader, damaged, request, |_| Ok(None)).await?;
    if allowed == Files::Images && !received.file.mime.starts_with("image/") {
        attachments.discard(received.file.id).await?;
        return Err(FileError::TypeRefused.into());
    }
    Ok(received)
}

/// Stores the part `file` of a multipart form as a voice note. The part `waveform` before it is a JSON list.
///
/// # Errors
/// As [`receive_allowed`].
pub async fn receive_voice_note(
    attachments: &Attachments,
    uploader: Uploader,
    request: Request,
) -> Result<Received, Problem> {
    let voice = |given: Option<String>| {
        let waveform = given.map(|text| waveform(&text)).transpose()?;
        Ok(Some(VoiceNote { waveform }))
    };
    receive_as(attachments, uploader, Damaged::Refused, request, voice).await
}

/// Reads a waveform.
///
/// # Errors
/// 400.
pub fn waveform(text: &str) -> Result<Waveform, Problem> {
    Waveform::parse(text).ok_or_else(|| {
        let detail = "waveform must be a JSON list of 1 to 128 integers from 0 to 100";
        Problem::bad_request(Code::InvalidUpload, detail)
    })
}

async fn receive_as(
    attachments: &Attachments,
    uploader: Uploader,
    damaged: Damaged,
    request: Request,
    voice: impl FnOnce(Option<String>) -> Result<Option<VoiceNote>, Problem>,
) -> Result<Received, Problem> {
    let permit = attachments.acquire_permit(uploader).await?;
    let mut form = Form::of(request, MAX_SIZE)?;
    let (field, waveform) = form.file("file", "waveform").await?;
    let name = field.file_name().unwrap_or_default().to_owned();
    let voice = voice(waveform.clone())?;
    let said = form_words(&name, waveform.as_deref(), voice.is_some());
    let new = NewFile { name: &name, voice };
    let stored = attachments
        .take(uploader, &permit, new, damaged, field)
        .await;
    let (file, sent) = stored.map_err(|error| match error {
        FileError::Interrupted => form.broken(|| error.into()),
        error => error.into(),
    })?;
    let hash = hash_of(&[said.as_bytes(), &sent]);
    Ok(Received { file, hash })
}

/// The hash of a form, which is read to its end and not stored.
///
/// # Errors
/// 400, 408, 413, 415.
pub async fn hash_of_form(request: Request, is_voice: bool) -> Result<RequestHash, Problem> {
    let mut form = Form::of(request, MAX_SIZE)?;
    let (mut field, waveform) = form.file("file", "waveform").await?;
    let name = field.file_name().unwrap_or_default();
    let said = form_words(name, waveform.as_deref(), is_voice);
    let broken = |_| form.broken(|| FileError::Interrupted.into());
    let mut sent = Sha256::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        sent.update(chunk);
    }
    let sent: [u8; 32] = sent.finalize().into();
    Ok(hash_of(&[said.as_bytes(), &sent]))
}

/// What a form says of its file.
fn form_words(name: &str, waveform: Option<&str>, is_voice: bool) -> String {
    format!("{is_voice} {waveform:?} {name:?}")
}

/// Where a client gets the content of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// From this server.
    Server,
    /// From the storage, if clients can reach it: the answer is a redirect.
    Storage,
}

impl Source {
    /// The source for a request of this method: a signed URL is for GET alone.
    pub fn of(method: &Method) -> Self {
        if *method == Method::GET {
            Self::Storage
        } else {
            Self::Server
        }
    }

    /// The redirect to the storage, if it is the source.
    async fn redirect(
        self,
        attachments: &Attachments,
        stored: &Stored,
        part: StoredPart,
        file: &File<'_>,
    ) -> Result<Option<Response>, Problem> {
        if self == Self::Server {
            return Ok(None);
        }
        let disposition = download::disposition(file);
        let url = attachments.public_url(stored, part, file.mime, &disposition);
        Ok(url.await?.map(|url| download::redirect(&url)))
    }
}

/// Serves a file, or a range of it, to a user who may see it. `disposition` tells what browsers do
/// with a file of this media type.
///
/// # Errors
/// 404, 416.
pub async fn serve(
    attachments: &Attachments,
    reader: FileReader,
    id: AttachmentId,
    disposition: fn(&str) -> Disposition,
    source: Source,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let stored = attachments.find(reader, id).await?;
    let file = File {
        name: &stored.file.name,
        mime: &stored.file.mime,
        size: stored.file.size,
        tag: &format!("{id}-{}", stored.created_at.as_millisecond()),
        disposition: disposition(&stored.file.mime),
    };
    let part = StoredPart::Content;
    if let Some(redirect) = source.redirect(attachments, &stored, part, &file).await? {
        return Ok(redirect);
    }
    answer(id, &file, headers, |range| attachments.read(&stored, range)).await
}

/// Serves the preview of a picture, or a range of it, to a user who may see the picture.
///
/// # Errors
/// 404, also if there is no preview yet; 416.
pub async fn serve_preview(
    attachments: &Attachments,
    reader: FileReader,
    id: AttachmentId,
    source: Source,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let stored = attachments.find(reader, id).await?;
    let preview = stored.preview.as_ref();
    let preview = preview.ok_or(FileError::NotFound)?;
    let file = File {
        name: &stored.file.name,
        mime: &preview.mime,
        size: preview.size,
        tag: &format!("{id}-{}-preview", stored.created_at.as_millisecond()),
        disposition: Disposition::Inline,
    };
    let part = StoredPart::Preview;
    if let Some(redirect) = source.redirect(attachments, &stored, part, &file).await? {
        return Ok(redirect);
    }
    let read = |range| attachments.read_preview(&stored, range);
    answer(id, &file, headers, read).await
}

/// Serves a picture of a chat or a user, in at most 800 × 800 pixels. Its URL names the file, so that
/// browsers keep it. For some moments after the upload, until the preview is made, it is the file itself.
///
/// # Errors
/// 404, 416.
pub async fn serve_picture(
    attachments: &Attachments,
    reader: PictureReader,
    id: AttachmentId,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let stored = attachments.find_picture(reader, id).await?;
    let of_file = File {
        name: &stored.file.name,
        mime: &stored.file.mime,
        size: stored.file.size,
        tag: &format!("{id}-{}", stored.created_at.as_millisecond()),
        disposition: Disposition::Inline,
    };
    let Some(preview) = &stored.preview else {
        let read = |range| attachments.read(&stored, range);
        return answer(id, &of_file, headers, read).await;
    };
    let file = File {
        mime: &preview.mime,
        size: preview.size,
        tag: &format!("{}-preview", of_file.tag),
        ..of_file
    };
    let read = |range| attachments.read_preview(&stored, range);
    let mut response = answer(id, &file, headers, read).await?;
    let kept = HeaderValue::from_static("private, max-age=86400, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    Ok(response)
}

async fn answer(
    id: AttachmentId,
    file: &File<'_>,
    headers: &HeaderMap,
    read: impl AsyncFnOnce(Range<u64>) -> Result<Chunks, FileError>,
) -> Result<Response, Problem> {
    let representation = Representation::of(headers, file)?;
    let bytes = representation.bytes(file);
    let body = if bytes.is_empty() {
        Body::empty()
    } else {
        logged(id.0, read(bytes).await?)
    };
    Ok(download::answer(file, &representation, body))
}

/// A body of these chunks. The status is sent before the first chunk, so a failure can only be
/// logged.
fn logged(attachment_id: i64, chunks: Chunks) -> Body {
    Body::from_stream(chunks.inspect(move |chunk| {
        if let Err(error) = chunk {
            tracing::warn!(%error, attachment.id = attachment_id, "a download was interrupted");
        }
    }))
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        let detail = error.to_string();
        match error {
            FileError::TooLarge(_) | FileError::PictureTooLarge | FileError::BeyondLength => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, Code::BodyTooLarge, detail)
            }
            FileError::TypeRefused => Self::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Code::FileTypeRefused,
                detail,
            ),
            FileError::Picture(_) | FileError::HiddenLocation => {
                Self::bad_request(Code::PictureRefused, detail)
            }
            FileError::Name(_) => Self::bad_request(Code::InvalidName, detail),
            FileError::NotAudio => Self::bad_request(Code::NotAudio, detail),
            FileError::Interrupted => Self::bad_request(Code::UnreadableBody, detail),
            FileError::NotFound => Self::not_found(Rejection::AttachmentNotFound, detail),
            FileError::UploadNotFound => Self::not_found(Code::UploadNotFound, detail),
            FileError::WrongOffset(_) => Self::conflict(Code::WrongOffset, detail),
            FileError::Locked => {
                Self::new(StatusCode::LOCKED, Code::UploadLocked, detail).with_retry_after(Some(1))
            }
            FileError::TooManyWaiting => Self::too_many(detail, RETRY_AFTER_WAITING),
            FileError::QuotaReached(_) => Self::forbidden(Code::QuotaReached, detail),
            FileError::TooManyByGuests => Self::too_many(detail, RETRY_AFTER_GUESTS),
            FileError::TooManyAtOnce => Self::too_many(detail, RETRY_AFTER_BUSY),
            FileError::Busy => Self::unavailable(),
            FileError::Storage(error) => {
                tracing::error!(%error, "the attachment storage failed");
                Self::unavailable()
            }
            FileError::Store(error) => error.into(),
        }
    }
}
