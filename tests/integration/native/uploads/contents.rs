//! What is uploaded passes the checks of other uploads.

use image::codecs::jpeg::JpegEncoder;
use reqwest::Method;

use super::{MIB, append, ask, begin, begun, content, download, header, uploaded};
use crate::native::NativeFixture;
use crate::support::photos::upload;
use crate::support::{Client, assert_refused};

/// A photo that tells its place.
fn photo() -> Vec<u8> {
    let mut photo = Vec::new();
    let pixels = image::RgbImage::from_fn(900, 900, |x, y| {
        image::Rgb([
            (x * 7 % 251) as u8,
            (y * 11 % 241) as u8,
            (x * y % 239) as u8,
        ])
    });
    JpegEncoder::new(&mut photo)
        .encode_image(&pixels)
        .expect("a JPEG");
    let place = b"Exif\0\0 55.7558 N, 37.6173 E";
    let length = u8::try_from(place.len() + 2).expect("short");
    let segment = [&[0xff, 0xe1, 0, length][..], place].concat();
    photo.splice(2..2, segment);
    photo
}

fn tells_place(bytes: &[u8]) -> bool {
    bytes.windows(7).any(|part| part == b"55.7558")
}

#[tokio::test]
async fn place_of_a_photo_is_removed() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let photo = photo();
    assert!(tells_place(&photo));
    let (first, rest) = photo.split_at(photo.len() / 2);
    let path = begun(&ann, "market", "photo.jpg", photo.len()).await;
    append(&ann, &path, 0, first).await.expect(204);
    let id = path.rsplit('/').next().unwrap();
    let unfinished = ann.get(&format!("/v1/market/attachments/{id}")).await;
    assert_refused(&unfinished, 404, "attachment_not_found");
    let last = append(&ann, &path, first.len(), rest).await;
    let cleaned = download(&ann, "market", header(&last, "attachment-id")).await;
    assert!(!tells_place(&cleaned));
    image::load_from_memory(&cleaned).expect("a picture");
}

async fn assert_gone(client: &Client, path: &str) {
    assert_eq!(ask(client, Method::HEAD, path).await.status, 404);
}

#[tokio::test]
async fn refused_content_ends_its_upload() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let program = [&b"\x7fELF\x02\x01\x01"[..], &content(20_000)].concat();
    // A table that is cut off follows its scan.
    let damaged = [&photo()[..60_000], b"\xff\xc4\xff\xff\0"].concat();
    for (realm, bytes, status, code) in [
        ("direct", &program, 415, "file_type_refused"),
        ("market", &content(20_000), 415, "file_type_refused"),
        ("direct", &damaged, 400, "picture_refused"),
    ] {
        let path = begun(&ann, realm, "a", bytes.len()).await;
        assert_refused(&append(&ann, &path, 0, bytes).await, status, code);
        assert_gone(&ann, &path).await;
    }
    let undeleted = "SELECT count(*) FROM attachments WHERE deleted_at IS NULL";
    assert_eq!(fixture.database.number(undeleted).await, 0);
}

/// A PNG whose header tells 50,000 × 50,000 pixels.
fn huge_picture() -> Vec<u8> {
    let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    picture.extend([0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50, 8, 2, 0, 0, 0]);
    picture.extend(0xc4cd_aa9d_u32.to_be_bytes());
    picture.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
    picture
}

#[tokio::test]
async fn pictures_that_cannot_be_cleaned_are_refused_on_both_ways() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let malformed = b"\xff\xd8\xff\xe0\0\x10JFIF\0 and nothing that follows";
    // A HEIC whose metadata has no places that could be read.
    let hidden = b"\0\0\0\x10ftypheic\0\0\0\0\0\0\0\x1cmeta\0\0\0\0\0\0\0\x10iloc\0\0\0\0\0\0\0\0";
    for (bytes, detail) in [
        (&huge_picture()[..], "50 megapixels"),
        (malformed, "damaged"),
        (hidden, "damaged"),
    ] {
        let whole = upload(&ann, "campus", "a", bytes).await;
        let resumable = uploaded(&ann, "campus", "a", bytes).await;
        for answer in [whole, resumable] {
            assert_refused(&answer, 400, "picture_refused");
            let told = answer.body["detail"].as_str().unwrap_or_default();
            assert!(told.contains(detail), "{told}");
        }
    }
    let undeleted = "SELECT count(*) FROM attachments WHERE deleted_at IS NULL";
    assert_eq!(fixture.database.number(undeleted).await, 0);
}

#[tokio::test]
async fn content_is_refused_by_its_beginning() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let program = [&b"\x7fELF\x02\x01\x01"[..], &content(20_000)].concat();
    let path = begun(&ann, "direct", "a", 100 * MIB).await;
    let refused = append(&ann, &path, 0, &program).await;
    assert_refused(&refused, 415, "file_type_refused");
    assert_gone(&ann, &path).await;
    let named = begin(&ann, "direct", "big.jpg", 26 * MIB).await;
    assert_refused(&named, 413, "body_too_large");
    let path = begun(&ann, "direct", "big", 26 * MIB).await;
    let refused = append(&ann, &path, 0, &photo()[..20_000]).await;
    assert_refused(&refused, 413, "body_too_large");
    assert_gone(&ann, &path).await;
}

#[tokio::test]
async fn names_are_sanitised() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let answer = uploaded(&ann, "direct", "../../etc/passwd", b"a").await;
    let id = header(&answer, "attachment-id");
    let info = ann.get(&format!("/v1/direct/attachments/{id}/info")).await;
    assert_eq!(info.expect(200)["name"], "passwd");
}
