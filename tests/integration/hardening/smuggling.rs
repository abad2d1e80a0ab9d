//! The body of a request, and what follows a stream, are never executed as a request.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::database::token_for;
use crate::support::wait::within;
use crate::support::{Endpoint, Nginx, Person, Replica, ReplicaProcess, School, TestDatabase};

/// A request that must not be executed. Its answer would name its path.
const HIDDEN: &str = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
const UPGRADE: &str = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// A connection over a bare socket, and all that it has received.
struct Connection {
    socket: TcpStream,
    received: String,
}

impl Connection {
    async fn open(endpoint: &Endpoint) -> Self {
        let socket = TcpStream::connect(endpoint.address()).await;
        Self {
            socket: socket.expect("the server accepts"),
            received: String::new(),
        }
    }

    /// Sends bytes. The server may have closed the connection.
    async fn send(&mut self, text: &str) {
        let _ = self.socket.write_all(text.as_bytes()).await;
    }

    /// Receives until `mark` has come, or the server closes the connection.
    async fn until(&mut self, mark: &str) {
        let mut buffer = Vec::new();
        while !self.received.contains(mark) {
            let read = within(mark, self.socket.read_buf(&mut buffer)).await;
            if read.unwrap_or(0) == 0 {
                break;
            }
            self.received.push_str(&String::from_utf8_lossy(&buffer));
            buffer.clear();
        }
    }

    /// Sends the end of the connection, and receives what remains.
    async fn end(mut self) -> String {
        let _ = self.socket.shutdown().await;
        self.until("never").await;
        self.received
    }
}

/// The statuses of the answers in a text.
fn statuses(text: &str) -> Vec<&str> {
    let answers = text.split("HTTP/1.").skip(1);
    let statuses = answers.filter_map(|answer| answer.get(2..5));
    statuses.filter(|status| *status != "100").collect()
}

/// How the bytes of [`HIDDEN`] are the body of a request.
struct BodyForm {
    method: &'static str,
    version: &'static str,
    headers: String,
    /// What follows the head at once, and what later.
    at_once: String,
    later: String,
}

fn body_forms() -> Vec<BodyForm> {
    let form = |headers: &str, at_once: &str, later: &str| BodyForm {
        method: "GET",
        version: "HTTP/1.1",
        headers: headers.to_owned(),
        at_once: at_once.to_owned(),
        later: later.to_owned(),
    };
    let length = HIDDEN.len();
    let sized = format!("Content-Length: {length}\r\n");
    let (half, rest) = HIDDEN.split_at(length / 2);
    let (size, last) = (format!("{length:x}\r\n"), format!("{HIDDEN}\r\n0\r\n\r\n"));
    let chunked = "Transfer-Encoding: chunked\r\n";
    let mut forms = vec![
        form(&sized, "", HIDDEN),
        form(&sized, HIDDEN, ""),
        form(&sized, half, rest),
        form(&format!("{sized}{sized}"), "", HIDDEN),
        form(&format!("{sized}Expect: 100-continue\r\n"), "", HIDDEN),
        form(&format!("{sized}Connection: close\r\n"), "", HIDDEN),
        form(chunked, "", &format!("{size}{last}")),
        form(chunked, &size, &last),
        form(chunked, &format!("{size}{last}"), ""),
        form(&format!("{chunked}Expect: 100-continue\r\n"), &size, &last),
        form(&format!("{chunked}{sized}"), &size, &last),
        form(&format!("{sized}{chunked}"), &size, &last),
        form(&format!("Content-Length: 0\r\n{chunked}"), &size, &last),
        form(&format!("{chunked}Content-Length: 0\r\n"), "", HIDDEN),
    ];
    for version in ["HTTP/1.0", "HTTP/1.1"] {
        forms.extend(["GET", "HEAD"].map(|method| BodyForm {
            method,
            version,
            ..form(&format!("{sized}Connection: keep-alive\r\n"), "", HIDDEN)
        }));
    }
    forms
}

/// A server of all realms, and one of its users.
async fn all_realms() -> (TestDatabase, Person, Replica) {
    let (database, pair) = TestDatabase::with_pair().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    (database, pair.student, replica)
}

#[tokio::test]
async fn body_of_a_request_for_a_stream_is_never_executed() {
    let (_database, person, replica) = all_realms().await;
    let realms = ["school", "messenger", "campus", "market", "direct"];
    let mut routes: Vec<(String, &str)> = realms
        .map(|realm| (format!("/v1/{realm}/events"), ""))
        .into();
    routes.push(("/api/events/chat".to_owned(), ""));
    routes.push(("/api/v1/ws".to_owned(), UPGRADE));
    for (route, upgrade) in &routes {
        for form in body_forms() {
            let token = token_for(person.id);
            let mut connection = Connection::open(&replica).await;
            let (method, version, headers) = (form.method, form.version, &form.headers);
            let head = format!(
                "{method} {route} {version}\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
                 {upgrade}{headers}\r\n{}",
                form.at_once
            );
            connection.send(&head).await;
            connection.until("\r\n\r\n").await;
            connection.send(&form.later).await;
            // Ends the stream, if there is one.
            let client = replica.anonymous_client().with_token(&token);
            client
                .post("/api/auth/logout", &serde_json::json!({}))
                .await;
            let text = connection.end().await;
            let described = format!("{head:?}, then {:?}: {text}", form.later);
            assert!(!text.contains("/hidden"), "{described}");
            let status = if method == "HEAD" || *upgrade == UPGRADE && version == "HTTP/1.0" {
                statuses(&text)[0]
            } else {
                "400"
            };
            assert_eq!(statuses(&text), [status], "{described}");
            if method == "GET" {
                assert!(text.contains("\"unexpected_body\""), "{described}");
            }
        }
    }
}

#[tokio::test]
async fn body_of_any_websocket_handshake_is_never_executed() {
    let (database, person, replica) = all_realms().await;
    let chat = "SELECT id FROM chats LIMIT 1";
    let chat_id = database.number(chat).await;
    let token = &person.token;
    for path in [
        format!("/api/chat/ws/{chat_id}"),
        format!("/api/unet-chat/ws/conversations/{}/", uuid::Uuid::nil()),
        "/socket.io/?EIO=4&transport=websocket".to_owned(),
        "/socket.io/?EIO=4&transport=polling".to_owned(),
        "/api/me".to_owned(),
        "/health".to_owned(),
    ] {
        for form in body_forms() {
            let mut connection = Connection::open(&replica).await;
            let (method, version, headers) = (form.method, form.version, &form.headers);
            let head = format!(
                "{method} {path} {version}\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
                 {UPGRADE}{headers}\r\n{}",
                form.at_once
            );
            connection.send(&head).await;
            connection.until("\r\n\r\n").await;
            connection.send(&form.later).await;
            let text = connection.end().await;
            let described = format!("{head:?}, then {:?}: {text}", form.later);
            assert!(!text.contains("/hidden"), "{described}");
            let statuses = statuses(&text);
            assert!(statuses.len() == 1 && statuses[0] != "101", "{described}");
        }
    }
}

#[tokio::test]
async fn bytes_after_the_request_for_a_stream_are_never_executed() {
    let school = School::new().await;
    let (begin, rest) = HIDDEN.split_at(7);
    for (at_once, later) in [("", HIDDEN), (HIDDEN, HIDDEN), (begin, rest), (HIDDEN, "")] {
        let token = token_for(school.pair.student.id);
        let mut connection = Connection::open(&school.replica).await;
        let head = format!(
            "GET /api/events/chat HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        connection.send(&format!("{head}{at_once}")).await;
        connection.until("event: ready").await;
        connection.send(later).await;
        school.send("before the end").await;
        connection.until("before the end").await;
        let client = school.replica.anonymous_client().with_token(&token);
        client
            .post("/api/auth/logout", &serde_json::json!({}))
            .await;
        // The server ends the connection with the stream.
        connection.until("never").await;
        let text = connection.received;
        assert_eq!(statuses(&text), ["200"], "{at_once:?} {later:?}: {text}");
    }
}

#[tokio::test]
async fn stream_ends_its_connection_after_the_last_chunk() {
    let school = School::new().await;
    let lasting = std::time::Duration::from_secs(2);
    let expiring = crate::support::database::token_lasting(school.pair.student.id, lasting);
    let mut connection = Connection::open(&school.replica).await;
    let head = format!(
        "GET /v1/school/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {expiring}\r\n\r\n"
    );
    connection.send(&head).await;
    connection.until("never").await;
    let text = connection.received;
    assert!(text.contains("event: ready"), "{text}");
    assert!(text.ends_with("\r\n0\r\n\r\n"), "{text}");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table of requests")]
async fn unread_body_of_an_early_answer_is_never_executed() {
    let (database, person, _) = all_realms().await;
    let settings = [("REALMS", "all"), ("ALLOWED_ORIGINS", "https://a.example")];
    let replica = Replica::spawn_with(&database, &settings).await;
    let token = &person.token;
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let json = "Content-Type: application/json\r\n";
    let preflight = "Origin: https://a.example\r\nAccess-Control-Request-Method: GET\r\n";
    let foreign = format!("Cookie: access_token={token}\r\nOrigin: https://b.example\r\n{json}");
    for (line, headers, status) in [
        ("POST /api/messages", json.to_owned(), "401"),
        ("POST /api/messages", foreign, "403"),
        ("POST /api/messages", bearer.clone(), "415"),
        ("POST /api/messages", format!("{bearer}{json}"), "400"),
        (
            "POST /api/auth/login",
            "Content-Type: text/plain\r\n".to_owned(),
            "415",
        ),
        ("POST /nowhere", String::new(), "404"),
        ("POST /v1/nowhere/me", String::new(), "404"),
        ("PUT /api/me", String::new(), "405"),
        ("DELETE /api/messages/x", bearer.clone(), "400"),
        ("POST /v1/school/attachments", String::new(), "401"),
        ("POST /v1/school/attachments", bearer.clone(), "415"),
        ("PATCH /v1/school/uploads/1", bearer.clone(), "412"),
        (
            "POST /socket.io/?EIO=4&transport=polling&sid=x",
            String::new(),
            "400",
        ),
        ("GET /health", String::new(), "200"),
        ("HEAD /health", String::new(), "200"),
        ("GET /api/me", bearer.clone(), "200"),
        ("OPTIONS /api/me", preflight.to_owned(), "200"),
        ("OPTIONS *", String::new(), "404"),
        ("CONNECT x:1", String::new(), "404"),
    ] {
        for form in body_forms().into_iter().filter(|form| form.method == "GET") {
            let mut connection = Connection::open(&replica).await;
            let (version, framing) = (form.version, &form.headers);
            let head = format!(
                "{line} {version}\r\nHost: x\r\n{headers}{framing}\r\n{}",
                form.at_once
            );
            connection.send(&head).await;
            if form.later.is_empty() || !headers.contains(json) || status != "400" {
                connection.until("\r\n\r\n").await;
            }
            connection.send(&form.later).await;
            connection
                .send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
                .await;
            let text = connection.end().await;
            let described = format!("{head:?}, then {:?}: {text}", form.later);
            assert!(!text.contains("/hidden"), "{described}");
            let answered = statuses(&text);
            assert_eq!(answered.first(), Some(&status), "{described}");
            // Either the connection was closed, or the next request is the next request.
            assert!(
                answered[1..].is_empty() || answered[1..] == ["200"],
                "{described}"
            );
        }
    }
}

#[tokio::test]
async fn requests_whose_framing_is_invalid_end_their_connection() {
    let (_database, _, replica) = all_realms().await;
    let length = HIDDEN.len();
    for headers in [
        format!("Content-Length: {length}\r\nContent-Length: 1\r\n"),
        format!("Content-Length: {length}, {length}\r\n"),
        format!("Content-Length: +{length}\r\n"),
        format!("Content-Length : {length}\r\n"),
        "Content-Length: -1\r\n".to_owned(),
        "Content-Length: 0x10\r\n".to_owned(),
        "Content-Length:\r\n".to_owned(),
        "Transfer-Encoding: gzip\r\n".to_owned(),
        "Transfer-Encoding: chunked, identity\r\n".to_owned(),
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n".to_owned(),
        "Transfer-Encoding : chunked\r\n".to_owned(),
        "X: a\r\n folded: b\r\n".to_owned(),
    ] {
        let mut connection = Connection::open(&replica).await;
        let head = format!("POST /api/messages HTTP/1.1\r\nHost: x\r\n{headers}\r\n{HIDDEN}");
        connection.send(&head).await;
        // The server ends the connection by itself.
        connection.until("never").await;
        let text = connection.received;
        assert_eq!(statuses(&text), ["400"], "{headers:?}: {text}");
    }
    // With both the framing is that of chunks, and the connection ends (RFC 9112, section 6.1).
    for headers in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    ] {
        let mut connection = Connection::open(&replica).await;
        let head = format!("GET /health HTTP/1.1\r\nHost: x\r\n{headers}\r\n0\r\n\r\n{HIDDEN}");
        connection.send(&head).await;
        connection.until("never").await;
        let text = connection.received;
        assert_eq!(statuses(&text), ["200"], "{headers:?}: {text}");
        assert!(text.to_lowercase().contains("connection: close"), "{text}");
    }
}

#[tokio::test]
async fn nginx_sends_no_body_to_a_stream() {
    let school = School::<ReplicaProcess>::in_own_process(&[]).await;
    let nginx = Nginx::spawn(&[&*school.replica]).await;
    let front = Endpoint::new(nginx.url.clone());
    // More than one read of the server takes.
    let body = HIDDEN.repeat(8_000);
    let chunk = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    for path in ["/api/events/chat", "/v1/school/events"] {
        for (framing, body) in [
            (format!("Content-Length: {}", body.len()), &body),
            ("Transfer-Encoding: chunked".to_owned(), &chunk),
        ] {
            let token = token_for(school.pair.student.id);
            let mut connection = Connection::open(&front).await;
            let head = format!(
                "GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{framing}\r\n\r\n"
            );
            connection.send(&head).await;
            connection.send(body).await;
            connection.until("event: ready").await;
            assert_eq!(statuses(&connection.received), ["200"]);
            let client = school.replica.anonymous_client().with_token(&token);
            client
                .post("/api/auth/logout", &serde_json::json!({}))
                .await;
            connection.until("\r\n0\r\n\r\n").await;
            // The next requests of nginx get their own answers.
            for _ in 0..20 {
                let me = nginx.client(&school.pair.teacher).get("/api/me").await;
                assert_eq!(me.expect(200)["id"], school.pair.teacher.id);
            }
        }
    }
    let log = school.replica.flushed_log().await;
    assert!(!log.contains("unmatched"), "{log}");
}
