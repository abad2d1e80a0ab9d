//! Uploads: one file in a multipart form (RFC 7578), as a stream.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use multer::{Constraints, Field, Multipart, SizeLimit};
use tokio::time::timeout;

use super::{Code, Problem};

/// What a form may have besides the file: other fields, boundaries.
const BESIDES: u64 = 64 * 1024;
/// How long the form may take up to the file.
const BEGINNING: Duration = Duration::from_secs(30);

/// The form of a request.
pub struct Form {
    multipart: Multipart<'static>,
}

impl Form {
    /// Of a request whose file may be at most so large. That is what whoever reads the file
    /// looks at; here it bounds the form as a whole, generously.
    ///
    /// # Errors
    /// 413 where the request says that it is longer by far, 415 where it is no form.
    pub fn of(request: Request, largest: u64) -> Result<Self, Problem> {
        let boundary = boundary(request.headers())?;
        // More than is ever read of one that is too large.
        let whole = largest * 3 + BESIDES;
        let constraints = Constraints::new().size_limit(SizeLimit::new().whole_stream(whole));
        let bytes = Body::into_data_stream(request.into_body());
        Ok(Self {
            multipart: Multipart::with_constraints(bytes, boundary, constraints),
        })
    }

    /// The file in the field of this name; what comes before it is passed over.
    ///
    /// # Errors
    /// 400 where there is none.
    pub async fn file(&mut self, name: &str) -> Result<Field<'static>, Problem> {
        let found = timeout(BEGINNING, self.find(name)).await;
        found.map_err(|_| {
            let detail = "the body took too long to arrive";
            Problem::new(StatusCode::REQUEST_TIMEOUT, Code::RequestTimeout, detail)
        })?
    }

    async fn find(&mut self, name: &str) -> Result<Field<'static>, Problem> {
        loop {
            let next = self.multipart.next_field().await;
            let field = next.map_err(|error| invalid(error.to_string()))?;
            let field = field.ok_or_else(|| invalid(format!("there is no field `{name}`")))?;
            if field.name() == Some(name) {
                return Ok(field);
            }
        }
    }
}

fn boundary(headers: &HeaderMap) -> Result<String, Problem> {
    let content_type = headers.get(header::CONTENT_TYPE);
    let boundary = content_type
        .and_then(|value| value.to_str().ok())
        .and_then(|value| multer::parse_boundary(value).ok());
    boundary.ok_or_else(|| {
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::UnsupportedMediaType,
            "the body must be sent as multipart/form-data",
        )
    })
}

fn invalid(detail: String) -> Problem {
    Problem::bad_request(Code::InvalidUpload, detail)
}
