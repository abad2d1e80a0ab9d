//! The access matrix of a realm: every operation, every kind of caller, the expected answer.

use std::collections::BTreeSet;
use std::fmt;

use reqwest::Method;
use serde_json::Value;
use vestnik::app::openapi;
use vestnik::domain::Realm;

use super::Client;
use super::openapi::operations;

/// An expected answer.
#[derive(Clone, Copy)]
pub struct Expected {
    status: u16,
    /// The problem's code; `None` accepts any.
    code: Option<&'static str>,
}

/// An operation with a query and a body, and the expected answer for each caller.
struct Row {
    operation: &'static str,
    query: &'static str,
    body: Value,
    expected: Vec<Expected>,
}

/// The rows of one realm. They are requested in their order, each by all callers in theirs.
pub struct AccessMatrix {
    prefix: &'static str,
    callers: Vec<&'static str>,
    rows: Vec<Row>,
    targets: Vec<(&'static str, String)>,
    /// Whether a refusal's body has the realm's format.
    pub is_refusal: fn(&Value) -> bool,
}

/// Whether a body is a problem (RFC 9457) with a code.
pub fn is_problem(body: &Value) -> bool {
    body["status"].is_u64()
        && ["type", "title", "code"]
            .iter()
            .all(|key| body[key].is_string())
}

impl From<u16> for Expected {
    fn from(status: u16) -> Self {
        Self { status, code: None }
    }
}

impl From<(u16, &'static str)> for Expected {
    fn from((status, code): (u16, &'static str)) -> Self {
        let code = Some(code);
        Self { status, code }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.code.unwrap_or_default())
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.operation, self.query)
    }
}

impl AccessMatrix {
    /// Parses a table. Its first line names the callers, as `name`, or as `name:code` if all
    /// refusals of the caller have this code. Each further line is
    /// `METHOD /path/{parameter}?query @body =code 200 403 …`: the path follows `prefix`; the
    /// query, the name of a JSON body and the code of the other callers' refusals are optional;
    /// then comes a status for each caller. `targets` replace the parameters, by the name after `=` in
    /// `{parameter=target}` or else by the parameter's name.
    pub fn parse(
        prefix: &'static str,
        table: &'static str,
        bodies: &[(&str, Value)],
        targets: Vec<(&'static str, String)>,
    ) -> Self {
        let mut lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
        let callers = lines.next().expect("a header").split_whitespace();
        let callers: Vec<_> = callers
            .map(|caller| match caller.split_once(':') {
                Some((name, code)) => (name, Some(code)),
                None => (caller, None),
            })
            .collect();
        let rows = lines.map(|line| {
            let path_end = line.match_indices(' ').nth(1).expect("METHOD /path").0;
            let (operation, rest) = line.split_at(path_end);
            let (operation, query) =
                operation.split_at(operation.find('?').unwrap_or(operation.len()));
            let (mut body, mut code) = (Value::Null, None);
            let mut expected: Vec<Expected> = Vec::new();
            for word in rest.split_whitespace() {
                if let Some(name) = word.strip_prefix('@') {
                    let named = bodies.iter().find(|(body, _)| *body == name);
                    body = named.unwrap_or_else(|| panic!("no body {name}")).1.clone();
                } else if word.starts_with('=') {
                    code = word.strip_prefix('=');
                } else {
                    let status = word.parse().expect("a status");
                    let code = callers[expected.len()].1.or(code).filter(|_| status >= 400);
                    expected.push(Expected { status, code });
                }
            }
            assert_eq!(expected.len(), callers.len(), "{line}");
            Row {
                operation,
                query,
                body,
                expected,
            }
        });
        Self {
            prefix,
            rows: rows.collect(),
            callers: callers.iter().map(|(name, _)| *name).collect(),
            targets,
            is_refusal: is_problem,
        }
    }

    /// Asserts that every operation that the realm documents has a row, or is tested elsewhere.
    pub fn assert_complete(&self, realm: Realm, tested_elsewhere: &[&str]) {
        let document = serde_json::from_str(&openapi(&[realm])).expect("the document is JSON");
        let rows = self.rows.iter().map(|row| self.documented_name(row));
        let tested: BTreeSet<String> = rows
            .chain(tested_elsewhere.iter().map(|name| (*name).to_owned()))
            .chain(["GET /health", "GET /ready"].map(str::to_owned))
            .collect();
        assert_eq!(operations(&document), tested);
    }

    /// Requests every row as every caller; `client` returns the client of a column's caller.
    pub async fn assert_holds(&self, client: impl Fn(usize) -> Client) {
        let mut wrong = Vec::new();
        for row in &self.rows {
            for (column, caller) in self.callers.iter().enumerate() {
                let found = self.request(&client(column), row).await;
                wrong.extend(difference(row, caller, &found, row.expected[column]));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// Requests the rows for which `expected` is not `None` as one caller.
    pub async fn assert_answers<E: Into<Expected>>(
        &self,
        caller: &str,
        client: &Client,
        expected: impl Fn(&str) -> Option<E>,
    ) {
        let mut wrong = Vec::new();
        for row in &self.rows {
            if let Some(expected) = expected(row.operation) {
                let found = self.request(client, row).await;
                wrong.extend(difference(row, caller, &found, expected.into()));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// The path with the values of its parameters, and the query.
    fn path(&self, row: &Row) -> String {
        let (_, path) = row.operation.split_once(' ').expect("METHOD /path");
        let mut path = format!("{}{path}{}", self.prefix, row.query);
        while let Some((start, rest)) = path.split_once('{') {
            let (parameter, end) = rest.split_once('}').expect("a brace is closed");
            let name = parameter.rsplit('=').next().expect("a name");
            let target = self.targets.iter().find(|(target, _)| *target == name);
            let (_, value) = target.unwrap_or_else(|| panic!("{row}: no target {name}"));
            path = format!("{start}{value}{end}");
        }
        path
    }

    /// Status and code of a row's answer. Bodies of streams, which do not end, are not read.
    async fn request(&self, client: &Client, row: &Row) -> (u16, String) {
        let (method, _) = row.operation.split_once(' ').expect("METHOD /path");
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = client.request(method, &self.path(row));
        if !row.body.is_null() {
            request = request.json(&row.body);
        }
        let response = request.send().await.expect("the server answers");
        let status = response.status().as_u16();
        let is_kept = status >= 400 || is_kept_out_of_caches(&response);
        assert!(is_kept, "{row}: {response:?}");
        if status < 400 {
            return (status, String::new());
        }
        let content_type = response.headers().get("content-type").cloned();
        let body: Value = response.json().await.unwrap_or_default();
        assert!((self.is_refusal)(&body), "{row}: {status} {body}");
        let expected = if is_problem(&body) {
            "application/problem+json"
        } else {
            "application/json"
        };
        let content_type = content_type
            .as_ref()
            .map(reqwest::header::HeaderValue::as_bytes);
        assert_eq!(content_type, Some(expected.as_bytes()), "{row}");
        let code = body["code"].as_str().unwrap_or_default();
        (status, code.to_owned())
    }

    fn documented_name(&self, row: &Row) -> String {
        let (method, path) = row.operation.split_once(' ').expect("METHOD /path");
        let pieces = path.split('}').map(|piece| match piece.split_once('=') {
            Some((parameter, _)) => parameter,
            None => piece,
        });
        let path = pieces.collect::<Vec<_>>().join("}");
        format!("{method} {}{path}", self.prefix)
    }
}

/// Whether no cache stores an answer. A file may be stored by its reader alone.
fn is_kept_out_of_caches(response: &reqwest::Response) -> bool {
    let header = |name| {
        response
            .headers()
            .get(name)
            .map(reqwest::header::HeaderValue::as_bytes)
    };
    let is_file = header("etag").is_some() || header("location").is_some();
    match header("cache-control") {
        Some(b"no-store") => true,
        Some(b"no-cache") => header("content-type") == Some(b"text/event-stream"),
        Some(caching) => is_file && caching.starts_with(b"private, "),
        None => false,
    }
}

fn difference(
    row: &Row,
    caller: &str,
    (status, code): &(u16, String),
    expected: Expected,
) -> Option<String> {
    let is_code = expected.code.is_none_or(|expected| expected == code);
    let is_as_expected = *status == expected.status && is_code;
    (!is_as_expected).then(|| format!("{row} by {caller}: {status} {code}, not {expected}"))
}
