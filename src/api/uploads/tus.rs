//! The headers of resumable uploads: tus 1.0.0
//! (<https://tus.io/protocols/resumable-upload>).

use std::borrow::Cow;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use jiff::fmt::rfc2822::DateTimePrinter;

use crate::files::{Upload, VoiceNote};
use crate::http::{Code, Problem, files};

const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const EXTENSIONS: HeaderValue = HeaderValue::from_static("creation,expiration,termination");
/// The media type of a request's bytes.
const CONTENT_TYPE: &str = "application/offset+octet-stream";
/// The most bytes of `Upload-Metadata`.
const MAX_METADATA: usize = 4 * 1024;

/// The media types and the extensions of pictures that are cleaned in memory.
const PICTURES: [&str; 5] = ["jpeg", "jpg", "png", "webp", "gif"];

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const SUPPORTED: HeaderName = HeaderName::from_static("tus-version");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const ATTACHMENT_ID: HeaderName = HeaderName::from_static("attachment-id");
const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// What a request to begin an upload asks for.
pub(super) fn creation(headers: &HeaderMap) -> [&[u8]; 2] {
    [LENGTH, METADATA].map(|name| {
        headers
            .get(name)
            .map_or(b"".as_slice(), HeaderValue::as_bytes)
    })
}

/// Refuses requests of another version of the protocol, and names the version in every answer.
pub(super) async fn check_version(request: Request, next: Next) -> Response {
    let is_supported =
        request.method() == Method::OPTIONS || request.headers().get(RESUMABLE) == Some(&VERSION);
    let mut response = if is_supported {
        next.run(request).await
    } else {
        let refused = Problem::new(
            StatusCode::PRECONDITION_FAILED,
            Code::UnsupportedTusVersion,
            "Tus-Resumable must be 1.0.0",
        );
        ([(SUPPORTED, VERSION)], refused).into_response()
    };
    response.headers_mut().insert(RESUMABLE, VERSION);
    response
}

/// The method that a POST stands for, since some networks and clients have neither: PATCH or DELETE. No other
/// method is taken from the header.
pub(super) fn overridden_method(headers: &HeaderMap) -> Option<Method> {
    match headers.get(METHOD_OVERRIDE)?.as_bytes() {
        b"PATCH" => Some(Method::PATCH),
        b"DELETE" => Some(Method::DELETE),
        _ => None,
    }
}

/// What the server can do.
pub(super) fn capabilities(max_size: u64) -> Response {
    let headers = [
        (SUPPORTED, VERSION),
        (HeaderName::from_static("tus-extension"), EXTENSIONS),
        (HeaderName::from_static("tus-max-size"), max_size.into()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// The length of a new upload, in bytes.
pub(super) fn length(headers: &HeaderMap) -> Result<u64, Problem> {
    number(headers, &LENGTH)?.ok_or_else(|| invalid("Upload-Length is missing"))
}

/// Where the bytes of a request begin.
pub(super) fn offset(headers: &HeaderMap) -> Result<u64, Problem> {
    number(headers, &OFFSET)?.ok_or_else(|| invalid("Upload-Offset is missing"))
}

/// A number of any size: more than fits counts as the largest one.
fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    let digits = value.as_bytes();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(invalid(format!("{name} must be a number of bytes")));
    }
    let number = value.to_str().ok().and_then(|text| text.parse().ok());
    Ok(Some(number.unwrap_or(u64::MAX)))
}

/// Refuses a body of another media type.
pub(super) fn require_content_type(headers: &HeaderMap) -> Result<(), Problem> {
    if headers.get(header::CONTENT_TYPE).is_some_and(|value| {
        value
            .as_bytes()
            .eq_ignore_ascii_case(CONTENT_TYPE.as_bytes())
    }) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::UnsupportedMediaType,
        format!("the bytes must be sent as {CONTENT_TYPE}"),
    ))
}

/// What a client says of a file.
pub(super) struct Metadata<'a> {
    /// As it was sent.
    pub(super) text: &'a str,
    pub(super) file_name: Option<String>,
    /// The media type, as browsers tell it.
    file_type: Option<String>,
    /// Set if it is to be a voice note.
    pub(super) voice: Option<VoiceNote>,
}

impl Metadata<'_> {
    /// Whether the file is a picture that is cleaned in memory, if it is what the client says.
    pub(super) fn names_picture(&self) -> bool {
        let extension = self.file_name.as_deref().unwrap_or_default();
        let extension = extension.rsplit_once('.').map(|(_, extension)| extension);
        let named = |named: &str| {
            PICTURES
                .iter()
                .any(|known| named.eq_ignore_ascii_case(known))
        };
        let file_type = self.file_type.as_deref();
        let file_type = file_type.and_then(|mime| mime.strip_prefix("image/"));
        file_type.or(extension).is_some_and(named)
    }
}

/// Reads `Upload-Metadata`: pairs, separated by commas, of a key and a value in Base64.
pub(super) fn metadata(headers: &HeaderMap) -> Result<Metadata<'_>, Problem> {
    let text = headers.get(METADATA).map_or(Ok(""), HeaderValue::to_str);
    let text = text.map_err(|_| invalid("Upload-Metadata must be ASCII"))?;
    if text.len() > MAX_METADATA {
        return Err(invalid("Upload-Metadata may have at most 4 KiB"));
    }
    let mut metadata = Metadata {
        text,
        file_name: None,
        file_type: None,
        voice: None,
    };
    let (mut is_voice, mut waveform) = (false, None);
    for pair in text
        .split(',')
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
    {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let value = STANDARD.decode(value.trim());
        let value = value.map_err(|_| invalid(format!("{key} must be in Base64")))?;
        let value =
            || String::from_utf8(value).map_err(|_| invalid(format!("{key} must be UTF-8")));
        match key {
            "filename" => metadata.file_name = Some(value()?),
            "filetype" => metadata.file_type = Some(value()?),
            "kind" => is_voice = value()? == "voice",
            "waveform" => waveform = Some(value()?),
            _ => {}
        }
    }
    if is_voice {
        let waveform = waveform.map(|text| files::waveform(&text)).transpose()?;
        metadata.voice = Some(VoiceNote { waveform });
    }
    Ok(metadata)
}

/// The headers of an answer about an upload: how much is received, until when the rest may follow,
/// and the file once it is complete.
pub(super) fn progress(upload: &Upload) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(OFFSET, upload.received.into());
    if upload.is_finished {
        headers.insert(ATTACHMENT_ID, upload.id.0.into());
    } else if let Ok(date) = DateTimePrinter::new().timestamp_to_rfc9110_string(&upload.expires_at)
        && let Ok(date) = HeaderValue::try_from(date)
    {
        headers.insert(EXPIRES, date);
    }
    headers
}

/// The headers that describe an upload: those of [`progress`], its length, and what the client said.
pub(super) fn description(upload: &Upload) -> HeaderMap {
    let mut headers = progress(upload);
    headers.insert(LENGTH, upload.length.into());
    if !upload.metadata.is_empty()
        && let Ok(metadata) = HeaderValue::from_str(&upload.metadata)
    {
        headers.insert(METADATA, metadata);
    }
    headers
}

fn invalid(detail: impl Into<Cow<'static, str>>) -> Problem {
    Problem::bad_request(Code::InvalidUpload, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_in(text: &'static str) -> Result<Option<String>, Problem> {
        let headers = HeaderMap::from_iter([(METADATA, HeaderValue::from_static(text))]);
        metadata(&headers).map(|metadata| metadata.file_name)
    }

    #[test]
    fn file_name_is_read_from_the_metadata() {
        for (text, expected) in [
            ("", None),
            ("filename", Some("")),
            ("filename YS50eHQ=", Some("a.txt")),
            ("private,filename 0LA=, x YQ==", Some("а")),
            ("name YS50eHQ=", None),
        ] {
            assert_eq!(name_in(text).unwrap().as_deref(), expected, "{text}");
        }
        // The last one has the waveform `[]`.
        for malformed in [
            "filename a",
            "filename gA==",
            "x *",
            "filename YQ== YQ==",
            "kind dm9pY2U=,waveform W10=",
        ] {
            let refused = name_in(malformed).unwrap_err();
            assert_eq!(refused.code(), Code::InvalidUpload, "{malformed}");
        }
    }

    #[test]
    fn pictures_are_known_by_their_type_or_name() {
        // a.JPG, a.tar, a.jpg with image/heic, a with image/png
        for (text, expected) in [
            ("", false),
            ("filename YS5KUEc=", true),
            ("filename YS50YXI=", false),
            ("filename YS5qcGc=,filetype aW1hZ2UvaGVpYw==", false),
            ("filename YQ==,filetype aW1hZ2UvcG5n", true),
        ] {
            let headers = HeaderMap::from_iter([(METADATA, HeaderValue::from_static(text))]);
            assert_eq!(
                metadata(&headers).unwrap().names_picture(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn voice_notes_have_a_waveform_or_none() {
        // [0,100]
        for (text, expected) in [
            ("filename YQ==,waveform WzAsMTAwXQ==", None),
            ("kind ZmlsZQ==", None),
            ("kind dm9pY2U=", Some(None)),
            (
                "waveform WzAsMTAwXQ==,kind dm9pY2U=",
                Some(Some(vec![0, 100])),
            ),
        ] {
            let headers = HeaderMap::from_iter([(METADATA, HeaderValue::from_static(text))]);
            let voice = metadata(&headers).unwrap().voice;
            let numbers = |voice: VoiceNote| voice.waveform.map(|given| given.numbers().to_vec());
            assert_eq!(voice.map(numbers), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_decimal_digits() {
        let read = |text| {
            let headers = HeaderMap::from_iter([(LENGTH, HeaderValue::from_static(text))]);
            length(&headers).ok()
        };
        assert_eq!(read("0"), Some(0));
        assert_eq!(read("524288000"), Some(524_288_000));
        assert_eq!(read("99999999999999999999999"), Some(u64::MAX));
        for malformed in ["", "-1", "+1", "1.0", "0x10", "1e9", " "] {
            assert_eq!(read(malformed), None, "{malformed}");
        }
    }
}
