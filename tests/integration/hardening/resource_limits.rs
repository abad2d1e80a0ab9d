//! Limits on what one user's requests can hold: memory, pooled connections, request slots.

use futures::StreamExt as _;
use futures::future::join_all;
use futures::stream::FuturesUnordered;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::support::wait::within;
use crate::support::{Client, Endpoint, Person, Replica, ReplicaProcess, TestDatabase, eventually};

const MIB: usize = 1024 * 1024;

/// Sends a request over a socket with a small receive buffer and reads nothing.
async fn request_without_reading(replica: &Endpoint, person: &Person, path: &str) -> TcpStream {
    let address = replica.url.trim_start_matches("http://");
    let socket = TcpSocket::new_v4().expect("a socket can be made");
    socket
        .set_recv_buffer_size(4 * 1024)
        .expect("the buffer size can be set");
    let address = address.parse().expect("an address");
    let mut stream = socket.connect(address).await.expect("the server accepts");
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\r\n",
        person.token
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("the server reads");
    stream
}

/// Creates a group with these users and megabytes of messages; returns the path of its first page.
async fn long_page(database: &TestDatabase, clients: &[Client], people: &[Person]) -> String {
    let ids: Vec<i64> = people[1..].iter().map(|person| person.id).collect();
    let group = json!({ "type": "group", "name": "all", "participantIds": ids });
    let group = clients[0]
        .post("/api/messenger/conversations", &group)
        .await;
    let chat = group.body["data"]["conversation"]["id"]
        .as_i64()
        .expect("an id");
    // Each character takes six bytes in JSON.
    let messages = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT {chat}, 'message_sent', {}, jsonb_build_object('content', repeat(chr(1), 10000))
         FROM generate_series(1, 100)",
        people[0].id
    );
    database.execute(&messages).await;
    format!("/api/messenger/conversations/{chat}/messages?limit=100")
}

#[tokio::test]
async fn ninety_slow_readers_of_large_answers_use_bounded_memory_and_hold_up_nobody() {
    let database = TestDatabase::new().await;
    let replica = ReplicaProcess::spawn_with(&database, &[("REALMS", "messenger")]).await;
    let mut people = Vec::new();
    for _ in 0..30 {
        people.push(database.person("member").await);
    }
    let clients: Vec<Client> = people.iter().map(|person| replica.client(person)).collect();
    let page = long_page(&database, &clients, &people).await;
    // The first answers grow the process to its working size.
    for _ in 0..4 {
        clients[0].get(&page).await.expect(200);
    }
    let before = replica.reset_peak();
    let requests =
        (0..90).map(|number| request_without_reading(&replica, &people[number % 29], &page));
    let slow = join_all(requests).await;
    // The server closes the connections of clients that read nothing, and refuses what finds no room.
    eventually("most slow readers to be disconnected", async || {
        let disconnected = replica.log().matches("its peer reads too slowly").count();
        (disconnected >= 4).then_some(())
    })
    .await;
    let grown = replica.peak().saturating_sub(before);
    println!("90 slow readers of 6 MB each: {} KiB more", grown / 1024);
    assert!(grown < 160 * MIB, "{grown} bytes more");
    // A client that has read nothing for half a second makes room; until then others are refused.
    eventually("a page to be answered", async || {
        let answer = clients[29].get(&page).await;
        assert!([200, 503].contains(&answer.status), "{}", answer.status);
        (answer.status == 200).then_some(())
    })
    .await;
    for _ in 0..10 {
        clients[29].get(&page).await.expect(200);
    }
    drop(slow);
}

#[tokio::test]
async fn one_users_blocked_requests_do_not_stall_another_realm() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "school,messenger")]).await;
    let (pair, anna) = (database.pair().await, database.person("member").await);
    let (student, anna) = (replica.client(&pair.student), replica.client(&anna));
    student.get("/api/lessons").await.expect(200);
    // Only the school reads `lessons`, so a locked table simulates slow requests there.
    let mut holder = database.client().await;
    let lock = holder.transaction().await.expect("the transaction begins");
    let sql = "LOCK TABLE lessons IN ACCESS EXCLUSIVE MODE";
    lock.batch_execute(sql).await.expect("the table is locked");
    let pending: Vec<_> = (0..40)
        .map(|_| {
            let student = student.clone();
            tokio::spawn(async move { student.get("/api/lessons").await })
        })
        .collect();
    let waiting = format!(
        "SELECT count(*) FROM pg_stat_activity
         WHERE datname = '{}' AND wait_event_type = 'Lock'",
        database.name()
    );
    eventually("the requests to hold connections", async || {
        (database.number(&waiting).await >= 8).then_some(())
    })
    .await;
    // Answered while the lock is held, so by connections that the school does not hold.
    for _ in 0..20 {
        anna.get("/api/messenger/unread-count").await.expect(200);
    }
    drop(lock);
    // 16 of 40 requests ran; the others waited until refused with `Retry-After`.
    let mut statuses = Vec::new();
    for request in pending {
        let answer = request.await.expect("the request task ends");
        let has_retry_after = answer.headers.contains_key("retry-after");
        assert_eq!(has_retry_after, [429, 503].contains(&answer.status));
        statuses.push(answer.status);
    }
    assert!(
        statuses
            .iter()
            .all(|status| [200, 429, 503].contains(status)),
        "{statuses:?}"
    );
    student.get("/api/lessons").await.expect(200);
}

#[tokio::test]
async fn seventeenth_concurrent_request_of_a_user_is_429() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "messenger")]).await;
    let [anna, boris] = database.people("member").await;
    // Bodies that never arrive keep each request open for half a minute.
    let address = replica.url.trim_start_matches("http://");
    let mut held = Vec::new();
    for _ in 0..16 {
        let mut stream = TcpStream::connect(address)
            .await
            .expect("the server accepts");
        let request = format!(
            "POST /api/messenger/conversations HTTP/1.1\r\nHost: {address}\r\n\
             Authorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: 10\r\n\r\n",
            anna.token
        );
        stream
            .write_all(request.as_bytes())
            .await
            .expect("the server reads");
        held.push(stream);
    }
    let path = "/api/messenger/unread-count";
    let refused = eventually("all request slots to be taken", async || {
        let answer = replica.client(&anna).get(path).await;
        (answer.status != 200).then_some(answer)
    })
    .await;
    assert_eq!((refused.status, refused.code()), (429, "rate_limited"));
    assert!(refused.headers.contains_key("retry-after"));
    replica.client(&boris).get(path).await.expect(200);
    drop(held);
    eventually("the request slots to be free again", async || {
        (replica.client(&anna).get(path).await.status == 200).then_some(())
    })
    .await;
}

/// Sends the begin of a request over each of so many connections.
async fn send_halves(replica: &Endpoint, count: usize, half: &str) -> Vec<TcpStream> {
    let mut held = Vec::new();
    for _ in 0..count {
        let stream = TcpStream::connect(replica.address()).await;
        let mut stream = stream.expect("the server accepts");
        // The server may refuse it before all is sent.
        let _ = within("a half to be sent", stream.write_all(half.as_bytes())).await;
        held.push(stream);
    }
    held
}

#[tokio::test]
async fn half_sent_bodies_of_strangers_hold_little_memory() {
    let database = TestDatabase::new().await;
    let replica = ReplicaProcess::spawn(&database).await;
    let head = |size: usize| {
        format!(
            "POST /api/auth/login HTTP/1.1\r\nHost: x\r\n\
             Content-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
        )
    };
    drop(send_halves(&replica, 100, &head(10)).await);
    let before = replica.reset_peak();
    let large = format!("{}{}", head(256_000), " ".repeat(250_000));
    let mut held = send_halves(&replica, 1_000, &large).await;
    for stream in &mut held {
        let mut status = [0; 12];
        let read = within("a refusal", stream.read_exact(&mut status)).await;
        read.expect("the server answers");
        assert_eq!(&status, b"HTTP/1.1 413");
    }
    // Of those that are small enough, an address has a megabyte at once.
    let small = format!("{}{}", head(16_000), " ".repeat(15_000));
    let mut waiting = send_halves(&replica, 200, &small).await;
    let answers = waiting.iter_mut().map(async |stream| {
        let mut status = [0; 12];
        let read = stream.read_exact(&mut status).await;
        read.expect("the server answers");
        status
    });
    let mut answers: FuturesUnordered<_> = answers.collect();
    for _ in 0..200 - MIB / 16_000 {
        let refused = within("a refusal", answers.next()).await;
        assert_eq!(refused.as_ref(), Some(b"HTTP/1.1 429"));
    }
    drop(answers);
    let grown = replica.peak().saturating_sub(before);
    println!(
        "1,000 bodies of 250 kB, 200 of 15 kB: {} KiB more",
        grown / 1024
    );
    // Of a refused body that is drained the library holds one read: no more than 64 KiB of each, and
    // as much that the allocator keeps.
    assert!(grown < 192 * MIB, "{grown} bytes more");
    drop((held, waiting));
    eventually("room for a log-in", async || {
        let wrong = json!({ "email": "a@b.test", "password": "wrong" });
        let client = replica.anonymous_client();
        (client.post("/api/auth/login", &wrong).await.status == 401).then_some(())
    })
    .await;
}

#[tokio::test]
async fn half_sent_heads_hold_little_memory() {
    let database = TestDatabase::new().await;
    let replica = ReplicaProcess::spawn(&database).await;
    drop(send_halves(&replica, 1_000, "GET /").await);
    let before = replica.reset_peak();
    let half = format!(
        "GET /health HTTP/1.1\r\nHost: x\r\nX: {}",
        "x".repeat(60_000)
    );
    let held = send_halves(&replica, 1_000, &half).await;
    eventually("most connections to be closed", async || {
        let closed = replica
            .log()
            .matches("half-sent requests hold too much")
            .count();
        (closed >= 1_000 - 4 * MIB / (64 * 1024)).then_some(())
    })
    .await;
    let grown = replica.peak().saturating_sub(before);
    println!("1,000 heads of 60 kB: {} KiB more", grown / 1024);
    assert!(grown < 32 * MIB, "{grown} bytes more");
    drop(held);
    eventually("room for a large head", async || {
        let client = replica.anonymous_client();
        let request = client.request(reqwest::Method::GET, "/health");
        let request = request.header("x-large", "x".repeat(30_000));
        let served = client.try_send(request).await.ok()?;
        (served.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn head_that_has_begun_ends_soon_and_an_idle_connection_stays() {
    let database = TestDatabase::new().await;
    let replica = ReplicaProcess::spawn(&database).await;
    let mut idle = send_halves(&replica, 1, "").await;
    let mut begun = send_halves(&replica, 1, "GET /health HTTP/1.1\r\nHo").await;
    let mut rest = Vec::new();
    let ended = within("the server to close", begun[0].read_to_end(&mut rest)).await;
    assert_eq!((ended.unwrap_or(0), rest.len()), (0, 0));
    eventually("the reason in the log", async || {
        let log = replica.log();
        log.contains("the head of its request took too long")
            .then_some(())
    })
    .await;
    let request = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    idle[0].write_all(request).await.expect("it is open");
    let read = within("an answer", idle[0].read_to_end(&mut rest)).await;
    read.expect("the server answers");
    assert!(rest.starts_with(b"HTTP/1.1 200"));
}
