//! Voice notes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};

use super::media::{mp4, wav};
use super::uploads::{append, header};
use super::{NativeFixture, PNG, next_of};
use crate::support::{Answer, Client, assert_refused};

/// Uploads a voice note, with a waveform or without.
async fn upload(client: &Client, realm: &str, waveform: Option<&str>, content: &[u8]) -> Answer {
    let part = |head: &str, content: &[u8]| {
        let head = format!("--limit\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        [head.as_bytes(), content, b"\r\n"].concat()
    };
    let waveform = waveform.map(|text| part("name=\"waveform\"", text.as_bytes()));
    let file = part("name=\"file\"; filename=\"voice.webm\"", content);
    let body = [
        waveform.unwrap_or_default(),
        file,
        b"--limit--\r\n".to_vec(),
    ]
    .concat();
    let path = format!("/v1/{realm}/attachments?kind=voice");
    let request = client.request(Method::POST, &path);
    let request = request.header("content-type", "multipart/form-data; boundary=limit");
    client.send(request.body(body)).await
}

/// A `WebM` as Chrome records it, with a sound (2) or pictures (1), and no duration. Its last block begins after
/// 1,040 milliseconds.
fn webm(track: u8) -> Vec<u8> {
    let mut file =
        b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\
        \x42\x82\x84webm\x42\x87\x81\x04\x42\x85\x81\x02"
            .to_vec();
    file.extend(b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff");
    file.extend(b"\x15\x49\xa9\x66\x87\x2a\xd7\xb1\x83\x0f\x42\x40");
    file.extend([0x16, 0x54, 0xae, 0x6b, 0x8a, 0xae, 0x88, 0x83, 0x81, track]);
    file.extend(
        [0xe0, 0x83, 0xb0, 0x81, 64]
            .iter()
            .take(if track == 1 { 5 } else { 0 }),
    );
    file.extend(
        [0xec, 0x83, 0, 0, 0]
            .iter()
            .take(if track == 1 { 0 } else { 5 }),
    );
    file.extend(b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff\xe7\x82\x03\xe8");
    for time in [0, 20, 40] {
        file.extend([0xa3, 0x44, 0, 0x81, 0, time, 0x80]);
        file.resize(file.len() + 0x400 - 4, 9);
    }
    file
}

#[tokio::test]
async fn message_with_a_voice_note_is_of_type_voice() {
    let fixture = NativeFixture::new().await;
    for realm in ["school", "campus", "messenger", "direct"] {
        let two = fixture.two(realm).await;
        let mut stream = two.other.open_stream_at(&two.path("/events")).await;
        let waveform = Some("[0, 50,100]");
        let file = upload(&two.one, realm, waveform, &webm(2))
            .await
            .expect(201);
        for (field, value) in [
            ("kind", json!("voice")),
            ("mime", json!("audio/webm")),
            ("duration_ms", json!(1_040)),
            ("waveform", json!([0, 50, 100])),
            ("width", Value::Null),
        ] {
            assert_eq!(file[field], value, "{realm}: {field}");
        }
        let body = json!({ "attachment_ids": [file["id"]] });
        let sent = two
            .one
            .post(&two.chat("/messages"), &body)
            .await
            .expect(201);
        assert_eq!(
            (&sent["type"], &sent["attachments"][0]),
            (&json!("voice"), &file)
        );
        assert_eq!(next_of(&mut stream, "message").await["message"], sent);
        let path = two.path(&format!("/messages/{}", sent["id"]));
        assert_eq!(two.other.get(&path).await.expect(200), sent);
        let info = format!("{}/info", file["url"].as_str().unwrap());
        assert_eq!(two.other.get(&info).await.expect(200), file);
        let forward = json!({ "forward_id": sent["id"] });
        let copy = two.other.post(&two.chat("/messages"), &forward).await;
        assert_eq!(copy.expect(201)["type"], "voice");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn only_sounds_are_voice_notes() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let film = mp4(b"vide", 10, &[]);
    for refused in [&film, &webm(1), PNG, b"text", b"\x1a\x45\xdf\xa3"] {
        let refused = upload(&ann, "campus", None, refused).await;
        assert_refused(&refused, 400, "not_audio");
    }
    let image_realm = upload(&ann, "market", None, &wav(1)).await;
    assert_refused(&image_realm, 415, "file_type_refused");
    let path = "/v1/campus/attachments?kind=song";
    let other_kind = ann.send(ann.request(Method::POST, path)).await;
    assert_refused(&other_kind, 400, "invalid_query");
    for malformed in [
        "[]",
        "[101]",
        "[-1]",
        "[0.5]",
        "{}",
        "",
        &format!("{:?}", [1; 129]),
    ] {
        let refused = upload(&ann, "campus", Some(malformed), &wav(1)).await;
        assert_refused(&refused, 400, "invalid_upload");
    }
    let left = "SELECT count(*) FROM attachments WHERE deleted_at IS NULL";
    assert_eq!(fixture.database.number(left).await, 0);
    for (sound, mime, duration) in [
        (wav(2), "audio/x-wav", 2_000),
        (mp4(b"soun", 10, &[]), "audio/mp4", 1_500),
    ] {
        let file = upload(&ann, "campus", None, &sound).await.expect(201);
        assert_eq!(
            (&file["mime"], &file["duration_ms"], &file["waveform"]),
            (&json!(mime), &json!(duration), &Value::Null)
        );
    }
}

#[tokio::test]
async fn waveform_is_the_recorders_or_none() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    // Loud samples, which a guess could use.
    let mut sound = wav(2);
    let begin = sound.len() - 16_000;
    for sample in sound[begin..].chunks_mut(2) {
        sample.copy_from_slice(&[0, 0x80]);
    }
    for (waveform, shown) in [(None, Value::Null), (Some("[7]"), json!([7]))] {
        let file = upload(&ann, "campus", waveform, &sound).await.expect(201);
        assert_eq!(file["waveform"], shown);
        let info = format!("{}/info", file["url"].as_str().unwrap());
        assert_eq!(ann.get(&info).await.expect(200), file);
        let begun = begin_upload(&ann, "campus", sound.len(), waveform).await;
        let ended = append(&ann, header(&begun, "location"), 0, &sound).await;
        let id = header(&ended, "attachment-id");
        let info = ann.get(&format!("/v1/campus/attachments/{id}/info")).await;
        assert_eq!(info.expect(200)["waveform"], shown);
    }
}

/// Begins a resumable upload of a voice note.
async fn begin_upload(
    client: &Client,
    realm: &str,
    length: usize,
    waveform: Option<&str>,
) -> Answer {
    let encoded = |text: &str| STANDARD.encode(text);
    let mut metadata = vec![
        format!("filename {}", encoded("a.webm")),
        format!("kind {}", encoded("voice")),
    ];
    metadata.extend(waveform.map(|text| format!("waveform {}", encoded(text))));
    let request = client.request(Method::POST, &format!("/v1/{realm}/uploads"));
    let request = request
        .header("tus-resumable", "1.0.0")
        .header("upload-length", length)
        .header("upload-metadata", metadata.join(","));
    client.send(request).await
}

#[tokio::test]
async fn resumable_upload_may_be_a_voice_note() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let begin =
        async |realm: &str, length: usize| begin_upload(&ann, realm, length, Some("[1,2]")).await;
    let refused = begin("market", 10).await;
    assert_refused(&refused, 415, "file_type_refused");
    for (content, refusal) in [(webm(2), None), (webm(1), Some("not_audio"))] {
        let begun = begin("direct", content.len()).await;
        let path = header(&begun, "location").to_owned();
        append(&ann, &path, 0, &content[..100]).await.expect(204);
        let ended = append(&ann, &path, 100, &content[100..]).await;
        if let Some(code) = refusal {
            assert_refused(&ended, 400, code);
            continue;
        }
        let id = header(&ended, "attachment-id");
        let path = format!("/v1/direct/attachments/{id}/info");
        let info = ann.get(&path).await.expect(200);
        assert_eq!(
            (&info["kind"], &info["waveform"], &info["duration_ms"]),
            (&json!("voice"), &json!([1, 2]), &json!(1_040))
        );
    }
    let text = begin("direct", 4).await;
    let refused = append(&ann, header(&text, "location"), 0, b"text").await;
    assert_refused(&refused, 400, "not_audio");
}
