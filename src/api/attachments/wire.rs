//! Files.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// What a file is uploaded as.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// `voice` makes it a voice note.
    #[param(inline)]
    pub kind: Option<UploadKind>,
}

/// See [`UploadQuery`].
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum UploadKind {
    Voice,
}

/// The bytes of a file.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only the OpenAPI document uses it")]
pub struct FileContent(Vec<u8>);

/// The form of an upload.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document uses it")]
pub struct Upload {
    /// Of a voice note, before the file: how loud it is over its time, a JSON list of 1 to 128 integers from 0
    /// to 100.
    #[schema(nullable = false, example = "[0,40,95,30]")]
    waveform: Option<String>,
    /// The file: at most 25 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}
