//! Input that breaks careless servers: a table, and what proptest makes up (always the same,
//! so that a failure is a failure again).

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

/// For a parameter of a path.
pub const IN_PATHS: &[&str] = &[
    "0",
    "-1",
    "1",
    "01",
    "+1",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "99999999999999999999999999",
    "1e400",
    "1.5",
    "NaN",
    "null",
    "%00",
    "1%00",
    "%FF",
    "%C3%28",
    "%ED%A0%80",
    "%2F",
    "..%2F..%2Fetc",
    "%20",
    "''",
    "1;--",
    "%F0%9F%92%A9",
];

/// For a parameter of a query.
pub const IN_QUERIES: &[&str] = &[
    "",
    "0",
    "-1",
    "101",
    "501",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "1e400",
    "1.5",
    "NaN",
    "null",
    "true",
    "%00",
    "a%00b",
    "%FF",
    "%C3%28",
    "%ED%A0%80",
    "%",
    "%zz",
    "%25",
    "_",
    "%5C",
    "'",
    "\"",
    "1-00000000",
    "0-00000000",
    "9223372036854775807-ffffffff",
    "9223372036854775808-ffffffff",
    "-1-ffffffff",
    "1-%FF",
    "%F0%9F%92%A9",
];

/// For a field of a JSON body, as JSON.
pub fn in_json() -> Vec<String> {
    let table = [
        "null",
        "true",
        "0",
        "-1",
        "1",
        "1.5",
        "-0.0",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "18446744073709551616",
        "1e400",
        "-1e400",
        "1e-400",
        r#""""#,
        r#"" ""#,
        r#""\u0000""#,
        r#""a\u0000b@c""#,
        r#""\ud800""#,
        r#""\udc00\ud800""#,
        r#""\uD83D\uDE00""#,
        r#""\u202e\ufeff\uffff""#,
        "[]",
        "{}",
        "[null]",
        r#"{"a":1}"#,
        r#""1""#,
        r#""NaN""#,
        r#""%00""#,
        r#""\\u0000""#,
        r#""0000-00-00T00:00:00Z""#,
        r#""-009999-01-01T00:00:00Z""#,
        r#""9999-12-31T23:59:59.999999999Z""#,
        r#""-004800-01-01T00:00:00Z""#,
        r#""2026-02-30T00:00:00Z""#,
        r#""2016-12-31T23:59:60Z""#,
    ];
    let long = ["x", "я", "\u{1f4a9}", " "].map(|unit| format!("\"{}\"", unit.repeat(12_000)));
    let text = any::<String>().prop_map(|text| serde_json::Value::from(text).to_string());
    let table = table.into_iter().map(str::to_owned);
    table.chain(long).chain(generated(text, 8)).collect()
}

/// Whole bodies, JSON or not.
pub fn bodies() -> Vec<Vec<u8>> {
    let deep = 10_000;
    let mut bodies: Vec<Vec<u8>> = vec![
        Vec::new(),
        b" ".to_vec(),
        b"\0".to_vec(),
        b"\xEF\xBB\xBF{}".to_vec(),
        b"{".to_vec(),
        br#"{"chat_id":1,"content":"tru"#.to_vec(),
        br#"{"chat_id":1,"chat_id":2,"content":"x"}"#.to_vec(),
        b"{\"content\":\"\xFF\xFE\"}".to_vec(),
        b"{\"email\":\"\xC3\x28\",\"password\":\"x\"}".to_vec(),
        b"{\"chat_id\":1,\"content\":\"\xED\xA0\x80\"}".to_vec(),
        b"{\"\\u0000\":1}".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"\"text\"".to_vec(),
        b"1e400".to_vec(),
        b"{}{}".to_vec(),
        b"{} trailing".to_vec(),
        "[".repeat(deep).into_bytes(),
        format!("{}{}", "[".repeat(deep), "]".repeat(deep)).into_bytes(),
        format!(r#"{{"ignored":{}{}}}"#, "[".repeat(deep), "]".repeat(deep)).into_bytes(),
        r#"{"a":"#.repeat(deep).into_bytes(),
        format!(r#"{{"content":{}1}}"#, "9".repeat(100_000)).into_bytes(),
    ];
    bodies.extend(generated(json(), 25).map(|value| value.to_string().into_bytes()));
    bodies.extend(generated(
        proptest::collection::vec(any::<u8>(), 0..200),
        20,
    ));
    bodies
}

/// Headers that the server reads.
pub fn headers() -> Vec<(&'static str, String)> {
    let long = "x".repeat(20_000);
    let too_long = "x".repeat(200_000);
    let values = ["", "é", "Bearer ", "null", "a=b; a=c", &long];
    let names = [
        "cookie",
        "idempotency-key",
        "last-event-id",
        "content-type",
        "origin",
        "sec-fetch-site",
        "x-forwarded-proto",
        "x-request-id",
        "accept-encoding",
        "range",
    ];
    let pairs = names.into_iter().flat_map(|name| {
        values
            .into_iter()
            .map(move |value| (name, value.to_owned()))
    });
    pairs.chain([("cookie", too_long)]).collect()
}

/// Values of a query parameter, percent-encoded byte by byte.
pub fn generated_queries(count: usize) -> Vec<String> {
    let bytes = proptest::collection::vec(any::<u8>(), 0..40);
    let encoded = bytes.prop_map(|bytes| {
        let encoded: Vec<_> = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
        encoded.concat()
    });
    generated(encoded, count).collect()
}

/// Any JSON, with the names of our own fields in it.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    let key = prop_oneof![
        Just("chat_id"),
        Just("content"),
        Just("email"),
        Just("password"),
        Just("name"),
        Just("role"),
        Just("up_to_id"),
        Just("teacher_id"),
        Just("student_id"),
        Just("scheduled_at"),
        Just("status"),
    ];
    leaf.prop_recursive(3, 16, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            proptest::collection::btree_map(key.clone(), inner, 0..6).prop_map(|fields| {
                let fields = fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value));
                serde_json::Value::Object(fields.collect())
            }),
        ]
    })
}

/// The first `count` values of a strategy.
pub fn generated<T: std::fmt::Debug>(
    strategy: impl Strategy<Value = T>,
    count: usize,
) -> impl Iterator<Item = T> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(move |_| {
        let tree = strategy.new_tree(&mut runner);
        tree.expect("the strategy has values").current()
    })
}
