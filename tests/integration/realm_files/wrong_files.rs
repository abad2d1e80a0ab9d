//! Wrong files end the commands that read them.

use super::RealmsDir;
use crate::cli::{run, text};

/// A file, its text, the line at fault, and what the error says.
const WRONG: [(&str, &str, usize, &str); 8] = [
    (
        "clinic.toml",
        "blocks = true\nblock = false",
        2,
        "unknown key `block`, expected one of `name`",
    ),
    ("clinic.toml", "\n\nedits = 'yes'", 3, "expected a boolean"),
    (
        "clinic.toml",
        "max_text = 10001",
        1,
        "a whole number from 1 to 10000",
    ),
    (
        "clinic.toml",
        "files = 'some'",
        1,
        "expected one of `all`, `images`, `none`",
    ),
    (
        "clinic.toml",
        "edits = true\nreports = true",
        2,
        "`reports = true` needs `desk = true`",
    ),
    (
        "school.toml",
        "[contract]\nlessons = false",
        1,
        "unknown key `contract`",
    ),
    ("static.toml", "", 1, "`static` is taken"),
    ("Clinic.toml", "", 1, "is not a realm's name"),
];

#[tokio::test]
async fn a_wrong_file_ends_commands_with_its_line_and_what_would_be_right() {
    // No server listens there; the files are read before any connection.
    let nowhere = ("DATABASE_URL", "postgresql://x@127.0.0.1:1/x");
    for (file, content, line, says) in WRONG {
        let directory = RealmsDir::with(&[("right.toml", ""), (file, content)]);
        for command in ["serve", "migrate", "check"] {
            let output = run(&[command], &[nowhere, directory.setting()], "").await;
            let stderr = text(&output.stderr);
            assert!(!output.status.success(), "{command}: {content}");
            let place = format!("REALMS_DIR: {file}:{line}: ");
            assert!(stderr.contains(&place), "{command}: {stderr}");
            assert!(stderr.contains(says), "{command}: {stderr}");
        }
    }
}

#[tokio::test]
async fn right_files_pass_the_check() {
    let nowhere = ("DATABASE_URL", "postgresql://x@127.0.0.1:1/x");
    let directory = RealmsDir::with(&[
        (super::CLINIC_FILE, super::clinic()),
        ("README.md", "not a file of a realm"),
    ]);
    let settings = [nowhere, directory.setting(), ("REALMS", "school,clinic")];
    let output = run(&["check"], &settings, "").await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("school, clinic"),
        "{}",
        text(&output.stdout)
    );
    let unknown = [nowhere, directory.setting(), ("REALMS", "hospital")];
    let output = run(&["check"], &unknown, "").await;
    assert!(
        text(&output.stderr).contains("`hospital` is no realm"),
        "{}",
        text(&output.stderr)
    );
}

#[tokio::test]
async fn a_missing_directory_is_named() {
    let settings = [
        ("DATABASE_URL", "postgresql://x@127.0.0.1:1/x"),
        ("REALMS_DIR", "/nonexistent/realms"),
    ];
    let output = run(&["check"], &settings, "").await;
    let stderr = text(&output.stderr);
    assert!(
        !output.status.success() && stderr.contains("/nonexistent/realms"),
        "{stderr}"
    );
}
