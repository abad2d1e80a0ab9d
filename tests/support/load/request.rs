//! A request that is repeated.

use serde_json::Value;

use super::Stamp;
use crate::Person;

#[derive(Clone)]
pub struct RepeatedRequest {
    bytes: Vec<u8>,
    /// Where the stamp of each repetition goes, if the body has a place for it.
    stamp: Option<usize>,
}

impl RepeatedRequest {
    /// A user's POST.
    pub fn post(person: &Person, path: &str, body: &Value) -> Self {
        let authorization = format!("Authorization: Bearer {}\r\n", person.token);
        Self::post_with(&authorization, path, &body.to_string())
    }

    /// A POST without a user.
    pub fn anonymous_post(path: &str, body: &str) -> Self {
        Self::post_with("", path, body)
    }

    fn post_with(headers: &str, path: &str, body: &str) -> Self {
        let length = body.len();
        let text = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        Self {
            stamp: text.find(Stamp::PLACE),
            bytes: text.into_bytes(),
        }
    }

    pub(super) fn stamped(&mut self, stamp: Stamp) -> &[u8] {
        if let Some(at) = self.stamp {
            stamp.write(&mut self.bytes[at..]);
        }
        &self.bytes
    }
}
