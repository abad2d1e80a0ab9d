//! Checks answers and frames against the server's OpenAPI document.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::{Answer, Client, Endpoint};

/// Checks against the document of one server.
pub struct Checker {
    document: Value,
    /// Of the bodies of answers, by route, status and media type.
    validators: HashMap<String, Arc<Validator>>,
    /// The operations whose answers were checked, as `METHOD /path`.
    pub checked: BTreeSet<String>,
}

impl Checker {
    pub async fn of(server: &Endpoint) -> Self {
        let document = server.anonymous_client().get("/api/openapi.json").await;
        Self::with(document.expect(200))
    }

    /// Checks against a document, and that objects have only the documented fields.
    pub fn closed(mut document: Value) -> Self {
        close_schemas(&mut document);
        Self::with(document)
    }

    fn with(document: Value) -> Self {
        Self {
            document,
            validators: HashMap::new(),
            checked: BTreeSet::new(),
        }
    }

    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Asserts that the answer's status and body are documented.
    pub fn check(&mut self, route: &str, answer: &Answer) {
        let (method, path) = route.split_once(' ').expect("a method and a path");
        let operation = &self.document["paths"][path][method.to_lowercase()];
        let response = documented_response(&self.document, operation, answer.status);
        let response =
            response.unwrap_or_else(|| panic!("{route}: {} is not documented", answer.status));
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
        let kind = kind.split(';').next().unwrap_or_default();
        let main = kind.split('/').next().unwrap_or_default();
        let content = [kind, &format!("{main}/*"), "*/*"]
            .iter()
            .find_map(|kind| contents.get(*kind));
        let content = content.unwrap_or_else(|| panic!("{route}: `{kind}` is not documented"));
        if contents.contains_key(kind) && kind.ends_with("json") {
            let key = format!("{route} {} {kind}", answer.status);
            let known = self.validators.get(&key).cloned();
            let validator = known.unwrap_or_else(|| Arc::new(self.validator(&content["schema"])));
            self.validators.insert(key, Arc::clone(&validator));
            assert_valid(&validator, &answer.request, &answer.body);
        }
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
        assert_valid(&self.validator(schema), what, instance);
    }

    fn validator(&self, schema: &Value) -> Validator {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self.document["components"],
            "allOf": [schema],
        });
        jsonschema::validator_for(&schema).expect("the schema is valid")
    }
}

/// What an operation of a document answers with a status: described for itself, or for its range.
fn documented_response<'a>(
    document: &'a Value,
    operation: &'a Value,
    status: u16,
) -> Option<&'a Value> {
    let responses = operation["responses"].as_object()?;
    let exact = responses.get(&status.to_string());
    let response = exact.or_else(|| responses.get(&format!("{}XX", status / 100)))?;
    match response["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')),
        None => Some(response),
    }
}

/// Asserts that an instance has no error.
pub fn assert_valid(validator: &Validator, what: &str, instance: &Value) {
    let errors = validator
        .iter_errors(instance)
        .map(|error| error.to_string());
    let errors: Vec<_> = errors.collect();
    assert!(errors.is_empty(), "{what}: {errors:?} in {instance}");
}

/// Makes the schemas of a document refuse fields and values that they do not have. A component is closed where
/// it is referred to, because others may include it (`allOf`).
pub fn close_schemas(document: &mut Value) {
    let Value::Object(fields) = document else {
        if let Value::Array(items) = document {
            items.iter_mut().for_each(close_schemas);
        }
        return;
    };
    for (name, value) in fields.iter_mut() {
        match (name.as_str(), value) {
            ("schemas", Value::Object(components)) => {
                components.values_mut().for_each(close_fields);
            }
            ("allOf", Value::Array(included)) => included.iter_mut().for_each(close_fields),
            (_, value) => close_schemas(value),
        }
    }
    if let Some(values) = fields.get("x-extensible-enum").cloned() {
        fields.insert("enum".to_owned(), values);
    }
    let refers = fields
        .get("$ref")
        .and_then(Value::as_str)
        .is_some_and(|path| path.contains("/schemas/"));
    let has_fields = fields.get("properties").is_some_and(Value::is_object);
    let is_open = fields.contains_key("additionalProperties");
    if !is_open && (refers || has_fields || fields.contains_key("allOf")) {
        fields.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
    }
}

/// Closes what a schema has, and not the schema.
fn close_fields(schema: &mut Value) {
    close_schemas(schema);
    if let Value::Object(fields) = schema {
        fields.remove("unevaluatedProperties");
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
