//! Every dependency has a licence that `.deny.toml` allows, and comes from crates.io or npm.
//!
//! Unlike `cargo deny check` this needs no installed tool and no download, so it always runs. It
//! covers the crates built on this platform, including those of tests, and the npm packages that
//! become part of the web client; its development tools are not distributed.

use std::collections::BTreeMap;
use std::process::Command;

use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";
const NPM: &str = "https://registry.npmjs.org/";
const CLIENT: &str = "client/package-lock.json";
/// What the benchmarks compare with; it is not distributed.
const PEER: &str = "benches/peers/node/package-lock.json";

/// Packages whose manifest names no licence, by install path and version, with the licence of their README.
const IN_README: [(&str, &str, &str); 1] = [("node_modules/combine-errors", "3.0.3", "MIT")];

/// The fields of `cargo metadata` that are used here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    /// An SPDX expression.
    license: Option<String>,
    /// `None` in this repository.
    source: Option<String>,
}

/// The fields of a `package-lock.json` that are used here.
#[derive(Deserialize)]
struct Lock {
    /// By install path.
    packages: BTreeMap<String, Installed>,
}

#[derive(Deserialize)]
struct Installed {
    version: Option<String>,
    license: Option<String>,
    resolved: Option<String>,
    integrity: Option<String>,
    /// Used only to build or test.
    #[serde(default)]
    dev: bool,
    /// One of the client's own packages.
    #[serde(default)]
    link: bool,
}

/// The fields of `.deny.toml` that are used here.
#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

impl Licenses {
    /// Whether allowed licences are enough to satisfy the expression.
    fn cover(&self, expression: &str) -> bool {
        let allowed: Vec<_> = self.allow.iter().map(|name| licensee(name)).collect();
        Expression::parse_mode(expression, ParseMode::LAX).is_ok_and(|expression| {
            expression.evaluate(|wanted| allowed.iter().any(|one| one.satisfies(wanted)))
        })
    }
}

fn licensee(name: &str) -> Licensee {
    Licensee::parse(name).unwrap_or_else(|error| panic!(".deny.toml: `{name}`: {error}"))
}

#[test]
fn every_dependency_has_an_allowed_licence() {
    let allowed = allowed();
    let is_refused = |package: &Package| {
        !package
            .license
            .as_deref()
            .is_some_and(|it| allowed.cover(it))
    };
    let refused: Vec<_> = packages()
        .into_iter()
        .filter(is_refused)
        .map(|package| describe(&package))
        .collect();
    assert!(
        refused.is_empty(),
        "not allowed by .deny.toml:\n{}",
        refused.join("\n")
    );
}

#[test]
fn every_package_of_the_web_client_has_an_allowed_licence() {
    let allowed = allowed();
    let mut checked = 0;
    for (place, package) in npm_packages(CLIENT) {
        if package.dev {
            continue;
        }
        let in_readme = IN_README.iter().find(|(known, version, _)| {
            *known == place && package.version.as_deref() == Some(*version)
        });
        let in_readme = in_readme.map(|(_, _, license)| *license);
        let license = package.license.as_deref().or(in_readme).unwrap_or_default();
        assert!(
            allowed.cover(license),
            "not allowed by .deny.toml: {place} {:?}: `{license}`",
            package.version
        );
        checked += 1;
    }
    assert!(checked > 5, "only {checked} packages found");
}

#[test]
fn every_npm_package_comes_from_npm_with_a_checksum() {
    let packages = [CLIENT, PEER].into_iter().flat_map(npm_packages);
    for (place, package) in packages {
        // Without a URL, npm uses its configured registry.
        let source = package.resolved.as_deref().unwrap_or(NPM);
        assert!(source.starts_with(NPM), "{place}: from `{source}`");
        assert!(package.integrity.is_some(), "{place}: without a checksum");
    }
}

#[test]
fn every_dependency_comes_from_crates_io() {
    let is_foreign = |package: &Package| {
        package
            .source
            .as_deref()
            .is_some_and(|source| source != CRATES_IO)
    };
    let foreign: Vec<_> = packages()
        .into_iter()
        .filter(is_foreign)
        .map(|package| describe(&package))
        .collect();
    assert!(
        foreign.is_empty(),
        "not from crates.io:\n{}",
        foreign.join("\n")
    );
}

#[test]
fn only_licences_that_satisfy_the_expression_are_accepted() {
    let only_mit = Licenses {
        allow: vec!["MIT".to_owned()],
    };
    for covered in [
        "MIT",
        "MIT OR GPL-3.0-only",
        "GPL-3.0-only/MIT",
        "(MIT) AND (MIT OR ISC)",
    ] {
        assert!(only_mit.cover(covered), "{covered}");
    }
    for refused in [
        "GPL-3.0-only",
        "MIT AND ISC",
        "Apache-2.0 WITH LLVM-exception",
        "Mine",
        "",
    ] {
        assert!(!only_mit.cover(refused), "{refused}");
    }
}

fn allowed() -> Licenses {
    let deny: Deny = toml::from_str(&read(".deny.toml")).expect(".deny.toml is as expected");
    deny.licenses
}

/// The third-party packages of a lock file, development tools included.
fn npm_packages(lock_file: &str) -> impl Iterator<Item = (String, Installed)> {
    let lock: Lock = serde_json::from_str(&read(lock_file)).expect("npm writes JSON");
    let is_foreign =
        |place: &str, package: &Installed| place.contains("node_modules/") && !package.link;
    lock.packages
        .into_iter()
        .filter(move |(place, package)| is_foreign(place, package))
}

fn read(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The packages that are built on this platform, this one included.
fn packages() -> Vec<Package> {
    let platform = run("rustc", &["--print", "host-tuple"]);
    let platform = String::from_utf8(platform).expect("a platform's name is ASCII");
    let flags = [
        "metadata",
        "--format-version=1",
        "--locked",
        "--offline",
        "--filter-platform",
    ];
    let answer = run(env!("CARGO"), &[&flags[..], &[platform.trim()]].concat());
    let metadata: Metadata = serde_json::from_slice(&answer).expect("Cargo writes JSON");
    let nodes = metadata.resolve.nodes;
    let is_built = |package: &Package| nodes.iter().any(|node| node.id == package.id);
    let built: Vec<_> = metadata.packages.into_iter().filter(is_built).collect();
    assert!(built.len() > 100, "only {} packages found", built.len());
    built
}

fn describe(package: &Package) -> String {
    let license = package.license.as_deref().unwrap_or("no licence");
    let source = package.source.as_deref().unwrap_or("this repository");
    format!(
        "  {} {}: {license}, from {source}",
        package.name, package.version
    )
}

fn run(program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program} {}: {errors}",
        arguments.join(" ")
    );
    output.stdout
}
