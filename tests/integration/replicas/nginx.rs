//! Replicas behind nginx with the deployed configuration.

use uuid::Uuid;

use crate::support::{
    Client, EventStream, Nginx, Pair, ReplicaProcess, TestDatabase, eventually, spawn_processes,
};

async fn school() -> (TestDatabase, Pair, [ReplicaProcess; 3], Nginx) {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let replicas = spawn_processes(&database).await;
    let nginx = Nginx::spawn(&replicas).await;
    (database, pair, replicas, nginx)
}

/// Opens enough streams through nginx that each replica serves some.
async fn follow(client: &Client) -> Vec<EventStream> {
    let mut streams = Vec::new();
    for _ in 0..6 {
        streams.push(client.open_stream().await);
    }
    streams
}

/// Sends until the message is acknowledged, as a client behind nginx does.
async fn send_message(client: &Client, chat_id: i64, text: &str) {
    let client_id = Uuid::now_v7();
    for _ in 0..5 {
        let answer = client.try_send_message(chat_id, text, client_id).await;
        let answer = answer.expect("nginx answers");
        if answer.status < 500 {
            assert!(matches!(answer.status, 200 | 201), "{answer:?}");
            return;
        }
    }
    panic!("refused five times");
}

#[tokio::test]
async fn nginx_delivers_messages_immediately_on_every_replica() {
    let (_database, pair, replicas, nginx) = school().await;
    let mut streams = follow(&nginx.client(&pair.student)).await;
    for replica in &replicas {
        assert!(
            replica.log().contains("/api/events/chat"),
            "a replica has no stream"
        );
    }

    nginx
        .client(&pair.teacher)
        .send_message(pair.chat_id, "Привет")
        .await;

    for stream in &mut streams {
        assert_eq!(stream.next().await.content(), "Привет");
    }
}

#[tokio::test]
async fn streams_resume_exactly_once_after_an_nginx_restart() {
    let (database, pair, _replicas, mut nginx) = school().await;
    let client = nginx.client(&pair.student);
    let mut streams = follow(&client).await;
    nginx
        .client(&pair.teacher)
        .send_message(pair.chat_id, "before")
        .await;
    let mut cursors = Vec::new();
    for stream in &mut streams {
        assert_eq!(stream.next().await.content(), "before");
        cursors.push(stream.last_event_id.clone());
    }

    let restarting = nginx.restart();
    database
        .append_messages(pair.chat_id, &pair.teacher, "meanwhile ", 100)
        .await;
    restarting.await;
    for stream in &mut streams {
        stream.ended().await;
    }
    send_message(&nginx.client(&pair.teacher), pair.chat_id, "after").await;

    let mut expected: Vec<_> = (1..=100).map(|n| format!("meanwhile {n}")).collect();
    expected.push("after".into());
    for cursor in cursors {
        let mut stream = client.open_stream_after(&cursor).await;
        assert_eq!(stream.texts_until("after").await, expected);
    }
}

#[tokio::test]
async fn nginx_keeps_serving_requests_after_a_replica_kill() {
    let (database, pair, replicas, nginx) = school().await;
    let student = nginx.client(&pair.student);
    let [killed, _second, _third] = replicas;
    killed.kill().await;

    let teacher = nginx.client(&pair.teacher);
    for n in 1..=30 {
        send_message(&teacher, pair.chat_id, &format!("m{n}")).await;
        student.get("/api/chats").await.expect(200);
    }

    assert_eq!(database.number("SELECT count(*) FROM messages").await, 30);
}

#[tokio::test]
async fn streams_of_a_killed_replica_resume_through_nginx() {
    let (_database, pair, replicas, nginx) = school().await;
    let client = nginx.client(&pair.student);
    let streams = follow(&client).await;
    let [killed, _second, _third] = replicas;

    killed.kill().await;
    send_message(&nginx.client(&pair.teacher), pair.chat_id, "after").await;

    for mut stream in streams {
        // Only the streams of the killed replica have ended.
        let frame = match stream.try_next().await {
            Some(frame) => frame,
            None => {
                client
                    .open_stream_after(&stream.last_event_id)
                    .await
                    .next()
                    .await
            }
        };
        assert_eq!(frame.content(), "after");
    }
}

#[tokio::test]
async fn query_tokens_never_reach_the_nginx_log() {
    let (_database, pair, replicas, nginx) = school().await;
    let path = format!("/api/events/chat?token={}", pair.student.token);
    let anyone = Client::new(&nginx.url);
    let mut stream = anyone.open_stream_at(&path).await;
    nginx
        .client(&pair.teacher)
        .send_message(pair.chat_id, "hello")
        .await;
    assert_eq!(stream.next().await.content(), "hello");
    drop(stream);

    // nginx logs errors to another file in another format, so the test also causes an error.
    for replica in replicas {
        replica.kill().await;
    }
    assert_eq!(anyone.get(&path).await.status, 503);

    let log = eventually("the last request to be logged", async || {
        let log = nginx.log();
        (log.contains("/api/events/chat") && log.contains("503")).then_some(log)
    })
    .await;
    let signature = pair.student.token.rsplit('.').next().expect("a signature");
    for secret in ["token=", signature] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None);
    }
}
