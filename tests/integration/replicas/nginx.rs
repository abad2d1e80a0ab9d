//! Replicas behind nginx with the deployed configuration.

use uuid::Uuid;

use crate::support::{
    Client, Endpoint, EventStream, Nginx, Pair, ReplicaProcess, School, eventually, spawn_processes,
};

/// nginx before three replicas: the school's and two others.
async fn nginx_school() -> (School<ReplicaProcess>, [ReplicaProcess; 2], Nginx) {
    let school = School::in_own_process(&[]).await;
    let others: [ReplicaProcess; 2] = spawn_processes(&school.database).await;
    let replicas: Vec<&Endpoint> = vec![&school.replica, &others[0], &others[1]];
    let nginx = Nginx::spawn(&replicas).await;
    (school, others, nginx)
}

/// The student's and the teacher's clients of nginx.
fn clients(school: &School<ReplicaProcess>, nginx: &Nginx) -> (Client, Client) {
    let Pair {
        student, teacher, ..
    } = &school.pair;
    (nginx.client(student), nginx.client(teacher))
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
async fn streams_are_immediate_and_resume_after_an_nginx_restart() {
    let (school, others, mut nginx) = nginx_school().await;
    let (student, teacher) = clients(&school, &nginx);
    let mut streams = follow(&student).await;
    for replica in std::iter::once(&school.replica).chain(&others) {
        let log = replica.flushed_log().await;
        assert!(log.contains("/api/events/chat"), "a replica has no stream");
    }
    teacher.send_message(school.pair.chat_id, "before").await;
    let mut cursors = Vec::new();
    for stream in &mut streams {
        assert_eq!(stream.next().await.content(), "before");
        cursors.push(stream.last_event_id.clone());
    }

    let restarting = nginx.restart();
    let mut expected = school.append("meanwhile ", 100).await;
    restarting.await;
    for stream in &mut streams {
        stream.ended().await;
    }
    send_message(&teacher, school.pair.chat_id, "after").await;

    expected.push("after".into());
    for cursor in cursors {
        let mut stream = student.open_stream_after(&cursor).await;
        assert_eq!(stream.texts_until("after").await, expected);
    }
}

#[tokio::test]
async fn requests_and_streams_survive_a_replica_kill_behind_nginx() {
    let (school, _survivors, nginx) = nginx_school().await;
    let (student, teacher) = clients(&school, &nginx);
    let streams = follow(&student).await;
    school.replica.kill().await;

    let mut expected = Vec::new();
    for n in 1..=30 {
        expected.push(format!("m{n}"));
        send_message(&teacher, school.pair.chat_id, &format!("m{n}")).await;
        student.get("/api/chats").await.expect(200);
    }

    let stored = "SELECT count(*) FROM messages";
    assert_eq!(school.database.number(stored).await, 30);
    for mut stream in streams {
        let mut texts = Vec::new();
        while texts.len() < expected.len() {
            match stream.try_next().await {
                Some(frame) => texts.push(frame.content().to_owned()),
                // Only the streams of the killed replica end.
                None => stream = student.open_stream_after(&stream.last_event_id).await,
            }
        }
        assert_eq!(texts, expected);
    }
}

#[tokio::test]
async fn query_tokens_never_reach_the_nginx_log() {
    let (school, replicas, nginx) = nginx_school().await;
    let token = &school.pair.student.token;
    let path = format!("/api/events/chat?token={token}");
    let anonymous = Client::new(&nginx.url);
    drop(anonymous.open_stream_at(&path).await);

    // nginx logs errors to another file in another format, so the test also causes an error.
    school.replica.kill().await;
    for replica in replicas {
        replica.kill().await;
    }
    assert_eq!(anonymous.get(&path).await.status, 503);

    let log = eventually("the last request to be logged", async || {
        let log = nginx.log();
        (log.contains("/api/events/chat") && log.contains("503")).then_some(log)
    })
    .await;
    let signature = token.rsplit('.').next().expect("a signature");
    for secret in ["token=", signature] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None);
    }
}
