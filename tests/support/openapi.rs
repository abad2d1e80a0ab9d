//! Checks answers and frames against the server's OpenAPI document.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Answer, Client, Endpoint};

/// Checks against the document of one server.
pub struct Checker {
    document: Value,
    /// The operations whose answers were checked, as `METHOD /path`.
    pub checked: BTreeSet<String>,
}

impl Checker {
    pub async fn of(server: &Endpoint) -> Self {
        let document = server.anonymous_client().get("/api/openapi.json").await;
        Self {
            document: document.expect(200),
            checked: BTreeSet::new(),
        }
    }

    /// Asserts that the answer's status and body are documented.
    pub fn check(&mut self, route: &str, answer: &Answer) {
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

    /// Validates a frame against a schema of the document's components.
    pub fn check_frame(&self, what: &str, schema: &str, frame: &Value) {
        let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
        self.validate(what, &schema, frame);
    }

    /// Sends GET and checks the answer; its body.
    pub async fn get(&mut self, client: &Client, route: &str, path: &str) -> Value {
        let answer = client.get(path).await;
        self.check(&format!("GET {route}"), &answer);
        answer.body
    }

    /// Sends POST and checks the answer.
    pub async fn post(&mut self, client: &Client, route: &str, body: &Value) -> Answer {
        let answer = client.post(route, body).await;
        self.check(&format!("POST {route}"), &answer);
        answer
    }

    /// Asserts that every documented operation except these was checked.
    pub fn assert_all_checked_but(&self, unchecked: &[&str]) {
        let unchecked: BTreeSet<String> = unchecked.iter().map(|name| (*name).to_owned()).collect();
        let missing: BTreeSet<String> = operations(&self.document)
            .difference(&self.checked)
            .cloned()
            .collect();
        assert_eq!(missing, unchecked);
    }

    fn validate(&self, what: &str, schema: &Value, instance: &Value) {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self.document["components"],
            "allOf": [schema],
        });
        let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
        let errors: Vec<_> = validator
            .iter_errors(instance)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{what}: {errors:?} in {instance}");
    }
}

/// Every operation of a document, as `METHOD /path`.
pub fn operations(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("an item has methods").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect()
}
