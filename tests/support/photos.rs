//! Pictures: photos as phones make them, a small one, and uploading them.

use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use super::{Answer, Client, TestDatabase, eventually};

/// A photo of 12 megapixels that lies on its side, so that it is decoded to be turned, and again for its preview.
pub fn photo() -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(4_000, 3_000, |x, y| {
        image::Rgb(
            [x / 16, y / 12, (x ^ y) / 16].map(|part| u8::try_from(part % 256).expect("a byte")),
        )
    });
    let mut photo = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut photo, 90)
        .encode_image(&pixels)
        .expect("a picture can be encoded");
    // EXIF with an orientation.
    let exif =
        b"\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    photo.splice(2..2, exif.iter().copied());
    photo
}

/// A PNG of one pixel.
pub const PNG: &[u8] =
    b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\
    \x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0dIDATx\xdacd\xf8\xcfP\x0f\x00\x03\x86\x01\
    \x80Z4}k\x00\x00\x00\x00IEND\xaeB`\x82";

/// Uploads a file.
pub async fn upload(client: &Client, realm: &str, name: &str, content: &[u8]) -> Answer {
    client
        .send(upload_request(client, realm, name, content))
        .await
}

/// The request that uploads a file.
pub fn upload_request(client: &Client, realm: &str, name: &str, content: &[u8]) -> RequestBuilder {
    upload_request_to(client, &format!("/v1/{realm}/attachments"), name, content)
}

/// The request that sends a file as the part `file` of a form.
pub fn upload_request_to(
    client: &Client,
    path: &str,
    name: &str,
    content: &[u8],
) -> RequestBuilder {
    let head = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    );
    let body = [head.as_bytes(), content, b"\r\n--limit--\r\n"].concat();
    let request = client.request(Method::POST, path);
    let request = request.header("content-type", "multipart/form-data; boundary=limit");
    request.body(body)
}

/// Uploads a [`photo`], again if a busy server asks for that, or if the connection was given up because nothing
/// moved on it; returns its id.
pub async fn upload_photo(client: &Client, realm: &str, photo: &[u8]) -> i64 {
    loop {
        let request = upload_request(client, realm, "a.jpg", photo);
        let answer = match client.try_send(request).await {
            Ok(answer) => answer,
            Err(error) if error.is_connect() => panic!("{error}"),
            Err(_) => continue,
        };
        if answer.status == 201 {
            let size = (&answer.body["width"], &answer.body["height"]);
            assert_eq!(size, (&json!(3_000), &json!(4_000)));
            return answer.body["id"].as_i64().expect("a file has an id");
        }
        assert!([429, 503].contains(&answer.status), "{}", answer.body);
        let seconds = answer.headers.get("retry-after");
        let seconds = seconds.and_then(|seconds| seconds.to_str().ok()?.parse().ok());
        tokio::time::sleep(Duration::from_secs(seconds.expect("when to try again"))).await;
    }
}

/// Waits until no picture waits for its preview.
pub async fn wait_for_previews(database: &TestDatabase) {
    let waiting = "SELECT count(*) FROM attachments WHERE awaits_preview";
    let mut left = database.number(waiting).await;
    while left > 0 {
        left = eventually("the next preview", async || {
            let now = database.number(waiting).await;
            (now < left).then_some(now)
        })
        .await;
    }
}
