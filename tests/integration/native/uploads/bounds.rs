//! What one person may hold and store.

use futures::future::join_all;
use reqwest::Method;

use super::{MIB, append, ask, begin, begun, content, part_of_append, uploaded};
use crate::native::people::guest;
use crate::native::{NativeFixture, PNG, SETTINGS};
use crate::support::photos::upload;
use crate::support::wait::within;
use crate::support::{ReplicaProcess, assert_refused};

#[tokio::test]
async fn unfinished_uploads_count_as_a_whole() {
    let fixture = NativeFixture::with(&[("ATTACHMENT_QUOTA_MIB", "10")]).await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    let at_once = join_all((0..8).map(|_| begin(&ann, "direct", "a", 6 * MIB))).await;
    let begun = at_once.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(begun, 1);
    for refused in at_once.iter().filter(|answer| answer.status != 201) {
        assert_refused(refused, 403, "quota_reached");
    }
    begin(&bob, "direct", "a", 6 * MIB).await.expect(201);
    begin(&ann, "direct", "b", 4 * MIB).await.expect(201);
    assert_refused(&begin(&ann, "direct", "c", 1).await, 403, "quota_reached");
}

#[tokio::test]
async fn number_of_unfinished_uploads_is_bounded() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let mut last = String::new();
    for _ in 0..100 {
        last = begun(&ann, "direct", "a", 1).await;
    }
    assert_refused(&begin(&ann, "direct", "a", 1).await, 429, "rate_limited");
    assert_eq!(ask(&ann, Method::DELETE, &last).await.status, 204);
    begin(&ann, "direct", "a", 1).await.expect(201);
}

#[tokio::test]
async fn uploads_at_once_are_those_of_all_realms() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let mut running = Vec::new();
    for realm in ["direct", "campus", "messenger", "direct"] {
        let path = begun(&ann, realm, "a", MIB).await;
        let part = part_of_append(&fixture.replica, &fixture.ann, &path, (0, MIB), b"a");
        running.push(part.await);
    }
    let leased = "SELECT count(*) FROM uploads WHERE leased_until > now()";
    fixture.database.until_number(leased, 4).await;
    let fifth = tokio::spawn({
        let ann = ann.clone();
        async move { upload(&ann, "campus", "a.png", PNG).await }
    });
    let bob = fixture.client(&fixture.bob);
    for _ in 0..4 {
        upload(&bob, "campus", "a.png", PNG).await.expect(201);
    }
    assert!(!fifth.is_finished(), "it waits for one of Ann's");
    drop(running.pop());
    within("its turn", fifth)
        .await
        .expect("it ends")
        .expect(201);
}

#[tokio::test]
async fn guests_of_one_address_begin_few_uploads() {
    let fixture = NativeFixture::new().await;
    let visitor = guest(&fixture).await;
    // What they send counts once, however many requests it takes.
    let path = begun(&visitor, "market", "a.png", PNG.len()).await;
    for (at, byte) in PNG.iter().enumerate() {
        append(&visitor, &path, at, &[*byte]).await.expect(204);
    }
    for _ in 1..20 {
        uploaded(&visitor, "market", "a.png", PNG).await.expect(204);
    }
    let another = guest(&fixture).await;
    let refused = begin(&another, "market", "a.png", 1).await;
    assert_refused(&refused, 429, "rate_limited");
    let ann = fixture.client(&fixture.ann);
    begin(&ann, "market", "a.png", 1).await.expect(201);
}

#[tokio::test]
async fn request_without_a_token_holds_nothing() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let path = begun(&ann, "direct", "a", MIB).await;
    let mut nobody = fixture.ann.clone();
    nobody.token = String::new();
    let whole = (0, MIB);
    let _streams = join_all(
        (0..8).map(async |_| part_of_append(&fixture.replica, &nobody, &path, whole, b"a").await),
    )
    .await;
    append(&ann, &path, 0, &content(MIB)).await.expect(204);
}

#[tokio::test]
async fn large_upload_takes_bounded_memory() {
    let fixture = NativeFixture::new().await;
    let replica = ReplicaProcess::spawn_with(&fixture.database, SETTINGS).await;
    let ann = replica.client(&fixture.ann);
    uploaded(&ann, "direct", "small.bin", &content(MIB))
        .await
        .expect(204);
    let before = replica.reset_peak();
    let bytes = content(100 * MIB);
    for _ in 0..2 {
        uploaded(&ann, "direct", "big.bin", &bytes)
            .await
            .expect(204);
    }
    let grown = replica.peak().saturating_sub(before);
    assert!(grown < 16 * MIB, "{} KiB more", grown / 1024);
}
