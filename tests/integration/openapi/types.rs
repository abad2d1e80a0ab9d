//! The document is precise enough to generate client types.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use vestnik::app::native_openapi;

use crate::support::openapi::operations;
use crate::support::{Replica, ReplicaProcess, TestDatabase};

#[tokio::test]
async fn printed_document_equals_the_served_one() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;

    let printed = printed().await;

    assert!(printed.ends_with("}\n"), "the output ends with a newline");
    let printed: Value = serde_json::from_str(&printed).expect("JSON");
    let served = replica.anonymous_client().get("/api/openapi.json").await;
    assert_eq!(printed, served.expect(200));
}

/// The printed document of all realms.
async fn printed() -> String {
    printed_of("all").await
}

/// The printed document of these realms.
async fn printed_of(realms: &str) -> String {
    let mut command = ReplicaProcess::command();
    // The command reads neither setting; both values are invalid.
    command
        .env("DATABASE_URL", "mysql://x")
        .env("RUST_LOG", "=,=");
    let output = command
        .args(["openapi", "--of", realms])
        .output()
        .await
        .expect("the program runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[tokio::test]
async fn operation_ids_are_unique() {
    let document: Value = serde_json::from_str(&printed().await).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let mut names = BTreeSet::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("methods") {
            let name = operation["operationId"].as_str().expect("a name");
            assert!(names.insert(name), "{method} {path}: {name} is taken");
        }
    }
}

/// The component that the errors of a path are.
fn error_of(path: &str) -> &'static str {
    match path {
        path if path.starts_with("/api/v1/") => "DirectError",
        path if path.starts_with("/api/messenger/") => "MessengerFailure",
        _ => "Problem",
    }
}

#[tokio::test]
async fn errors_of_operations_are_two_ranges_with_one_body() {
    let realms: Value = serde_json::from_str(&printed().await).expect("JSON");
    let native: Value = serde_json::from_str(&native_openapi()).expect("JSON");
    let mut wrong = BTreeMap::new();
    for document in [&realms, &native] {
        for name in operations(document) {
            let (method, path) = name.split_once(' ').expect("a method and a path");
            let responses = &document["paths"][path][method.to_lowercase()]["responses"];
            let mut errors = responses.as_object().expect("responses").clone();
            errors.retain(|status, _| status.starts_with(['4', '5']));
            let component = format!("#/components/responses/{}", error_of(path));
            let shared = json!({ "$ref": component });
            let expected = match path {
                "/health" => json!({}),
                // The body says what is not ready.
                "/ready" => json!({ "503": responses["503"] }),
                _ => json!({ "4XX": shared, "5XX": shared }),
            };
            let is_described = document.pointer(&component[1..]).is_some();
            if json!(errors) != expected || !is_described {
                wrong.insert(name.clone(), errors);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn only_listed_fields_are_optional() {
    let document: Value = serde_json::from_str(&printed_of("school").await).expect("JSON");
    let schemas = document["components"]["schemas"].as_object();
    let mut optional = BTreeSet::new();
    for (name, schema) in schemas.expect("schemas") {
        let required: Vec<_> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .collect();
        let properties = schema["properties"].as_object();
        for property in properties.into_iter().flat_map(|all| all.keys()) {
            if !required.contains(&&json!(property)) {
                optional.insert(format!("{name}.{property}"));
            }
        }
    }
    let expected = [
        "ChatItem.last_read_id",
        "EventMessage.attachments",
        "EventMessage.client_id",
        "EventMessage.edited_at",
        "LastMessage.attachments",
        "LastMessage.edited_at",
        "LessonChange.duration_minutes",
        "LessonChange.refuse_conflicts",
        "LessonChange.scheduled_at",
        "LessonChange.scope",
        "LessonChange.status",
        "LessonChange.subject",
        "MarkRead.up_to_id",
        "Message.attachments",
        "Message.client_id",
        "Message.edited_at",
        "Message.former_texts",
        "NewLesson.duration_minutes",
        "NewLesson.refuse_conflicts",
        "NewLesson.repeat",
        "NewLesson.subject",
        "NewUser.password",
        "Problem.errors",
        "RefusedPart.parameter",
        "RefusedPart.pointer",
        "Repeat.count",
        "Repeat.every_weeks",
        "Repeat.time_zone",
        "Repeat.until",
        "SendMessage.client_id",
    ];
    assert_eq!(optional, expected.map(str::to_owned).into());
    for name in ["Message", "EventMessage"] {
        let kind = &document["components"]["schemas"][name]["properties"]["client_id"]["type"];
        assert_eq!(kind, "string", "{name}: never null");
    }
}

#[tokio::test]
async fn document_lists_problem_codes_and_the_guest_cookie() {
    let document: Value = serde_json::from_str(&printed().await).expect("JSON");
    let version = document["openapi"].as_str().expect("a version");
    assert!(version.starts_with("3.1."), "{version}");
    let scheme = &document["components"]["securitySchemes"]["guest"];
    assert_eq!(scheme["name"], "guest_token");
    let schemas = &document["components"]["schemas"];
    let code = &schemas["Problem"]["properties"]["code"]["$ref"];
    assert_eq!(code, "#/components/schemas/ProblemCode");
    let codes = schemas["ProblemCode"]["enum"].as_array().expect("an enum");
    for code in ["not_a_participant", "token_expired", "rate_limited"] {
        assert!(codes.contains(&json!(code)), "{code} in {codes:?}");
    }
}
