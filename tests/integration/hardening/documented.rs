//! Requests that the OpenAPI document of `/v1` describes, with one part that is not as it says.

use reqwest::Method;
use serde_json::{Map, Value, json};
use vestnik::app::native_openapi;

/// The schema behind references and alternatives, of which the first that is not null counts.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return resolved(document, document.pointer(pointer).expect("the schema"));
    }
    for alternatives in ["oneOf", "anyOf", "allOf"] {
        let alternatives = schema[alternatives].as_array().into_iter().flatten();
        let mut given = alternatives.filter(|one| one["type"] != "null");
        if let Some(first) = given.next() {
            return resolved(document, first);
        }
    }
    schema
}

fn is(schema: &Value, kind: &str) -> bool {
    let kinds = &schema["type"];
    kinds == kind
        || kinds
            .as_array()
            .is_some_and(|kinds| kinds.contains(&kind.into()))
}

/// A value of a schema.
fn example(document: &Value, schema: &Value) -> Value {
    let schema = resolved(document, schema);
    if let Some(one) = schema["enum"].as_array().and_then(|values| values.first()) {
        return one.clone();
    }
    if is(schema, "object") {
        let properties = schema["properties"].as_object().into_iter().flatten();
        let properties = properties.map(|(name, of)| (name.clone(), example(document, of)));
        return Value::Object(properties.collect::<Map<_, _>>());
    }
    if is(schema, "array") {
        return json!([example(document, &schema["items"])]);
    }
    if is(schema, "integer") || is(schema, "number") {
        return schema.get("minimum").cloned().unwrap_or(json!(1));
    }
    if is(schema, "boolean") {
        return json!(true);
    }
    match schema["format"].as_str() {
        Some("uuid") => json!("00000000-0000-4000-8000-000000000000"),
        Some("date-time") => json!("2026-11-25T20:15:00Z"),
        _ => json!("a@b.test"),
    }
}

/// The value, each time with one of its parts replaced: by what `other` gives for it.
fn replaced(value: &Value, other: fn(&Value) -> Vec<Value>) -> Vec<Value> {
    let mut values = other(value);
    match value {
        Value::Array(items) => {
            let items = items.iter().flat_map(|item| replaced(item, other));
            values.extend(items.map(|item| json!([item])));
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                values.extend(replaced(field, other).into_iter().map(|field| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), field);
                    Value::Object(fields)
                }));
            }
        }
        _ => {}
    }
    values
}

/// The paths and bodies of an operation with one part replaced: a parameter by `replacement`, a part of the body by
/// what `other` gives for it.
fn variants(
    document: &Value,
    path: &str,
    operation: &Value,
    replacement: &str,
    other: fn(&Value) -> Vec<Value>,
) -> Vec<(String, Option<Value>)> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let mut plain = path.to_owned();
    let (mut paths, mut queries) = (Vec::new(), Vec::new());
    for parameter in parameters {
        let name = parameter["name"].as_str().unwrap();
        let value = example(document, &parameter["schema"]);
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        match parameter["in"].as_str() {
            // all_variants() replaces it.
            Some("path") if name == "realm" => {}
            Some("path") => {
                let place = format!("{{{name}}}");
                paths.push(place.clone());
                plain = plain.replace(&place, if value.is_string() { "a" } else { &text });
            }
            Some("query") => queries.push(format!("{name}={replacement}")),
            _ => {}
        }
    }
    let mut requests: Vec<(String, Option<Value>)> = Vec::new();
    let others = paths.clone();
    for place in paths {
        let mut with = path.replace(&place, replacement);
        // The realm stays.
        for other in &others {
            with = with.replace(other, "1");
        }
        requests.push((with, None));
    }
    requests.extend(
        queries
            .into_iter()
            .map(|query| (format!("{plain}?{query}"), None)),
    );
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        let bodies = replaced(&example(document, body), other);
        requests.extend(bodies.into_iter().map(|body| (plain.clone(), Some(body))));
    }
    requests
}

/// Requests of every operation of `/v1`, but the stream, each with one part replaced as in [`variants`].
pub(super) fn all_variants(
    realm: &str,
    replacement: &str,
    other: fn(&Value) -> Vec<Value>,
) -> Vec<(Method, String, Option<Value>)> {
    let document: Value = serde_json::from_str(&native_openapi()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        if path.ends_with("/events") {
            continue;
        }
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else {
                continue;
            };
            let variants = variants(&document, path, operation, replacement, other);
            all.extend(variants.into_iter().map(|(at, body)| {
                let at = at.replace("{realm}", realm);
                let is_whole = at.starts_with("/v1/");
                let at = if is_whole {
                    at
                } else {
                    format!("/v1/{realm}{at}")
                };
                (method.clone(), at, body)
            }));
        }
    }
    all
}
