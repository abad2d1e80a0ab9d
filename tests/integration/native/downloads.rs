//! Downloads: ranges, and what browsers may do with a file.

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};

use super::{NativeFixture, PNG, REALMS, upload};
use crate::support::Client;

/// The status, the headers and the bytes of a download, of a range if one is given.
async fn download(client: &Client, url: &str, range: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = client.request(Method::GET, url);
    if !range.is_empty() {
        request = request.header("range", range);
    }
    let response = request.send().await.expect("the server answers");
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.bytes().await.expect("the whole body");
    (status, headers, bytes.to_vec())
}

async fn uploaded(client: &Client, realm: &str, name: &str, content: &[u8]) -> String {
    let stored = upload(client, realm, name, content).await.expect(201);
    stored["url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn ranges_of_a_file_are_served() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let url = uploaded(&ann, "direct", "a.txt", b"0123456789").await;
    for (range, status, shown, content_range) in [
        ("", 200, &b"0123456789"[..], None),
        ("bytes=0-3", 206, b"0123", Some("bytes 0-3/10")),
        ("bytes=8-", 206, b"89", Some("bytes 8-9/10")),
        ("bytes=-2", 206, b"89", Some("bytes 8-9/10")),
        ("bytes=4-99", 206, b"456789", Some("bytes 4-9/10")),
        ("bytes=9-9", 206, b"9", Some("bytes 9-9/10")),
    ] {
        let (answered, headers, bytes) = download(&ann, &url, range).await;
        assert_eq!((answered.as_u16(), &bytes[..]), (status, shown), "{range}");
        let named = headers.get("content-range");
        let named = named.map(|named| named.to_str().unwrap());
        assert_eq!(named, content_range, "{range}");
        assert_eq!(headers["accept-ranges"], "bytes");
    }
    for range in ["bytes=10-", "bytes=10-20", "bytes=99-"] {
        let (status, headers, _) = download(&ann, &url, range).await;
        assert_eq!(status.as_u16(), 416, "{range}");
        assert_eq!(headers["content-range"], "bytes */10", "{range}");
    }
}

#[tokio::test]
async fn files_are_sandboxed_and_shown_by_their_kind() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    for realm in REALMS {
        let mut files = vec![("a.png", PNG, "inline")];
        if realm != "market" {
            files.push(("a.html", b"<script>alert(1)</script>", "attachment"));
            files.push(("a.txt", b"text", "attachment"));
        }
        for (name, content, expected) in files {
            let url = uploaded(&ann, realm, name, content).await;
            let (status, headers, _) = download(&ann, &url, "").await;
            assert_eq!(status, StatusCode::OK);
            let disposition = headers["content-disposition"].to_str().unwrap();
            assert!(disposition.starts_with(expected), "{realm}: {disposition}");
            assert_eq!(headers["x-content-type-options"], "nosniff");
            let policy = headers["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("sandbox"), "{realm}: {policy}");
            let kind = headers["content-type"].to_str().unwrap();
            assert!(!kind.contains("html"), "{realm}: {kind}");
        }
    }
}
