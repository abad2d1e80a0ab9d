//! The operations of a server, as its own OpenAPI document lists them.

use reqwest::Method;
use serde_json::Value;

/// One operation of the API.
pub struct Operation {
    pub method: Method,
    /// With `{…}` in place of parameters.
    pub path: String,
    pub query: Vec<String>,
    /// Names of the top-level fields of the body.
    pub fields: Vec<String>,
    /// Whether the operation needs no authentication.
    pub is_open: bool,
    pub takes_a_body: bool,
    pub takes_json: bool,
}

/// All operations of an OpenAPI document.
pub fn of(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("there are paths");
    let operations: Vec<_> = paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("an item has methods").iter();
            methods.map(|(method, operation)| Operation::read(document, path, method, operation))
        })
        .collect();
    assert!(operations.len() >= 16, "{} operations", operations.len());
    operations
}

impl Operation {
    fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Self {
        let parameters = operation["parameters"].as_array();
        let query = parameters.into_iter().flatten();
        let query = query
            .filter(|parameter| parameter["in"] == "query")
            .filter_map(|parameter| Some(parameter["name"].as_str()?.to_owned()))
            .collect();
        let body = &operation["requestBody"];
        Self {
            method: method.to_uppercase().parse().expect("a method"),
            path: path.to_owned(),
            query,
            fields: fields(document, &body["content"]["application/json"]["schema"]),
            is_open: operation["security"].is_array(),
            takes_a_body: !body.is_null(),
            takes_json: body["content"]["application/json"].is_object(),
        }
    }

    /// `METHOD /path`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The path with its parameter replaced by this value.
    pub fn path_with(&self, value: &str) -> String {
        let Some((before, rest)) = self.path.split_once('{') else {
            return self.path.clone();
        };
        let (_, after) = rest.split_once('}').expect("a brace closes");
        format!("{before}{value}{after}")
    }

    /// A valid body except for one field, which has this value.
    pub fn body_with(&self, chat_id: i64, bad: &str, value: &str) -> String {
        let fields: Vec<_> = self
            .fields
            .iter()
            .map(|field| {
                let value = if field == bad {
                    value.to_owned()
                } else {
                    self.good(field, chat_id)
                };
                format!("\"{field}\":{value}")
            })
            .collect();
        format!("{{{}}}", fields.join(","))
    }

    fn good(&self, field: &str, chat_id: i64) -> String {
        match field {
            "chat_id" => chat_id.to_string(),
            "teacher_id" | "student_id" | "up_to_id" => "1".to_owned(),
            "client_id" => format!("\"{}\"", uuid::Uuid::new_v4()),
            "email" => format!("\"{}@school.test\"", uuid::Uuid::new_v4()),
            "role" => "\"student\"".to_owned(),
            "status" => "\"completed\"".to_owned(),
            "scheduled_at" => "\"2026-01-01T10:00:00Z\"".to_owned(),
            // Password hashing is slow by design: only the hostile values are hashed.
            "password" if !self.is_open => "null".to_owned(),
            _ => "\"x\"".to_owned(),
        }
    }
}

/// Names of an object's properties, following references and alternatives.
fn fields(document: &Value, schema: &Value) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return fields(
            document,
            document
                .pointer(pointer)
                .expect("a reference leads somewhere"),
        );
    }
    let alternatives = schema["oneOf"].as_array().into_iter().flatten();
    let own = schema["properties"].as_object().into_iter().flatten();
    own.map(|(name, _)| name.clone())
        .chain(alternatives.flat_map(|schema| fields(document, schema)))
        .collect()
}
