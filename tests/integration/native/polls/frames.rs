//! Polls in streams.

use super::*;

#[tokio::test]
async fn votes_reach_each_reader_with_their_own() {
    let fixture = NativeFixture::new().await;
    let two = fixture.group("messenger").await;
    let (mut one, mut other) = (
        two.one.open_stream_at(&two.path("/events")).await,
        two.other.open_stream_at(&two.path("/events")).await,
    );
    let id = asked(&two, &two.one, json!({})).await;
    for stream in [&mut one, &mut other] {
        let sent = next_of(stream, "message").await;
        assert_eq!(sent["message"]["type"], "poll");
        assert_eq!(votes(&sent["message"]["poll"]), (vec![0, 0, 0], vec![]));
    }
    for (who, ids, counts, own) in [
        (&two.one, &[1][..], vec![0, 1, 0], [&[1][..], &[]]),
        (&two.other, &[0][..], vec![1, 1, 0], [&[1][..], &[0]]),
        (&two.one, &[][..], vec![1, 0, 0], [&[][..], &[0]]),
    ] {
        vote(&two, who, id, ids).await.expect(200);
        for (stream, own) in [&mut one, &mut other].into_iter().zip(own) {
            let changed = next_of(stream, "poll").await;
            assert_eq!(changed["chat_id"], two.chat_id);
            assert_eq!(changed["message_id"], id);
            assert_eq!(votes(&changed["poll"]), (counts.clone(), own.to_vec()));
        }
    }
    close(&two, &two.one, id).await.expect(200);
    let closed = next_of(&mut other, "poll").await;
    assert!(closed["poll"]["closed_at"].is_string());
}

#[tokio::test]
async fn stream_resumes_between_votes() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let mut stream = two.one.open_stream_at(&two.path("/events")).await;
    let id = asked(&two, &two.one, json!({})).await;
    let first = loop {
        let frame = stream.next().await;
        if frame.event == "message" {
            break frame.id;
        }
    };
    vote(&two, &two.one, id, &[2]).await.expect(200);
    vote(&two, &two.other, id, &[0]).await.expect(200);
    close(&two, &two.one, id).await.expect(200);
    let replica = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let client = replica.client(&fixture.bob);
    let request = client.request(reqwest::Method::GET, &two.path("/events"));
    let request = request.header("Last-Event-ID", &first);
    let mut resumed = EventStream::open(request).await;
    let mut last = Value::Null;
    for _ in 0..3 {
        last = next_of(&mut resumed, "poll").await;
    }
    assert_eq!(last["poll"], shown(&two, &two.other, id).await);
}

#[tokio::test]
async fn votes_in_a_deleted_poll_have_no_frame() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let id = asked(&two, &two.one, json!({})).await;
    let newest = two.one.get(&two.path("/chats")).await;
    let cursor = newest.headers["last-event-id"].clone();
    vote(&two, &two.one, id, &[2]).await.expect(200);
    two.one.delete(&path(&two, id, "")).await.expect(204);
    // A replica that has not encoded the events yet.
    let replica = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let client = replica.client(&fixture.bob);
    let request = client.request(reqwest::Method::GET, &two.path("/events"));
    let mut stream = EventStream::open(request.header("Last-Event-ID", cursor)).await;
    loop {
        let frame = stream.next().await;
        assert_ne!(frame.event, "poll");
        if frame.event == "message_deleted" {
            break;
        }
    }
}

#[tokio::test]
async fn older_contract_shows_the_text_of_a_poll() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let id = asked(&two, &two.one, json!({})).await;
    vote(&two, &two.other, id, &[0]).await.expect(200);
    let uuid = two.one.get(&two.chat("")).await.expect(200)["uuid"].clone();
    let uuid = uuid.as_str().unwrap();
    let path = format!("/api/unet-chat/messages/{uuid}");
    let history = two.other.get(&path).await.expect(200);
    assert_eq!(history[0]["text"], "When?\nToday\nTomorrow\nNever");
}
