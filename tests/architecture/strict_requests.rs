//! Requests of `/v1` have no unknown fields: each type of a body says so.

use super::{Source, assert_none, sources};

/// Structs of bodies that ignore unknown fields. Those of queries need not say it: the document of the
/// routes decides on them.
fn lenient(source: &Source) -> Vec<String> {
    let code = source.code_outside_tests();
    let mut found = Vec::new();
    let mut attributes = String::new();
    for line in code.lines() {
        if line.starts_with("#[") || !attributes.is_empty() && line.starts_with([' ', ')']) {
            attributes.push_str(line);
            continue;
        }
        let is_struct = line.starts_with("pub struct ") || line.starts_with("struct ");
        let is_body = attributes.contains("Deserialize") && !attributes.contains("IntoParams");
        if is_struct && is_body && !attributes.contains("deny_unknown_fields") {
            found.push(format!("{}: {line}", source.path));
        }
        attributes.clear();
    }
    found
}

#[test]
fn bodies_refuse_unknown_fields() {
    let sources = sources();
    let native = sources.iter().filter(|source| source.module() == "api");
    assert_none(&native.flat_map(lenient).collect::<Vec<_>>());
}

#[test]
fn planted_lenient_bodies_are_found() {
    for (text, expected) in [
        (
            "#[derive(Debug, Deserialize, ToSchema)]\npub struct New {\n",
            1,
        ),
        (
            "#[derive(\n    Deserialize,\n)]\n#[serde(deny_unknown_fields)]\npub struct New {\n",
            0,
        ),
        (
            "#[derive(Deserialize, IntoParams)]\npub struct Query {\n",
            0,
        ),
        ("#[derive(Serialize)]\npub struct Answer {\n", 0),
        ("#[derive(Deserialize)]\npub enum Kind {\n", 0),
    ] {
        let found = lenient(&Source::new("src/api/x/wire.rs", text));
        assert_eq!(found.len(), expected, "{text}: {found:?}");
    }
}
