//! Pictures: metadata and previews. `src/files/pictures/` tests the formats.

use img_parts::ImageEXIF as _;
use img_parts::jpeg::Jpeg;

use serde_json::json;

use super::MessengerFixture;
use super::attachments::{download, files_in};
use crate::support::eventually;
use crate::support::photos::upload;

/// A photo of a phone, with a place.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([x, y, x ^ y].map(|part| u8::try_from(part % 256).expect("a byte")))
    });
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut bytes)
        .encode_image(&pixels)
        .expect("a picture can be encoded");
    let mut jpeg = Jpeg::from_bytes(bytes.into()).expect("a JPEG");
    jpeg.set_exif(Some(PLACE.to_vec().into()));
    jpeg.encoder().bytes().to_vec()
}

const PLACE: &[u8] = b"II*\0\x08\0\0\0\0\0\0\0\0\0 55.7558 N, 37.6173 E";

fn has_place(bytes: &[u8]) -> bool {
    bytes.windows(7).any(|part| part == b"55.7558")
}

#[tokio::test]
async fn place_of_a_photo_is_not_stored_and_a_preview_is_made() {
    let folder = tempfile::tempdir().expect("a folder can be created");
    let url = format!("file://{}", folder.path().display());
    let messenger = MessengerFixture::with(&[("STORAGE_URL", &url)]).await;
    let photo = photo(1_200, 900);
    assert!(has_place(&photo));

    let id = messenger.file(&messenger.anna, "photo.jpg", &photo).await;

    let anna = messenger.client_of(&messenger.anna);
    let (status, stored, _) = download(&anna, id, None).await;
    assert_eq!(status, 200);
    assert!(!has_place(&stored));
    let pixels = |jpeg: &[u8]| image::load_from_memory(jpeg).expect("a picture").to_rgb8();
    assert!(pixels(&stored) == pixels(&photo), "the pixels are the same");
    eventually("the preview", async || {
        let sql = "SELECT count(*) FROM attachments
                   WHERE width = 1200 AND height = 900 AND preview_mime = 'image/jpeg'
                     AND preview_size > 0 AND placeholder <> '' AND NOT awaits_preview";
        (messenger.database.number(sql).await == 1).then_some(())
    })
    .await;
    assert_eq!(files_in(folder.path()), 2);

    messenger.database.delete_user(&messenger.anna).await;
    let sql = "UPDATE attachments SET deleted_at = now()";
    messenger.database.execute(sql).await;
    eventually("the photo and its preview to be removed", async || {
        (files_in(folder.path()) == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn place_of_a_picture_that_is_not_decoded_is_not_stored() {
    let messenger = MessengerFixture::new().await;
    let anna = messenger.client_of(&messenger.anna);
    let photo = photo(64, 48);
    // Its frame tells 64 megapixels.
    let mut large = photo.clone();
    let frame = large.windows(2).position(|marker| marker == [0xff, 0xc0]);
    let sides = frame.expect("a frame") + 5;
    large[sides..sides + 4].copy_from_slice(&[0x1f, 0x40, 0x1f, 0x40]);
    // A table that is cut off follows its scan.
    let cut = [&photo[..photo.len() - 2], b"\xff\xc4\0\x40\0"].concat();
    for (picture, mime) in [(large, "image/jpeg"), (cut, "application/octet-stream")] {
        let id = messenger.file(&messenger.anna, "photo.jpg", &picture).await;
        let (status, stored, _) = download(&anna, id, None).await;
        assert_eq!(status, 200);
        assert!(has_place(&picture) && !has_place(&stored));
        assert!(stored.len() > picture.len() - 100, "its pixels are kept");
        let kept = format!(
            "SELECT count(*) FROM attachments
             WHERE id = {id} AND mime = '{mime}' AND width IS NULL AND NOT awaits_preview"
        );
        assert_eq!(messenger.database.number(&kept).await, 1);
    }
}

#[tokio::test]
async fn photo_without_its_end_is_a_picture_without_its_place() {
    let messenger = MessengerFixture::new().await;
    let anna = messenger.client_of(&messenger.anna);
    let photo = photo(64, 48);
    let cut = &photo[..photo.len() - 2];
    let kept = messenger.file(&messenger.anna, "photo.jpg", cut).await;
    let sent = upload(&anna, "messenger", "photo.jpg", cut)
        .await
        .expect(201);
    assert_eq!(
        (&sent["kind"], &sent["width"]),
        (&json!("image"), &json!(64))
    );
    for id in [kept, sent["id"].as_i64().expect("an id")] {
        let (status, stored, _) = download(&anna, id, None).await;
        assert_eq!(status, 200);
        assert!(has_place(cut) && !has_place(&stored));
        assert!(stored.ends_with(b"\xff\xd9"));
        let previewed = format!(
            "SELECT count(*) FROM attachments
             WHERE id = {id} AND mime = 'image/jpeg' AND width = 64 AND preview_size > 0"
        );
        messenger.database.until_number(&previewed, 1).await;
    }
}

#[tokio::test]
async fn damaged_picture_is_kept_as_a_file_without_preview() {
    let messenger = MessengerFixture::new().await;
    let damaged = b"\xff\xd8\xff\xe0\0\x10JFIF\0 and nothing that follows";

    let id = messenger
        .file(&messenger.anna, "damaged.jpg", damaged)
        .await;

    let anna = messenger.client_of(&messenger.anna);
    let (status, stored, _) = download(&anna, id, None).await;
    // What could be read of it.
    assert_eq!((status, stored.as_slice()), (200, &damaged[..20]));
    let pictures = "SELECT count(*) FROM attachments WHERE awaits_preview OR width IS NOT NULL";
    assert_eq!(messenger.database.number(pictures).await, 0);
}
