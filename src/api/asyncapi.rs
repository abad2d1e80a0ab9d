//! The AsyncAPI document of the stream (AsyncAPI 3.0).
//!
//! Its schemas are those of the OpenAPI document, which are generated from the types of the events.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use super::events::wire::{EVENTS, StreamEvent};

/// The document of the stream, with the schemas of an OpenAPI document.
pub fn document(api: &OpenApi) -> Value {
    let components = serde_json::to_value(&api.components).expect("its keys are strings");
    let messages = EVENTS
        .iter()
        .map(|event| (event.name.to_owned(), message(event)));
    let named = |event: &StreamEvent| {
        let path = format!("#/components/messages/{}", event.name);
        (event.name.to_owned(), json!({ "$ref": path }))
    };
    let schemes = ["bearer", "key", "cookie", "token"].map(|scheme| {
        let path = format!("#/components/securitySchemes/{scheme}");
        json!({ "$ref": path })
    });
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Vestnik: events",
            "version": api.info.version,
            "description": "Server-Sent Events of one realm. An event's name is the field `event`, its \
                            payload the field `data`, its id the field `id`. A stream that is opened with \
                            the header `Last-Event-ID`, or else with `last_event_id` in the query, continues \
                            after that id. An API key follows its own chats, those of the person whom \
                            `Act-As` names, or with `all=true` every event of the realm.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "events": {
                "address": "/v1/{realm}/events",
                "parameters": { "realm": { "description": "A realm that the server serves" } },
                "messages": EVENTS.iter().map(named).collect::<Map<_, _>>(),
            }
        },
        "operations": {
            "followEvents": {
                "action": "send",
                "summary": "The server sends all that the caller may see in the realm",
                "channel": { "$ref": "#/channels/events" },
                "security": schemes,
                "bindings": { "http": {
                    "method": "GET",
                    "query": parameters(api, "query"),
                    "bindingVersion": "0.3.0",
                } },
                // The binding of AsyncAPI has no headers of a request.
                "x-headers": parameters(api, "header"),
            }
        },
        "components": {
            "messages": messages.collect::<Map<_, _>>(),
            "schemas": reachable(&components["schemas"]),
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An API key (`vk_…`) of the realm, with the scope `read`",
                },
                "cookie": { "type": "httpApiKey", "name": "access_token", "in": "cookie" },
                "token": { "type": "httpApiKey", "name": "token", "in": "query" },
            }
        }
    })
}

/// The parameters of the stream in one part of a request, as the OpenAPI document has them, as a schema.
fn parameters(api: &OpenApi, part: &str) -> Value {
    let paths = serde_json::to_value(&api.paths).expect("its keys are strings");
    let known = paths["/v1/{realm}/events"]["get"]["parameters"].as_array();
    let of_part = known
        .into_iter()
        .flatten()
        .filter(|known| known["in"] == part);
    let properties = of_part.map(|known| {
        let mut schema = known["schema"].clone();
        schema["description"] = known["description"].clone();
        (
            known["name"].as_str().unwrap_or_default().to_owned(),
            schema,
        )
    });
    json!({ "type": "object", "properties": properties.collect::<Map<_, _>>() })
}

fn message(event: &StreamEvent) -> Value {
    let payload = match event.schema {
        Some(schema) => json!({ "$ref": reference(schema) }),
        None => json!({ "type": "object", "maxProperties": 0 }),
    };
    let id = if event.has_id {
        "With an `id`, after which a stream can be resumed."
    } else {
        "Without an `id`: it cannot be resumed."
    };
    json!({
        "name": event.name,
        "title": event.name,
        "summary": event.summary,
        "description": id,
        "payload": payload,
    })
}

fn reference(schema: &str) -> String {
    format!("#/components/schemas/{schema}")
}

/// The schemas of the events, and those to which they refer.
fn reachable(schemas: &Value) -> Map<String, Value> {
    let mut found = BTreeSet::new();
    let mut names: Vec<String> = EVENTS
        .iter()
        .filter_map(|event| event.schema.map(str::to_owned))
        .collect();
    while let Some(name) = names.pop() {
        if found.insert(name.clone()) {
            references(&schemas[&name], &mut names);
        }
    }
    let schema = |name: String| (name.clone(), schemas[&name].clone());
    found.into_iter().map(schema).collect()
}

/// Adds the names of the schemas to which a schema refers.
fn references(schema: &Value, names: &mut Vec<String>) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                let name = value
                    .as_str()
                    .and_then(|path| path.strip_prefix("#/components/schemas/"));
                match name {
                    Some(name) if key == "$ref" => names.push(name.to_owned()),
                    _ => references(value, names),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ShownAs;

    #[test]
    fn every_name_of_an_event_is_documented() {
        for name in ShownAs::ALL {
            let mut names = EVENTS.iter().map(|event| event.name);
            assert!(names.any(|known| known == name.as_str()), "{name:?}");
        }
    }
}
