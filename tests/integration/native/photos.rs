//! The memory of a replica while people send photos at once.

use futures::future::join_all;

use super::{NativeFixture, SETTINGS, upload};
use crate::support::{Client, ReplicaProcess, eventually};

const MIB: usize = 1024 * 1024;

/// A photo of 12 megapixels that lies on its side, so that it is decoded to be turned, and again for its preview.
fn photo() -> Vec<u8> {
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

/// Uploads a photo, and again while the server is busy.
async fn send(client: &Client, photo: &[u8]) {
    loop {
        let answer = upload(client, "campus", "a.jpg", photo).await;
        if answer.status == 201 {
            assert_eq!(
                (&answer.body["width"], &answer.body["height"]),
                (&3_000.into(), &4_000.into())
            );
            return;
        }
        assert!([429, 503].contains(&answer.status), "{}", answer.body);
    }
}

/// The peak of a replica's memory while `people` send `each` photos at once.
async fn peak_with(people: usize, each: usize) -> usize {
    let fixture = NativeFixture::new().await;
    let replica = ReplicaProcess::spawn_with(&fixture.database, SETTINGS).await;
    let mut clients = Vec::new();
    for _ in 0..people {
        let person = fixture.database.person("member").await;
        clients.push(replica.client(&person));
    }
    let photo = photo();
    let sending = clients
        .iter()
        .flat_map(|client| (0..each).map(|_| send(client, &photo)));
    join_all(sending).await;
    let waiting = "SELECT count(*) FROM attachments WHERE awaits_preview";
    let mut left = fixture.database.number(waiting).await;
    while left > 0 {
        left = eventually("the next preview", async || {
            let now = fixture.database.number(waiting).await;
            (now < left).then_some(now)
        })
        .await;
    }
    let made = "SELECT count(*) FROM attachments WHERE placeholder IS NOT NULL";
    assert_eq!(
        fixture.database.number(made).await,
        i64::try_from(people * each).unwrap()
    );
    replica.peak()
}

#[tokio::test]
async fn few_photos_at_once_take_bounded_memory() {
    let peak = peak_with(6, 1).await;
    assert!(peak < 400 * MIB, "{} MiB", peak / MIB);
}

#[tokio::test]
#[ignore = "takes minutes: make soak"]
async fn two_hundred_photos_at_once_take_bounded_memory() {
    let peak = peak_with(20, 10).await;
    println!("the replica's peak was {} MiB", peak / MIB);
    assert!(peak < 400 * MIB, "{} MiB", peak / MIB);
}
