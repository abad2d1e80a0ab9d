//! Frames of clients that name their type: `{"type", "data"}`.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::http::json::from_object_slice;
use crate::http::stream::parse_client_frame;
use crate::http::{Code, Problem};

/// A frame whose `data` is not parsed yet, so that an error in it does not hide the type.
#[derive(Deserialize)]
pub struct ClientFrame<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

impl<'a> ClientFrame<'a> {
    /// Parses the frame, but not its `data`.
    ///
    /// # Errors
    /// `INVALID_FRAME`.
    pub fn parse(frame: &'a str) -> Result<Self, Problem> {
        parse_client_frame(frame)
    }

    /// Its `type`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Parses its `data`, which is an object.
    ///
    /// # Errors
    /// `INVALID_FRAME`.
    pub fn data<T: Deserialize<'a>>(&self) -> Result<T, Problem> {
        let data = self.data.map_or("null", RawValue::get);
        from_object_slice(data.as_bytes()).map_err(|error| invalid(format!("data: {error}")))
    }

    /// The refusal of a type that the realm does not know.
    pub fn unknown_type() -> Problem {
        invalid("there is no such type of frame".to_owned())
    }
}

fn invalid(detail: String) -> Problem {
    Problem::bad_request(Code::InvalidFrame, detail)
}
