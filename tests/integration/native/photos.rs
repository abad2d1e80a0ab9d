//! The memory of a replica while people send photos at once.

use futures::future::join_all;

use super::{NativeFixture, SETTINGS};
use crate::support::ReplicaProcess;
use crate::support::photos::{photo, upload_photo, wait_for_previews};

const MIB: usize = 1024 * 1024;

/// The peak of a replica's memory while `people` send `each` photos at once, in bytes.
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
        .flat_map(|client| (0..each).map(|_| upload_photo(client, "campus", &photo)));
    join_all(sending).await;
    wait_for_previews(&fixture.database).await;
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
