//! Files and items that other modules use are documented.
//!
//! Fields and variants are left out: most names say enough.

use super::{assert_none, files};

const ITEMS: [&str; 7] = [
    "fn ",
    "async fn ",
    "const fn ",
    "struct ",
    "enum ",
    "trait ",
    "type ",
];

fn undocumented(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text.starts_with("//!") && path != "src/main.rs" && !path.ends_with("/tests.rs") {
        found.push(format!("{path}: the file has no documentation"));
    }
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut is_documented = false;
    for (number, line) in (1..).zip(code.lines().map(str::trim_start)) {
        let public = line.strip_prefix("pub ").filter(|_| !line.contains('$'));
        let is_item = public.is_some_and(|rest| ITEMS.iter().any(|item| rest.starts_with(item)));
        if is_item && !is_documented {
            found.push(format!("{path}:{number}: {line}"));
        }
        // Attributes may stand between the documentation and the item, over several lines.
        let is_end = line.is_empty() || line.ends_with(['{', '}', ';']);
        is_documented = line.starts_with("///") || is_documented && !is_end;
    }
    found
}

#[test]
fn public_items_and_files_are_documented() {
    let files = files("src", "rs");
    let found = files
        .iter()
        .flat_map(|(path, text)| undocumented(path, text));
    assert_none(&found.collect::<Vec<_>>());
}

#[test]
fn planted_undocumented_items_are_found() {
    for (text, expected) in [
        ("//! Reads.\npub fn read() {}", 1),
        ("/// Reads.\npub fn read() {}", 1),
        (
            "//! Reads.\n\n/// Reads.\n#[derive(\n    Debug,\n)]\npub struct Read {}",
            0,
        ),
    ] {
        let found = undocumented("src/log/read.rs", text);
        assert_eq!(found.len(), expected, "{text}: {found:?}");
    }
}
