//! The documents in `docs/` are complete and up to date: they name every route, error code and
//! setting, and only files that exist.
#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Paths under which the pages of the realms list their routes.
const BASES: [&str; 5] = [
    "/api/messenger",
    "/api/unet-chat",
    "/api/v1/chat",
    "/api/chat",
    "",
];

/// Names in the documents that are no metrics: roles and databases.
const ROLES: [&str; 3] = ["vestnik_auditor", "vestnik_restored", "vestnik_server"];

fn vestnik(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_vestnik"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn openapi() -> Value {
    serde_json::from_str(&vestnik(&["openapi"])).unwrap()
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(path)).unwrap()
}

/// README.md, CONTRIBUTING.md and everything in `docs/`.
fn documents() -> Vec<PathBuf> {
    let mut found = vec!["README.md".into(), "CONTRIBUTING.md".into()];
    for folder in ["docs", "docs/realms"] {
        let entries = std::fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
        let files = entries.map(|entry| Path::new(folder).join(entry.unwrap().file_name()));
        found.extend(files.filter(|file| file.extension().is_some_and(|kind| kind == "md")));
    }
    found
}

fn realm_pages() -> String {
    let pages = documents().into_iter();
    let pages = pages.filter(|page| page.starts_with("docs/realms"));
    pages.map(read).collect::<Vec<_>>().join("\n")
}

/// The text with every `{parameter}` as `{}`.
fn without_names(text: &str) -> String {
    let mut parts = text.split('{');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push('{');
        plain.push_str(part.find('}').map_or(part, |end| &part[end..]));
    }
    plain
}

#[test]
fn every_route_is_documented() {
    let pages = without_names(&realm_pages());
    let document = openapi();
    let paths = document["paths"].as_object().unwrap().iter();
    for (path, item) in paths.filter(|(path, _)| path.starts_with("/api/")) {
        for method in item.as_object().unwrap().keys() {
            // "`POST …/block`, `DELETE` likewise" is one row of a table.
            let methods = match method.as_str() {
                "delete" if path.ends_with("/block") => vec!["POST"],
                "delete" => vec!["DELETE"],
                "get" => vec!["GET"],
                "patch" => vec!["PATCH"],
                "post" => vec!["POST"],
                "put" => vec!["PUT"],
                other => panic!("unknown method {other}"),
            };
            let is_listed = BASES
                .iter()
                .filter_map(|base| path.strip_prefix(base))
                .any(|rest| {
                    let rest = without_names(rest);
                    let mut methods = methods.iter();
                    methods.any(|method| pages.contains(&format!("{method} {rest}")))
                });
            assert!(is_listed, "{method} {path}");
        }
    }
}

#[test]
fn every_error_code_is_documented() {
    let pages = realm_pages();
    let document = openapi();
    let schema = &document["components"]["schemas"]["ProblemCode"];
    let codes: Vec<&str> = if let Some(codes) = schema["enum"].as_array() {
        codes.iter().filter_map(Value::as_str).collect()
    } else {
        let variants = schema["oneOf"].as_array().unwrap().iter();
        variants
            .filter_map(|variant| variant["enum"][0].as_str())
            .collect()
    };
    assert!(codes.len() > 50, "{codes:?}");
    for code in codes {
        assert!(pages.contains(&format!("`{code}`")), "{code}");
    }
}

#[test]
fn every_setting_is_documented() {
    let page = read("docs/configuration.md");
    let help = vestnik(&["serve", "--help"]);
    let words: Vec<&str> = help.split_whitespace().collect();
    let settings: BTreeSet<&str> = words
        .windows(2)
        .filter(|pair| pair[0] == "[env:")
        .map(|pair| pair[1].trim_end_matches([']', '=']))
        .collect();
    assert!(settings.len() > 20, "{settings:?}");
    for setting in settings {
        assert!(page.contains(&format!("`{setting}`")), "{setting}");
    }
}

#[test]
fn links_and_paths_lead_to_existing_files() {
    for document in documents() {
        let text = read(&document);
        let folder = document.parent().unwrap();
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("http")) {
            let file = link.split('#').next().unwrap();
            let exists = Path::new(ROOT).join(folder).join(file).exists();
            assert!(exists, "{}: {link}", document.display());
        }
        let quoted = text.split('`').skip(1).step_by(2);
        let is_path = |quoted: &&str| {
            let top = quoted.split('/').next().unwrap();
            ["src", "sql", "tests"].contains(&top) && !quoted.contains(['<', '*', ' ', '…', '\n'])
        };
        for path in quoted.filter(is_path) {
            let exists = Path::new(ROOT).join(path).exists();
            assert!(exists, "{}: {path}", document.display());
        }
    }
}

/// The metrics that a text names.
fn metrics(text: &str) -> BTreeSet<&str> {
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let words = text.split(|c: char| !is_name(c));
    let words = words.filter(|word| word.starts_with("vestnik_") && !ROLES.contains(word));
    // The series of a histogram.
    let series = ["_bucket", "_count", "_sum"];
    words
        .map(|word| {
            let mut ends = series.iter();
            ends.find_map(|end| word.strip_suffix(end)).unwrap_or(word)
        })
        .collect()
}

#[test]
fn operations_names_only_metrics_of_the_dashboard() {
    let (page, dashboard) = (read("docs/operations.md"), read(".grafana/vestnik.json"));
    let (named, drawn) = (metrics(&page), metrics(&dashboard));
    assert!(named.len() > 30, "{named:?}");
    let unknown: Vec<_> = named.difference(&drawn).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
