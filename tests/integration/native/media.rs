//! Durations and sides of videos and sounds.

use reqwest::Method;
use serde_json::{Value, json};

use super::previews::stored_at;
use super::uploads::{header, uploaded};
use super::{NativeFixture, next_of, upload};
use crate::support::{Client, eventually};

/// A WAV of 16,000 bytes a second.
pub(super) fn wav(seconds: u8) -> Vec<u8> {
    let mut file = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0".to_vec();
    file.extend([1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0]);
    let length = 16_000 * u32::from(seconds);
    file.extend(b"data");
    file.extend(length.to_le_bytes());
    file.resize(file.len() + length as usize, 0);
    file
}

fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(8 + content.len()).expect("small");
    [&length.to_be_bytes()[..], kind, content].concat()
}

/// An MP4 of 1.5 seconds with one track of `vide` (320 × 240 pixels) or `soun`, and its `moov` after
/// `content` bytes, as phones write it. `more` boxes follow the track.
pub(super) fn mp4(kind: &[u8], content: usize, more: &[u8]) -> Vec<u8> {
    let mut movie = vec![0; 100];
    movie[12..20].copy_from_slice(&[0, 0, 3, 232, 0, 0, 5, 220]);
    let mut track = vec![0; 84];
    track[40..44].copy_from_slice(&[0, 1, 0, 0]);
    track[76..84].copy_from_slice(&[1, 64, 0, 0, 0, 240, 0, 0]);
    let handler = boxed(b"hdlr", &[&[0; 8][..], kind, &[0; 12]].concat());
    let track = [boxed(b"tkhd", &track), boxed(b"mdia", &handler)].concat();
    let movie = [
        boxed(b"mvhd", &movie),
        boxed(b"trak", &track),
        more.to_vec(),
    ];
    [
        boxed(b"ftyp", b"isom\0\0\0\0isom"),
        boxed(b"mdat", &vec![7; content]),
        boxed(b"moov", &movie.concat()),
    ]
    .concat()
}

/// What is known of a file once it is probed.
async fn probed(client: &Client, file: &Value) -> Value {
    let url = file["url"].as_str().expect("a path").to_owned();
    eventually("the duration", async || {
        let info = client.get(&format!("{url}/info")).await.expect(200);
        info["duration_ms"].is_u64().then_some(info)
    })
    .await
}

#[tokio::test]
async fn duration_and_sides_are_read_after_the_upload() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let stored = upload(&ann, "campus", "a.wav", &wav(2)).await.expect(201);
    assert_eq!(stored["kind"], "audio");
    let known = probed(&ann, &stored).await;
    assert_eq!(
        (
            &known["duration_ms"],
            &known["width"],
            &known["preview_url"]
        ),
        (&json!(2_000), &Value::Null, &Value::Null)
    );
    // Of several parts.
    let film = mp4(b"vide", 1_500_000, &[]);
    let answer = uploaded(&ann, "campus", "a.mp4", &film).await;
    let id = header(&answer, "attachment-id");
    let path = format!("/v1/campus/attachments/{id}");
    let known = probed(&ann, &json!({ "url": path })).await;
    assert_eq!(known["kind"], "video");
    assert_eq!(
        (&known["duration_ms"], &known["width"], &known["height"]),
        (&json!(1_500), &json!(320), &json!(240))
    );
}

#[tokio::test]
async fn duration_after_the_message_brings_message_edited() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("messenger").await;
    let stored = upload(&two.one, "messenger", "a.wav", &wav(3)).await;
    let file = stored.expect(201);
    probed(&two.one, &file).await;
    let forget = format!(
        "UPDATE attachments SET duration_ms = NULL WHERE id = {}",
        file["id"]
    );
    fixture.database.execute(&forget).await;
    let body = json!({ "attachment_ids": [file["id"]] });
    let sent = two.one.post(&two.chat("/messages"), &body).await;
    assert_eq!(
        sent.expect(201)["attachments"][0]["duration_ms"],
        Value::Null
    );
    let mut stream = two.other.open_stream_at(&two.path("/events")).await;

    let probe = "UPDATE attachments SET awaits_probe = true";
    fixture.database.execute(probe).await;

    let edited = next_of(&mut stream, "message_edited").await;
    let shown = &edited["message"]["attachments"][0];
    assert_eq!(shown["duration_ms"], 3_000);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn sound_that_the_storage_lacks_is_probed_later() {
    let storage = tempfile::tempdir().unwrap();
    let url = format!("file://{}", storage.path().display());
    let fixture = NativeFixture::with(&[("STORAGE_URL", &url)]).await;
    let two = fixture.two("messenger").await;
    let stored = upload(&two.one, "messenger", "a.wav", &wav(3)).await;
    let file = stored.expect(201);
    probed(&two.one, &file).await;
    let moved = storage.path().join("moved");
    let path = stored_at(&fixture.database, storage.path(), &file["id"]).await;
    std::fs::rename(&path, &moved).unwrap();
    let probe = "UPDATE attachments SET awaits_probe = true, duration_ms = NULL";
    fixture.database.execute(probe).await;
    let postponed = "SELECT count(*) FROM attachments WHERE awaits_probe AND failures > 0";
    fixture.database.until_number(postponed, 1).await;
    std::fs::rename(&moved, &path).unwrap();
    let due = "UPDATE attachments SET due_at = now()";
    fixture.database.execute(due).await;
    probed(&two.one, &file).await;
}

#[tokio::test]
async fn malformed_videos_are_kept_as_files() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let mut damaged = mp4(b"vide", 10, &[]);
    damaged.truncate(60);
    let stored = upload(&ann, "direct", "a.mp4", &damaged).await.expect(201);
    eventually("the probe", async || {
        let waiting = "SELECT count(*) FROM attachments WHERE awaits_probe";
        (fixture.database.number(waiting).await == 0).then_some(())
    })
    .await;
    let path = stored["url"].as_str().unwrap();
    let info = ann.get(&format!("{path}/info")).await.expect(200);
    assert_eq!(info, stored);
    let whole = ann.request(Method::GET, path).send().await.expect("a file");
    assert_eq!(whole.bytes().await.expect("its bytes"), damaged);
}

#[tokio::test]
async fn place_of_a_film_is_gone_from_what_others_download() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("messenger").await;
    let place = b"+55.7558+037.6173/";
    let data = boxed(b"udta", &boxed(b"\xa9xyz", place));
    for content in [10, 1_500_000] {
        let film = mp4(b"vide", content, &data);
        let whole = upload(&two.one, "messenger", "a.mp4", &film).await;
        let url = whole.expect(201)["url"]
            .as_str()
            .expect("a path")
            .to_owned();
        let resumable = uploaded(&two.one, "messenger", "a.mp4", &film).await;
        let id = header(&resumable, "attachment-id");
        for path in [url, format!("/v1/messenger/attachments/{id}")] {
            let file = two.one.request(Method::GET, &path).send().await;
            let bytes = file.expect("a file").bytes().await.expect("its bytes");
            assert_eq!(bytes.len(), film.len());
            let has_place = bytes.windows(place.len()).any(|part| part == place);
            assert!(!has_place, "{content}: {path}");
            let unchanged = film.len() - data.len();
            assert_eq!(bytes[..unchanged], film[..unchanged], "{content}: {path}");
        }
    }
}
