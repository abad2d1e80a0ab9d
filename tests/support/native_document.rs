//! Every answer of `/v1/{realm}` to a test is as its OpenAPI document says.

use std::sync::LazyLock;

use parking_lot::Mutex;
use reqwest::Method;

use super::Answer;
use super::openapi::{Checker, operations};

/// The document, which is the same for every server.
static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::new);

struct Document {
    checker: Mutex<Checker>,
    /// The operations: the method, the parts of the path, and the name.
    operations: Vec<(String, Vec<String>, String)>,
}

/// Asserts that an answer to a request is documented, if it is one of `/v1/{realm}`.
pub(super) fn check(method: &Method, path: &str, answer: &Answer) {
    // Benchmarks measure the server; an answer to HEAD has the content type of a body that it lacks, and one to
    // a preflight request is that of no operation.
    let is_preflight = *method == Method::OPTIONS && answer.status == 200;
    let is_checked = cfg!(debug_assertions) && *method != Method::HEAD && !is_preflight;
    if !is_checked || !path.starts_with("/v1/") {
        return;
    }
    if let Some(name) = DOCUMENT.operation(method, path) {
        check_headers(name, answer);
        DOCUMENT.checker.lock().check(name, answer);
    }
}

/// Asserts that an answer has the headers that every one of its status has.
fn check_headers(name: &str, answer: &Answer) {
    let has = |header: &str| answer.headers.contains_key(header);
    assert!(has("x-request-id"), "{name}");
    assert!(answer.status != 201 || has("location"), "{name}");
}

impl Document {
    fn new() -> Self {
        let text = vestnik::app::native_openapi();
        let checker = Checker::closed(serde_json::from_str(&text).expect("the document is JSON"));
        let operations = operations(checker.document()).into_iter().map(|name| {
            let (method, path) = name.split_once(' ').expect("a method and a path");
            let parts = path.split('/').map(str::to_owned).collect();
            (method.to_owned(), parts, name)
        });
        Self {
            operations: operations.collect(),
            checker: Mutex::new(checker),
        }
    }

    /// The operation of a path: of several the one with the fewest parameters.
    fn operation(&self, method: &Method, path: &str) -> Option<&str> {
        let parts: Vec<&str> = path.split('/').collect();
        let is_parameter = |part: &String| part.starts_with('{');
        let found = self.operations.iter().filter(|(of, known, _)| {
            let mut pairs = known.iter().zip(&parts);
            of == method.as_str()
                && known.len() == parts.len()
                && pairs.all(|(known, part)| is_parameter(known) || known == part)
        });
        let best = found
            .min_by_key(|(_, known, _)| known.iter().filter(|part| is_parameter(part)).count());
        Some(&best?.2)
    }
}
