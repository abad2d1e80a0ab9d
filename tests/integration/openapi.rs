//! The server's own description of itself is true.

mod direct;
mod market;
mod types;

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Replica, TestDatabase};

/// The contract's routes (school.md), and the two for whoever runs the server.
const ROUTES: &[&str] = &[
    "DELETE /api/messages/{message_id}",
    "GET /api/admin/chats",
    "GET /api/admin/users",
    "GET /api/chats",
    "GET /api/chats/{chat_id}/messages",
    "GET /api/events/chat",
    "GET /api/lessons",
    "GET /api/me",
    "GET /health",
    "GET /ready",
    "PATCH /api/lessons/{id}",
    "POST /api/admin/users",
    "POST /api/auth/login",
    "POST /api/auth/logout",
    "POST /api/auth/refresh",
    "POST /api/chats/{chat_id}/read",
    "POST /api/chats/{chat_id}/typing",
    "POST /api/lessons",
    "POST /api/messages",
];

async fn document(replica: &Replica) -> Value {
    replica
        .stranger()
        .get("/api/openapi.json")
        .await
        .expect(200)
}

fn operations(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("an item has methods").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect()
}

#[tokio::test]
async fn the_document_lists_exactly_the_routes_of_the_contract() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;

    let document = document(&replica).await;

    let version = document["openapi"].as_str().expect("a version");
    assert!(version.starts_with("3.1."), "{version}");
    let listed = operations(&document);
    let expected: BTreeSet<_> = ROUTES.iter().map(|route| (*route).to_owned()).collect();
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn every_listed_route_is_there() {
    let database = TestDatabase::new().await;
    let admin = database.person("admin").await;
    let replica = Replica::spawn(&database).await;
    for route in ROUTES {
        let (method, path) = route.split_once(' ').expect("a method and a path");
        let path = path.replace(['{', '}'], "");
        let client = replica.client(&admin);
        let request = client.request(method.parse().expect("a method"), &path);
        let response = request.send().await.expect("the server answers");
        assert_ne!(response.status(), 405, "{route}");
        if response.status() == 404 {
            let body = response.text().await.expect("a body");
            assert!(!body.contains("no_such_route"), "{route}: {body}");
        }
    }
}

/// Checks answers against the document.
pub(crate) struct Checker {
    document: Value,
    pub(crate) checked: BTreeSet<String>,
}

impl Checker {
    /// Checks against what a server says of itself.
    pub(crate) async fn of(replica: &Replica) -> Self {
        Self {
            document: document(replica).await,
            checked: BTreeSet::new(),
        }
    }

    /// Every operation of the document, as `METHOD path`.
    pub(crate) fn operations(&self) -> BTreeSet<String> {
        operations(&self.document)
    }

    /// The answer's status is documented, and its body is as documented.
    pub(crate) fn check(&mut self, route: &str, answer: &Answer) {
        let (method, path) = route.split_once(' ').expect("a method and a path");
        let operation = &self.document["paths"][path][method.to_lowercase()];
        let response = &operation["responses"][answer.status.to_string()];
        assert!(
            !response.is_null(),
            "{route}: {} is not documented",
            answer.status
        );
        let kind = answer.headers.get("content-type");
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        self.checked.insert(route.to_owned());
        let Some(contents) = response["content"].as_object() else {
            assert_eq!(
                answer.body,
                Value::Null,
                "{route}: a body that is not documented"
            );
            return;
        };
        let content = contents.get(kind.split(';').next().unwrap_or_default());
        let content = content.unwrap_or_else(|| panic!("{route}: `{kind}` is not documented"));
        self.validate(route, &content["schema"], &answer.body);
    }

    pub(crate) fn validate(&self, what: &str, schema: &Value, instance: &Value) {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self.document["components"],
            "allOf": [schema],
        });
        let validator = jsonschema::validator_for(&schema).expect("the schema is one");
        let errors: Vec<_> = validator
            .iter_errors(instance)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{what}: {errors:?} in {instance}");
    }

    async fn get(&mut self, client: &Client, route: &str, path: &str) -> Value {
        let answer = client.get(path).await;
        self.check(&format!("GET {route}"), &answer);
        answer.body
    }

    async fn post(&mut self, client: &Client, route: &str, body: &Value) -> Answer {
        let answer = client.post(route, body).await;
        self.check(&format!("POST {route}"), &answer);
        answer
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one walk along every route")]
async fn real_answers_are_as_documented() {
    let database = TestDatabase::new().await;
    let (pair, admin) = (database.pair().await, database.person("admin").await);
    let replica = Replica::spawn(&database).await;
    let (teacher, student) = (replica.client(&pair.teacher), replica.client(&pair.student));
    let (admin, nobody) = (replica.client(&admin), replica.stranger());
    let mut checker = Checker::of(&replica).await;

    let login = json!({ "email": "new@school.test", "password": "a good password" });
    let mut new = login.clone();
    new["name"] = "Новая".into();
    new["role"] = "teacher".into();
    for status in [201, 409] {
        let answer = checker.post(&admin, "/api/admin/users", &new).await;
        assert_eq!(answer.status, status);
    }
    checker
        .post(&nobody, "/api/auth/login", &login)
        .await
        .expect(200);
    checker
        .post(&nobody, "/api/auth/login", &json!({}))
        .await
        .expect(400);

    let lesson = json!({
        "teacher_id": pair.teacher.id, "student_id": pair.student.id,
        "scheduled_at": "2026-05-01T10:00:00Z"
    });
    let lesson = checker
        .post(&admin, "/api/lessons", &lesson)
        .await
        .expect(201);
    let path = format!("/api/lessons/{}", lesson["id"]);
    let change = admin
        .request(Method::PATCH, &path)
        .json(&json!({ "status": "completed" }));
    let answer = admin.send(change).await;
    assert_eq!(answer.status, 200);
    checker.check("PATCH /api/lessons/{id}", &answer);

    let message = json!({
        "chat_id": pair.chat_id, "content": "Привет", "client_id": uuid::Uuid::new_v4()
    });
    let sent = checker
        .post(&teacher, "/api/messages", &message)
        .await
        .expect(201);
    checker
        .post(&teacher, "/api/messages", &message)
        .await
        .expect(200);
    checker
        .post(&admin, "/api/messages", &message)
        .await
        .expect(403);
    checker
        .post(&nobody, "/api/messages", &message)
        .await
        .expect(401);

    let history = format!("/api/chats/{}/messages", pair.chat_id);
    let lists = async |checker: &mut Checker| {
        for client in [&teacher, &student, &admin, &nobody] {
            for path in [
                "/api/me",
                "/api/chats",
                "/api/lessons",
                "/api/admin/users",
                "/api/admin/chats",
            ] {
                checker.get(client, path, path).await;
            }
            checker
                .get(client, "/api/chats/{chat_id}/messages", &history)
                .await;
        }
    };
    lists(&mut checker).await;
    let read = student
        .post(&format!("/api/chats/{}/read", pair.chat_id), &json!({}))
        .await;
    checker.check("POST /api/chats/{chat_id}/read", &read);
    assert_eq!(read.status, 204);
    let typing = student
        .post(
            &format!("/api/chats/{}/typing", pair.chat_id),
            &json!({ "is_typing": true }),
        )
        .await;
    checker.check("POST /api/chats/{chat_id}/typing", &typing);
    assert_eq!(typing.status, 204);
    for (client, status) in [(&student, 403), (&teacher, 200), (&teacher, 200)] {
        let answer = client
            .delete(&format!("/api/messages/{}", sent["id"]))
            .await;
        assert_eq!(answer.status, status);
        checker.check("DELETE /api/messages/{message_id}", &answer);
    }
    lists(&mut checker).await;
    let with_deleted = format!("{history}?include_deleted=true");
    let page = checker
        .get(&admin, "/api/chats/{chat_id}/messages", &with_deleted)
        .await;
    assert_eq!(page["messages"][0]["is_deleted"], true);
    for path in ["/health", "/ready"] {
        checker.get(&nobody, path, path).await;
    }
    checker
        .post(&nobody, "/api/auth/refresh", &json!({}))
        .await
        .expect(401);
    checker
        .post(&student, "/api/auth/logout", &json!({}))
        .await
        .expect(204);
    assert_eq!(
        checker.checked.len(),
        ROUTES.len() - 1,
        "all but the stream were asked"
    );
}

#[tokio::test]
async fn frames_of_the_stream_are_as_documented() {
    let database = TestDatabase::new().await;
    let (pair, admin) = (database.pair().await, database.person("admin").await);
    let replica = Replica::spawn(&database).await;
    let checker = Checker::of(&replica).await;
    let mut students = replica.client(&pair.student).follow().await;
    let mut admins = replica.client(&admin).follow().await;
    let teacher = replica.client(&pair.teacher);
    let other = database.person("teacher").await;

    let id = teacher.say(pair.chat_id, "Привет").await;
    let read = format!("/api/chats/{}/read", pair.chat_id);
    let student = replica.client(&pair.student);
    student.post(&read, &json!({})).await.expect(204);
    teacher
        .delete(&format!("/api/messages/{id}"))
        .await
        .expect(200);
    database.complete_lesson(&other, &pair.student).await;

    for (event, schema) in [
        ("new_message", "NewMessageEvent"),
        ("chat_read", "ChatReadEvent"),
        ("message_deleted", "MessageDeletedEvent"),
        ("chat_created", "ChatCreatedEvent"),
    ] {
        let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
        // An admin is not told who has read what.
        let streams: &mut [_] = match event {
            "chat_read" => &mut [&mut students],
            _ => &mut [&mut students, &mut admins],
        };
        for stream in streams {
            let frames = stream.take(event, 1).await;
            checker.validate(event, &schema, &frames[0].data);
        }
    }
}

#[tokio::test]
async fn the_page_with_the_documentation_loads_nothing_from_elsewhere() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    let client = replica.stranger();
    let text = async |path: &str| {
        let response = client
            .request(Method::GET, path)
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), 200, "{path}");
        response.text().await.expect("text")
    };

    let page = text("/api/docs/").await;

    let mut loaded = 0;
    for attribute in ["src=\"", "href=\""] {
        for (at, _) in page.match_indices(attribute) {
            let rest = &page[at + attribute.len()..];
            let target = &rest[..rest.find('"').expect("a quotation mark closes")];
            assert!(
                !target.contains("//") && !target.starts_with("data:text"),
                "{target}"
            );
            text(&format!("/api/docs/{}", target.trim_start_matches("./"))).await;
            loaded += 1;
        }
    }
    assert!(loaded >= 3, "{page}");
    let start = text("/api/docs/swagger-initializer.js").await;
    assert!(
        !start.contains("http://") && !start.contains("https://"),
        "{start}"
    );
    assert!(start.contains("/api/openapi.json"), "{start}");
}
