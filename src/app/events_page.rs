//! The AsyncAPI document of the stream of `/v1`, and a page that shows it.

use std::fmt::Write as _;

use axum::http::{HeaderValue, header};
use axum::response::Html;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;
use tower_http::set_header::SetResponseHeaderLayer;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Vestnik: events</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
code, pre { font: 14px/1.4 ui-monospace, monospace; }
pre { border: 1px solid; overflow-x: auto; padding: .75rem; }
</style>
<h1>Events of <code>/v1/{realm}/events</code></h1>
";

/// The routes of the document and of the page.
pub(super) fn routes(document: Value) -> Router {
    let page = page(&document);
    Router::new()
        .route("/v1/asyncapi.json", get(async move || Json(document)))
        .route("/v1/docs/events", get(async move || Html(page)))
        .layer(SetResponseHeaderLayer::overriding(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_SECURITY_POLICY),
        ))
}

fn page(document: &Value) -> String {
    let text = |value: &Value| escape(value.as_str().unwrap_or_default());
    let mut page = HEAD.to_owned();
    let _ = writeln!(page, "<p>{}</p>", text(&document["info"]["description"]));
    page.push_str(
        "<p>The whole document: <a href=\"/v1/asyncapi.json\">/v1/asyncapi.json</a>.</p>\n",
    );
    let operation = &document["operations"]["followEvents"];
    for (source, parameters) in [
        ("query", &operation["bindings"]["http"]["query"]),
        ("header", &operation["x-headers"]),
    ] {
        for (name, schema) in parameters["properties"].as_object().into_iter().flatten() {
            let (name, said) = (escape(name), text(&schema["description"]));
            let _ = writeln!(page, "<p><code>{name}</code> ({source}): {said}</p>");
        }
    }
    let messages = document["components"]["messages"].as_object();
    for message in messages.into_iter().flat_map(serde_json::Map::values) {
        let _ = writeln!(
            page,
            "<h2 id=\"{0}\"><code>{0}</code></h2>\n<p>{1}. {2}</p>",
            text(&message["name"]),
            text(&message["summary"]),
            text(&message["description"]),
        );
        if let Some(path) = message["payload"]["$ref"].as_str() {
            let name = escape(path.rsplit('/').next().unwrap_or_default());
            let _ = writeln!(page, "<p>Data: <a href=\"#schema-{name}\">{name}</a></p>");
        }
    }
    let schemas = document["components"]["schemas"].as_object();
    for (name, schema) in schemas.into_iter().flatten() {
        let name = escape(name);
        let schema = escape(&format!("{schema:#}"));
        let _ = writeln!(
            page,
            "<h2 id=\"schema-{name}\">{name}</h2>\n<pre>{schema}</pre>"
        );
    }
    page
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('"', "&quot;")
}
