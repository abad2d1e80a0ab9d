//! The access matrix of a realm: every operation, every kind of caller, the expected answer.

use std::collections::BTreeSet;
use std::fmt;

use reqwest::Method;
use serde_json::Value;
use vestnik::app::openapi;
use vestnik::domain::Realm;

use super::Client;
use super::openapi::operations;

/// What an operation answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    status: u16,
    /// The code of the problem; `None` where any is accepted.
    code: Option<&'static str>,
}

/// An operation with its body, and what each caller gets.
pub struct Row<const CALLERS: usize> {
    operation: &'static str,
    query: String,
    body: Value,
    expected: [Expected; CALLERS],
}

/// The rows of one realm. They are asked in their order, each by all callers in their order.
pub struct AccessMatrix<const CALLERS: usize> {
    /// What every path of the rows begins with.
    pub prefix: &'static str,
    /// Names of the callers, for messages.
    pub callers: [&'static str; CALLERS],
    /// The operations, as `METHOD /path/{parameter}` or `METHOD /path/{parameter=target}`.
    pub rows: Vec<Row<CALLERS>>,
    /// What replaces the parameters of paths: by target, or by parameter where none is named.
    pub targets: Vec<(&'static str, String)>,
    /// Whether the body of a refusal has the form of the realm.
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
        Self {
            status,
            code: Some(code),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.code.unwrap_or_default())
    }
}

/// A row with a JSON body; `Null` is none.
pub fn row<const CALLERS: usize, E: Into<Expected>>(
    operation: &'static str,
    body: Value,
    expected: [E; CALLERS],
) -> Row<CALLERS> {
    Row {
        operation,
        query: String::new(),
        body,
        expected: expected.map(Into::into),
    }
}

impl<const CALLERS: usize> Row<CALLERS> {
    /// The same row with a query, which begins with `?`.
    #[must_use]
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.query = query.into();
        self
    }

    /// `METHOD /path/{parameter=target}` without the prefix, as in the table.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    fn method_and_path(&self) -> (&'static str, &'static str) {
        self.operation.split_once(' ').expect("METHOD /path")
    }
}

impl<const CALLERS: usize> fmt::Display for Row<CALLERS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.operation, self.query)
    }
}

impl<const CALLERS: usize> AccessMatrix<CALLERS> {
    /// Every operation that the realm documents has a row, or is named as tested elsewhere.
    pub fn assert_complete(&self, realm: Realm, tested_elsewhere: &[&str]) {
        let document = serde_json::from_str(&openapi(&[realm])).expect("the document is JSON");
        let rows = self.rows.iter().map(|row| self.documented_name(row));
        let tested: BTreeSet<String> = rows
            .chain(tested_elsewhere.iter().map(|name| (*name).to_owned()))
            .chain(["GET /health", "GET /ready"].map(str::to_owned))
            .collect();
        assert_eq!(operations(&document), tested);
    }

    /// Asks every row as every caller; `client` builds the client of the caller of a column.
    pub async fn assert_holds(&self, client: impl Fn(usize) -> Client) {
        let mut wrong = Vec::new();
        for row in &self.rows {
            for (column, caller) in self.callers.into_iter().enumerate() {
                let found = self.ask(&client(column), row).await;
                wrong.extend(difference(row, caller, &found, row.expected[column]));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// Asks every row as one caller, to whom all or some rows answer something else; rows for
    /// which `expected` is `None` are not asked.
    pub async fn assert_answers<E: Into<Expected>>(
        &self,
        caller: &str,
        client: &Client,
        expected: impl Fn(&str) -> Option<E>,
    ) {
        let mut wrong = Vec::new();
        for row in &self.rows {
            if let Some(expected) = expected(row.operation) {
                let found = self.ask(client, row).await;
                wrong.extend(difference(row, caller, &found, expected.into()));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// Status and code of a row's answer. The body of a stream, which has no end, is not read.
    async fn ask(&self, client: &Client, row: &Row<CALLERS>) -> (u16, String) {
        let (method, path) = row.method_and_path();
        let mut path = format!("{}{path}", self.prefix);
        while let Some((start, rest)) = path.split_once('{') {
            let (parameter, end) = rest.split_once('}').expect("a brace is closed");
            let name = parameter.rsplit('=').next().expect("a name");
            let target = self.targets.iter().find(|(target, _)| *target == name);
            let (_, value) = target.unwrap_or_else(|| panic!("{row}: no target {name}"));
            path = format!("{start}{value}{end}");
        }
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = client.request(method, &format!("{path}{}", row.query));
        if !row.body.is_null() {
            request = request.json(&row.body);
        }
        let response = request.send().await.expect("the server answers");
        let status = response.status().as_u16();
        if status < 400 {
            return (status, String::new());
        }
        let body: Value = response.json().await.unwrap_or_default();
        assert!((self.is_refusal)(&body), "{row}: {status} {body}");
        let code = body["code"].as_str().unwrap_or_default();
        (status, code.to_owned())
    }

    fn documented_name(&self, row: &Row<CALLERS>) -> String {
        let (method, path) = row.method_and_path();
        let pieces = path.split('}').map(|piece| match piece.split_once('=') {
            Some((parameter, _)) => parameter,
            None => piece,
        });
        let path = pieces.collect::<Vec<_>>().join("}");
        format!("{method} {}{path}", self.prefix)
    }
}

fn difference<const CALLERS: usize>(
    row: &Row<CALLERS>,
    caller: &str,
    found: &(u16, String),
    expected: Expected,
) -> Option<String> {
    let (status, code) = found;
    let is_as_expected =
        *status == expected.status && expected.code.is_none_or(|expected| expected == code);
    (!is_as_expected).then(|| format!("{row} by {caller}: {status} {code}, not {expected}"))
}
