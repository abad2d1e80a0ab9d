//! Whatever comes in, nothing breaks: bad input is refused with a problem that has a code,
//! and never answered with a 500.

mod holding;
mod nasty;
mod operations;
mod sockets;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

use self::operations::Operation;
use crate::support::database::token_for;
use crate::support::wait::within;
use crate::support::{Client, Pair, Person, ReplicaProcess, TestDatabase};

/// A server, and one person of each role.
struct Stage {
    replica: ReplicaProcess,
    operations: Vec<Operation>,
    pair: Pair,
    admin: Person,
}

impl Stage {
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
            replica,
            operations: operations::of(&document),
            pair,
            admin,
        }
    }

    fn people(&self) -> [&Person; 3] {
        [&self.pair.student, &self.pair.teacher, &self.admin]
    }

    /// Each with a token of its own, because one of the operations is to sign out.
    fn client(&self, person: &Person) -> Client {
        self.replica
            .anonymous_client()
            .with_token(&token_for(person.id))
    }

    /// Sends what `build` makes to every operation, as everyone.
    async fn throw(&self, what: &str, build: impl Fn(&Operation) -> Vec<(String, Thrown)>) {
        for operation in &self.operations {
            let thrown = build(operation);
            let throw = async |person: &Person| {
                for (path, body) in &thrown {
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
                // It is all the same who asks.
                throw(student).await;
            } else {
                tokio::join!(throw(student), throw(teacher), throw(admin));
            }
        }
        let log = self.replica.log();
        assert!(!log.contains("panicked"), "{log}");
        self.replica
            .anonymous_client()
            .get("/health")
            .await
            .expect(200);
    }
}

/// What goes with a request.
#[derive(Clone)]
enum Thrown {
    Nothing,
    Body(&'static str, Vec<u8>),
    Header(&'static str, String),
}

impl Thrown {
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

impl std::fmt::Debug for Thrown {
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

/// The guarantee. Returns the status.
async fn check(request: RequestBuilder, what: &str) -> u16 {
    let response = within(what, request.send()).await;
    let response = response.unwrap_or_else(|error| panic!("{what}: {error:?}"));
    let status = response.status().as_u16();
    assert!(status < 500, "{what}: {status} {:?}", response.text().await);
    // 431 comes from below the router: such a request never becomes one.
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
async fn no_parameter_of_a_path_breaks_anything() {
    let stage = Stage::new().await;
    stage
        .throw("path", |operation| {
            let values = nasty::IN_PATHS
                .iter()
                .filter(|_| operation.path.contains('{'));
            values
                .map(|value| (operation.path_with(value), Thrown::Nothing))
                .collect()
        })
        .await;
}

#[tokio::test]
async fn no_query_breaks_anything() {
    let stage = Stage::new().await;
    let chat_id = stage.pair.chat_id.to_string();
    stage
        .throw("query", |operation| {
            let path = operation.path_with(&chat_id);
            let generated = nasty::generated_queries(8);
            let queries = operation.query.iter().flat_map(|name| {
                let values = nasty::IN_QUERIES.iter().copied();
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
                .map(|query| (format!("{path}?{query}"), Thrown::Nothing))
                .collect()
        })
        .await;
}

#[tokio::test]
async fn no_field_of_a_body_breaks_anything() {
    let stage = Stage::new().await;
    let chat_id = stage.pair.chat_id;
    stage
        .throw("field", |operation| {
            let path = operation.path_with(&chat_id.to_string());
            let bodies = operation.fields.iter().flat_map(|field| {
                let values = nasty::in_json();
                values
                    .into_iter()
                    .map(move |value| operation.body_with(chat_id, field, &value))
            });
            bodies
                .map(|body| (path.clone(), Thrown::json(body)))
                .collect()
        })
        .await;
}

#[tokio::test]
async fn no_body_breaks_anything() {
    let stage = Stage::new().await;
    let chat_id = stage.pair.chat_id.to_string();
    let bodies = nasty::bodies();
    stage
        .throw("body", |operation| {
            let path = operation.path_with(&chat_id);
            let is_read = operation.method == Method::GET;
            let bodies = bodies.iter().filter(|_| !is_read).cloned();
            let bodies = bodies.map(Thrown::json);
            bodies.map(|body| (path.clone(), body)).collect()
        })
        .await;
}

#[tokio::test]
async fn no_header_breaks_anything() {
    let stage = Stage::new().await;
    let chat_id = stage.pair.chat_id.to_string();
    stage
        .throw("header", |operation| {
            let path = operation.path_with(&chat_id);
            let headers = nasty::headers();
            headers
                .into_iter()
                .map(|(name, value)| (path.clone(), Thrown::Header(name, value)))
                .collect()
        })
        .await;
}

/// Sends each operation that takes a body one that `body` makes; returns the statuses.
async fn statuses(stage: &Stage, body: &Thrown) -> Vec<(String, u16)> {
    let mut statuses = Vec::new();
    for operation in stage
        .operations
        .iter()
        .filter(|operation| operation.takes_a_body)
    {
        let path = operation.path_with(&stage.pair.chat_id.to_string());
        let request = stage
            .client(&stage.admin)
            .request(operation.method.clone(), &path);
        let status = check(body.apply(request), &format!("{path} {body:?}")).await;
        statuses.push((path, status));
    }
    assert!(statuses.len() >= 6, "{statuses:?}");
    statuses
}

#[tokio::test]
async fn a_body_over_the_limit_is_413() {
    let stage = Stage::new().await;
    let filler = "x".repeat(300 * 1024);
    let body = Thrown::json(format!(r#"{{"content":"{filler}"}}"#));
    for (path, status) in statuses(&stage, &body).await {
        assert_eq!(status, 413, "{path}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_called_json_is_415() {
    let stage = Stage::new().await;
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "json",
    ] {
        let body = Thrown::Body(kind, b"{}".to_vec());
        for (path, status) in statuses(&stage, &body).await {
            assert_eq!(status, 415, "{path} {kind}");
        }
    }
}

#[tokio::test]
async fn a_method_that_is_not_there_is_405() {
    let stage = Stage::new().await;
    for path in ["/api/me", "/api/chats", "/api/messages", "/api/auth/login"] {
        let request = stage.client(&stage.admin).request(Method::PUT, path);
        assert_eq!(check(request, path).await, 405, "{path}");
    }
}
