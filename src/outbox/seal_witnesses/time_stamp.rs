//! Time-stamps of RFC 3161: an authority signs that a hash existed at a time.

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Client, Response, Url};

use crate::outbox::http;
use crate::outbox::signed_post::Refusal;

/// The most bytes of a reply: it has a signature and some certificates.
const MAX_REPLY: usize = 64 * 1024;

/// A `TimeStampReq` (RFC 3161, 2.4.1) in DER up to the hash: version 1, SHA-256.
const REQUEST_START: [u8; 24] = [
    0x30, 0x39, 0x02, 0x01, 0x01, 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
    0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
];
/// What follows the hash: the reply shall have the certificates that verify it.
const REQUEST_END: [u8; 3] = [0x01, 0x01, 0xff];

/// A time-stamp authority.
#[derive(Clone)]
pub(super) struct Authority {
    url: Url,
    client: Client,
}

impl Authority {
    pub(super) fn new(url: Url) -> Result<Self, reqwest::Error> {
        let client = http::client_builder().build()?;
        Ok(Self { url, client })
    }

    /// The reply (`TimeStampResp`, RFC 3161, 2.4.2) for a SHA-256. Its signature is checked by those who rely on it,
    /// with a certificate of the authority that they trust.
    pub(super) async fn stamp(&self, digest: [u8; 32]) -> Result<Vec<u8>, Refusal> {
        let request = [&REQUEST_START[..], &digest, &REQUEST_END].concat();
        let sent = self
            .client
            .post(self.url.clone())
            .header(
                CONTENT_TYPE,
                HeaderValue::from_static("application/timestamp-query"),
            )
            .body(request)
            .send();
        let failed = |error| Refusal::new(http::describe(error));
        let answer = sent.await.map_err(failed)?;
        if !answer.status().is_success() {
            return Err(Refusal::new(format!("answered {}", answer.status())));
        }
        let reply = read(answer).await?;
        if !is_granted(&reply) || !reply.windows(digest.len()).any(|part| part == digest) {
            let refused = "answered without a time-stamp of the seal";
            return Err(Refusal::new(refused.to_owned()));
        }
        Ok(reply)
    }
}

async fn read(mut answer: Response) -> Result<Vec<u8>, Refusal> {
    let mut reply = Vec::new();
    let failed = |error| Refusal::new(http::describe(error));
    while let Some(part) = answer.chunk().await.map_err(failed)? {
        if reply.len() + part.len() > MAX_REPLY {
            return Err(Refusal::new(format!(
                "answered more than {MAX_REPLY} bytes"
            )));
        }
        reply.extend_from_slice(&part);
    }
    Ok(reply)
}

/// Whether the status of a reply is `granted` or `grantedWithMods`.
fn is_granted(reply: &[u8]) -> bool {
    let status = sequence(reply).and_then(sequence);
    matches!(status, Some([0x02, 0x01, 0 | 1, ..]))
}

/// The content of a `SEQUENCE` in DER, with what follows it.
fn sequence(der: &[u8]) -> Option<&[u8]> {
    let [0x30, length, rest @ ..] = der else {
        return None;
    };
    match length {
        0..=0x7f => Some(rest),
        // The low bits say how many bytes of the length follow.
        _ => rest.get(usize::from(length & 0x7f)..),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_granted_reply_is_one() {
        let granted = [0x30, 0x82, 0x01, 0x00, 0x30, 0x03, 0x02, 0x01, 0x00, 0x30];
        assert!(is_granted(&granted));
        let mut refused = granted;
        refused[8] = 2;
        assert!(!is_granted(&refused));
        for other in [&granted[..3], b"", b"\x30", b"<html>", &[0x30, 0xff, 0x30]] {
            assert!(!is_granted(other), "{other:?}");
        }
    }
}
