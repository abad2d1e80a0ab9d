//! Hostile input never yields a 5xx: every refusal is a problem document with a code.

mod documented;
mod hostile_input;
mod hosts;
mod open_streams;
pub(crate) mod operations;
mod other_values;
mod raw_bytes;
mod resource_limits;
mod smuggling;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

use self::operations::Operation;
use crate::support::database::token_for;
use crate::support::wait::within;
use crate::support::{Client, Pair, Person, ReplicaProcess, TestDatabase};

/// A server and one user of each role.
struct HardeningFixture {
    _database: TestDatabase,
    replica: ReplicaProcess,
    operations: Vec<Operation>,
    pair: Pair,
    admin: Person,
}

impl HardeningFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let (pair, admin) = (database.pair().await, database.person("admin").await);
        let replica = ReplicaProcess::spawn(&database).await;
        let document = replica
            .anonymous_client()
            .get("/api/openapi.json")
            .await
            .expect(200);
        Self {
            _database: database,
            replica,
            operations: operations::of(&document),
            pair,
            admin,
        }
    }

    fn people(&self) -> [&Person; 3] {
        [&self.pair.student, &self.pair.teacher, &self.admin]
    }

    /// Issues a new token for each client, because one of the operations signs out.
    fn client(&self, person: &Person) -> Client {
        self.replica
            .anonymous_client()
            .with_token(&token_for(person.id))
    }

    /// Sends the requests that `build` makes to every operation, as every user.
    async fn send_to_all(&self, what: &str, build: impl Fn(&Operation) -> Vec<(String, Payload)>) {
        for operation in &self.operations {
            let payloads = build(operation);
            let send = async |person: &Person| {
                for (path, body) in &payloads {
                    let client = self.client(person);
                    let request = body.apply(client.request(operation.method.clone(), path));
                    check(
                        request,
                        &format!("{what}: {} {path} {body:?}", operation.method),
                    )
                    .await;
                }
            };
            let [student, teacher, admin] = self.people();
            if operation.is_open {
                // The caller makes no difference.
                send(student).await;
            } else {
                tokio::join!(send(student), send(teacher), send(admin));
            }
        }
        let log = self.replica.flushed_log().await;
        assert!(!log.contains("panicked"), "{log}");
        self.replica
            .anonymous_client()
            .get("/health")
            .await
            .expect(200);
    }
}

/// Body or header of a request.
#[derive(Clone)]
enum Payload {
    Nothing,
    Body(&'static str, Vec<u8>),
    Header(&'static str, String),
}

impl Payload {
    fn json(text: impl Into<Vec<u8>>) -> Self {
        Self::Body("application/json", text.into())
    }

    fn apply(&self, request: RequestBuilder) -> RequestBuilder {
        match self {
            Self::Nothing => request,
            Self::Body("", body) => request.body(body.clone()),
            Self::Body(kind, body) => request.header("content-type", *kind).body(body.clone()),
            Self::Header(name, value) => request.header(*name, value),
        }
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let short = |text: &str| text.chars().take(200).collect::<String>();
        match self {
            Self::Nothing => f.write_str("without a body"),
            Self::Body(kind, body) => {
                write!(f, "with {kind} {:?}", short(&String::from_utf8_lossy(body)))
            }
            Self::Header(name, value) => write!(f, "with {name}: {:?}", short(value)),
        }
    }
}

/// Asserts that the answer is no 5xx and that errors are problems; returns the status.
async fn check(request: RequestBuilder, what: &str) -> u16 {
    let response = within(what, request.send()).await;
    let response = response.unwrap_or_else(|error| panic!("{what}: {error:?}"));
    let status = response.status().as_u16();
    assert!(status < 500, "{what}: {status} {:?}", response.text().await);
    // 431 comes from the HTTP layer below the router.
    if (400..500).contains(&status) && status != 431 {
        check_problem(response, what).await;
    }
    status
}

async fn check_problem(response: Response, what: &str) {
    let status = response.status().as_u16();
    let kind = response.headers().get("content-type").cloned();
    assert_eq!(
        kind.as_ref().map(AsRef::as_ref),
        Some(&b"application/problem+json"[..]),
        "{what}"
    );
    let body = within(what, response.bytes()).await.expect("a whole body");
    let problem: Value = serde_json::from_slice(&body).expect("a problem is JSON");
    assert_eq!(problem["status"], status, "{what}: {problem}");
    assert!(
        problem["code"]
            .as_str()
            .is_some_and(|code| !code.is_empty()),
        "{what}: {problem}"
    );
}

#[tokio::test]
async fn hostile_path_parameters_never_yield_a_server_error() {
    let fixture = HardeningFixture::new().await;
    fixture
        .send_to_all("path", |operation| {
            let values = hostile_input::IN_PATHS
                .iter()
                .filter(|_| operation.path.contains('{'));
            values
                .map(|value| (operation.path_with(value), Payload::Nothing))
                .collect()
        })
        .await;
}

#[tokio::test]
async fn hostile_queries_never_yield_a_server_error() {
    let fixture = HardeningFixture::new().await;
    let chat_id = fixture.pair.chat_id.to_string();
    fixture
        .send_to_all("query", |operation| {
            let path = operation.path_with(&chat_id);
            let generated = hostile_input::generated_queries(8);
            let queries = operation.query.iter().flat_map(|name| {
                let values = hostile_input::IN_QUERIES.iter().copied();
                values
                    .chain(generated.iter().map(String::as_str))
                    .map(move |value| format!("{name}={value}"))
            });
            let twice = operation
                .query
                .iter()
                .map(|name| format!("{name}=1&{name}=2"));
            let odd = ["%FF", "%00=%00", "&&&===", "a=%", "%zz", "[]=1"].map(str::to_owned);
            queries
                .chain(twice)
                .chain(odd)
                .map(|query| (format!("{path}?{query}"), Payload::Nothing))
                .collect()
        })
        .await;
}

#[tokio::test]
async fn hostile_body_fields_never_yield_a_server_error() {
    let fixture = HardeningFixture::new().await;
    let chat_id = fixture.pair.chat_id;
    fixture
        .send_to_all("field", |operation| {
            let path = operation.path_with(&chat_id.to_string());
            let bodies = operation.fields.iter().flat_map(|field| {
                let values = hostile_input::in_json();
                values
                    .into_iter()
                    .map(move |value| operation.body_with(chat_id, field, &value))
            });
            bodies
                .map(|body| (path.clone(), Payload::json(body)))
                .collect()
        })
        .await;
}

#[tokio::test]
async fn hostile_bodies_never_yield_a_server_error() {
    let fixture = HardeningFixture::new().await;
    let chat_id = fixture.pair.chat_id.to_string();
    let bodies = hostile_input::bodies();
    fixture
        .send_to_all("body", |operation| {
            let path = operation.path_with(&chat_id);
            let is_read = operation.method == Method::GET;
            let bodies = bodies.iter().filter(|_| !is_read).cloned();
            let bodies = bodies.map(Payload::json);
            bodies.map(|body| (path.clone(), body)).collect()
        })
        .await;
}

#[tokio::test]
async fn hostile_headers_never_yield_a_server_error() {
    let fixture = HardeningFixture::new().await;
    let chat_id = fixture.pair.chat_id.to_string();
    fixture
        .send_to_all("header", |operation| {
            let path = operation.path_with(&chat_id);
            let headers = hostile_input::headers();
            headers
                .into_iter()
                .map(|(name, value)| (path.clone(), Payload::Header(name, value)))
                .collect()
        })
        .await;
}

/// Sends this body to each operation that takes one; returns path and status.
async fn statuses(fixture: &HardeningFixture, body: &Payload) -> Vec<(String, u16)> {
    let mut statuses = Vec::new();
    for operation in fixture
        .operations
        .iter()
        .filter(|operation| operation.takes_a_body)
    {
        let path = operation.path_with(&fixture.pair.chat_id.to_string());
        let request = fixture
            .client(&fixture.admin)
            .request(operation.method.clone(), &path);
        let status = check(body.apply(request), &format!("{path} {body:?}")).await;
        statuses.push((path, status));
    }
    assert!(statuses.len() >= 6, "{statuses:?}");
    statuses
}

#[tokio::test]
async fn wrong_sizes_types_and_methods_are_413_415_and_405() {
    let fixture = HardeningFixture::new().await;
    let filler = "x".repeat(300 * 1024);
    let oversized = Payload::json(format!(r#"{{"content":"{filler}"}}"#));
    for (path, status) in statuses(&fixture, &oversized).await {
        assert_eq!(status, 413, "{path}");
    }
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "json",
    ] {
        let body = Payload::Body(kind, b"{}".to_vec());
        for (path, status) in statuses(&fixture, &body).await {
            assert_eq!(status, 415, "{path} {kind}");
        }
    }
    for path in ["/api/me", "/api/chats", "/api/messages", "/api/auth/login"] {
        let request = fixture.client(&fixture.admin).request(Method::PUT, path);
        assert_eq!(check(request, path).await, 405, "{path}");
    }
}
