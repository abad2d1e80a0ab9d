//! `vestnik export --seals FILE`: a kept file is continued, and never replaced by another log's seals.

use std::path::{Path, PathBuf};
use std::process::Output;

use super::{generate_activity, run_on};
use crate::cli::text;
use crate::support::TestDatabase;
use crate::support::cluster::temporary_directory;

/// A log with two seals of nine events each, and the file that keeps them.
async fn kept() -> (TestDatabase, PathBuf) {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    seal(&database, 2).await;
    let file = temporary_directory().join("seals.csv");
    let exported = export(&database, &file).await;
    assert!(exported.status.success(), "{}", text(&exported.stderr));
    (database, file)
}

async fn seal(database: &TestDatabase, seals: usize) {
    for _ in 0..seals {
        database.execute("SELECT FROM audit.seal_log(9)").await;
    }
}

async fn export(database: &TestDatabase, file: &Path) -> Output {
    run_on(database, &["export", "--seals", file.to_str().unwrap()]).await
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap()
}

#[tokio::test]
async fn kept_file_is_continued_with_its_lines_unchanged() {
    let (database, file) = kept().await;
    let first = read(&file);
    assert_eq!(first.lines().count(), 3);
    seal(&database, 1).await;

    let exported = export(&database, &file).await;
    let said = text(&exported.stdout);
    assert!(exported.status.success(), "{}", text(&exported.stderr));
    assert!(
        said.contains("2 kept seals match, 1 were added, up to position 27"),
        "{said}"
    );
    let continued = read(&file);
    assert!(continued.starts_with(&first) && continued.lines().count() == 4);

    // Again, there is nothing to add.
    assert!(export(&database, &file).await.status.success());
    assert_eq!(read(&file), continued);
    let verified = run_on(&database, &["verify", "--seals", file.to_str().unwrap()]).await;
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

/// Of a file, some seals may be kept only, as psql wrote them.
#[tokio::test]
async fn file_that_begins_later_is_continued_from_its_end() {
    let (database, file) = kept().await;
    let second = read(&file).lines().last().unwrap().to_owned();
    let (positions, hash) = second.split_at("10,18,".len());
    std::fs::write(&file, format!("{positions}\\x{hash}")).unwrap();
    seal(&database, 1).await;
    assert!(export(&database, &file).await.status.success());
    let continued = read(&file);
    let positions: Vec<&str> = continued.lines().skip(1).map(|line| &line[..5]).collect();
    assert_eq!(positions, ["10,18", "19,27"]);
}

const RESEAL: &str = "SET session_replication_role = replica;
    UPDATE events SET payload = payload || '{\"content\": \"!\"}' WHERE position = 12;
    DELETE FROM audit.seals;
    SELECT FROM audit.seal_log(9); SELECT FROM audit.seal_log(9); SELECT FROM audit.seal_log(9)";

#[tokio::test]
async fn file_that_the_log_contradicts_stays_as_it_is() {
    for (change, expected) in [
        // Also the first seal is another one, since it has its time.
        (
            RESEAL,
            "position 9: the seal that ends at this position is another one",
        ),
        (
            "SET session_replication_role = replica; DELETE FROM audit.seals WHERE to_position = 18",
            "position 18: no seal ends at this position",
        ),
        (
            "SET session_replication_role = replica; DELETE FROM audit.seals WHERE to_position = 9",
            "position 9: no seal ends at this position",
        ),
    ] {
        let (database, file) = kept().await;
        let before = read(&file);
        database.execute(change).await;
        let refused = export(&database, &file).await;
        let said = text(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{said}");
        assert!(
            said.contains(expected) && said.contains("was not changed"),
            "{said}"
        );
        assert_eq!(read(&file), before);
        let folder = std::fs::read_dir(file.parent().unwrap()).unwrap();
        assert_eq!(folder.count(), 1, "a partial file is left");
    }
}

#[tokio::test]
async fn file_that_has_no_seals_is_not_replaced() {
    let (database, file) = kept().await;
    let shuffled: Vec<String> = read(&file).lines().rev().map(str::to_owned).collect();
    for (content, expected) in [
        ("a diary\n".to_owned(), "not a seal: a diary"),
        (
            shuffled.join("\n"),
            "position 9: the kept seals are not in their order",
        ),
    ] {
        std::fs::write(&file, &content).unwrap();
        let refused = export(&database, &file).await;
        let said = text(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{said}");
        assert!(said.contains(expected), "{said}");
        assert_eq!(read(&file), content);
    }
    // An empty one has nothing to lose.
    std::fs::write(&file, "").unwrap();
    assert!(export(&database, &file).await.status.success());
    assert_eq!(read(&file).lines().count(), 3);
}
