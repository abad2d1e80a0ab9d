//! Files of exported chats in the database that imports them.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Output;

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{NativeFixture, PNG, SETTINGS, Two, patch, upload, upload_with_preview};
use crate::cli::{run, text};
use crate::support::database::token_for;
use crate::support::{Client, Person, Replica, TestDatabase};

/// More than a part of the storage.
const LONG_TEXT: usize = 1_300_000;
/// Ann in the database that imports.
const ANN: i64 = 71;

/// A group with two files, a picture of its own and one of a member, and its export.
struct Exported {
    fixture: NativeFixture,
    group: Two,
    folder: TempDir,
    text: String,
}

/// A database without the chats of the export, and a storage.
struct Target {
    database: TestDatabase,
    folder: TempDir,
}

fn storage(folder: &Path) -> String {
    format!("file://{}", folder.join("storage").display())
}

async fn run_in(database: &TestDatabase, folder: &Path, arguments: &[&str]) -> Output {
    let settings = [
        ("DATABASE_URL", database.url.as_str()),
        ("STORAGE_URL", &storage(folder)),
    ];
    run(arguments, &settings, "").await
}

/// The export of the campus, and its files in the folder `files`.
async fn export(database: &TestDatabase, folder: &Path) -> String {
    let files = folder.join("files");
    let arguments = ["export", "--all", "--realm", "campus", "--files"];
    let output = run_in(
        database,
        folder,
        &[&arguments[..], &[files.to_str().unwrap()]].concat(),
    )
    .await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

impl Exported {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fixture = NativeFixture::with(&[("STORAGE_URL", &storage(folder.path()))]).await;
        let group = fixture.group("campus").await;
        let mut ids = vec![upload_with_preview(&group.one, "campus").await["id"].clone()];
        let long = "text ".repeat(LONG_TEXT / 5);
        let note = upload(&group.one, "campus", "note.txt", long.as_bytes()).await;
        ids.push(note.expect(201)["id"].clone());
        let body = json!({ "attachment_ids": ids });
        let sent = group.one.post(&group.chat("/messages"), &body).await;
        sent.expect(201);
        for (who, path) in [
            (&group.one, group.chat("")),
            (&group.other, group.path("/me")),
        ] {
            let picture = upload_with_preview(who, "campus").await;
            let body = json!({ "avatar_id": picture["id"] });
            patch(who, &path, &body).await.expect(200);
        }
        let text = export(&fixture.database, folder.path()).await;
        Self {
            fixture,
            group,
            folder,
            text,
        }
    }

    fn lines(&self) -> Vec<Value> {
        let lines = self.text.lines().map(serde_json::from_str);
        lines.collect::<Result<_, _>>().unwrap()
    }

    /// The line of the text, its index, and the file in the folder.
    fn note(&self) -> (usize, Value, PathBuf) {
        let lines = self.lines();
        let is_note = |line: &Value| line["file"]["name"] == "note.txt";
        let index = lines.iter().position(is_note).unwrap();
        let key = lines[index]["file"]["key"].as_str().unwrap();
        let path = self.folder.path().join("files").join(key);
        (index, lines[index].clone(), path)
    }

    /// The export with another line of the text.
    fn with_note(&self, note: &Value) -> String {
        let (index, ..) = self.note();
        let mut lines = self.lines();
        lines[index] = note.clone();
        lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

impl Target {
    /// With Ann, who has an account here.
    async fn of(exported: &Exported) -> Self {
        let database = TestDatabase::new().await;
        let ann = exported.group.one_id;
        let email = format!("SELECT email FROM users WHERE id = {ann}");
        let source = exported.fixture.database.client().await;
        let email: String = source.query_one(&email, &[]).await.unwrap().get(0);
        let sql = format!(
            "UPDATE audit.origin SET id = gen_random_uuid();
             INSERT INTO users (id, email, role) VALUES ({ANN}, '{email}', 'member')"
        );
        database.execute(&sql).await;
        let folder = tempfile::tempdir().unwrap();
        Self { database, folder }
    }

    async fn import(&self, text: &str, files: Option<&Path>) -> Output {
        let file = self.folder.path().join("export.jsonl");
        fs::write(&file, text).unwrap();
        let mut arguments = vec!["import", file.to_str().unwrap()];
        if let Some(files) = files {
            arguments.extend(["--files", files.to_str().unwrap()]);
        }
        run_in(&self.database, self.folder.path(), &arguments).await
    }

    async fn imported(&self, exported: &Exported) -> String {
        let files = exported.folder.path().join("files");
        let output = self.import(&exported.text, Some(&files)).await;
        let stdout = text(&output.stdout);
        assert!(output.status.success(), "{stdout}{}", text(&output.stderr));
        stdout
    }

    /// A server of this database, and Ann's client.
    async fn serve(&self) -> (Replica, Client) {
        let url = storage(self.folder.path());
        let settings = [SETTINGS, &[("STORAGE_URL", url.as_str())]].concat();
        let replica = Replica::spawn_with(&self.database, &settings).await;
        let ann = replica.client(&Person {
            id: ANN,
            name: String::new(),
            token: token_for(ANN),
        });
        (replica, ann)
    }
}

async fn bytes(client: &Client, url: &Value) -> Vec<u8> {
    let url = url.as_str().expect("a path");
    let response = client.request(Method::GET, url).send().await.unwrap();
    assert_eq!(response.status(), 200, "{url}");
    response.bytes().await.unwrap().to_vec()
}

/// The files of the newest message of the first chat, and that chat.
async fn newest(client: &Client) -> (Vec<Value>, Value) {
    let chats = client.get("/v1/campus/chats").await.expect(200);
    let chat = chats["chats"][0].clone();
    let path = format!("/v1/campus/chats/{}/messages", chat["id"]);
    let messages = client.get(&path).await.expect(200);
    let messages = messages["messages"].as_array().unwrap().clone();
    let with_files = messages.into_iter().find_map(|message| {
        let files = message["attachments"].as_array().cloned();
        files.filter(|files| !files.is_empty())
    });
    (with_files.unwrap_or_default(), chat)
}

#[tokio::test]
async fn members_download_imported_files_and_see_pictures() {
    let exported = Exported::new().await;
    let target = Target::of(&exported).await;
    let stdout = target.imported(&exported).await;
    assert!(stdout.contains("4 files were stored"), "{stdout}");
    // The same file again, with the same bytes.
    let again = export(&target.database, target.folder.path()).await;
    // But for Ann, whose account stays as it is.
    let ann = format!("{{\"person\":{{\"key\":\"{}@", exported.group.one_id);
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with(&ann));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(lines(&again), lines(&exported.text));
    let folder = |of: &TempDir| of.path().join("files");
    for entry in fs::read_dir(folder(&exported.folder)).unwrap() {
        let name = entry.unwrap().file_name();
        let one = fs::read(folder(&exported.folder).join(&name)).unwrap();
        assert!(one == fs::read(folder(&target.folder).join(&name)).unwrap());
    }
    let (_replica, ann) = target.serve().await;
    let (files, chat) = newest(&ann).await;
    assert_eq!(files.len(), 2);
    assert_eq!(bytes(&ann, &files[0]["url"]).await, PNG);
    let (originals, _) = newest(&exported.group.one).await;
    for (one, other) in originals.iter().zip(&files) {
        for field in ["name", "mime", "size", "kind", "width", "placeholder"] {
            assert_eq!(one[field], other[field], "{field}");
        }
    }
    assert_eq!(bytes(&ann, &files[1]["url"]).await.len(), LONG_TEXT);
    // Pictures are shown by their previews.
    let preview = bytes(&ann, &files[0]["preview_url"]).await;
    assert_eq!(bytes(&ann, &chat["avatar_url"]).await, preview);
    let members = format!("/v1/campus/chats/{}/members", chat["id"]);
    let members = ann.get(&members).await.expect(200);
    let mut members = members["members"].as_array().unwrap().iter();
    let bob = members.find(|member| member["user"]["id"] != ANN);
    let picture = &bob.unwrap()["user"]["avatar_url"];
    assert_eq!(bytes(&ann, picture).await, preview);
    let findings = "SELECT count(*) FROM audit.verify()";
    assert_eq!(target.database.number(findings).await, 0);
}

#[tokio::test]
async fn files_are_imported_once_and_after_their_messages_too() {
    let exported = Exported::new().await;
    let target = Target::of(&exported).await;
    let by_name = target.import(&exported.text, None).await;
    assert!(by_name.status.success(), "{}", text(&by_name.stderr));
    let head = target.database.head().await;
    let (replica, ann) = target.serve().await;
    assert_eq!(newest(&ann).await.0.len(), 0);
    let stdout = target.imported(&exported).await;
    assert!(stdout.contains("4 files were stored"), "{stdout}");
    let (files, _) = newest(&ann).await;
    assert_eq!(bytes(&ann, &files[0]["url"]).await, PNG);
    let stdout = target.imported(&exported).await;
    assert!(stdout.contains("0 files were stored"), "{stdout}");
    assert_eq!(target.database.head().await, head);
    replica.shut_down().await;
}

/// Asserts that an import names the text, and writes nothing.
async fn assert_nothing_imported(target: &Target, exported: &Exported, text_: &str, reason: &str) {
    let head = target.database.head().await;
    let files = exported.folder.path().join("files");
    let output = target.import(text_, Some(&files)).await;
    let stdout = text(&output.stdout);
    assert!(!output.status.success(), "{reason}");
    assert!(stdout.contains(reason), "{reason}: {stdout}");
    let stderr = text(&output.stderr);
    assert!(
        stderr.contains("1 bad line; nothing was imported"),
        "{stderr}"
    );
    assert_eq!(target.database.head().await, head);
    let rows = "SELECT count(*) FROM attachments";
    assert_eq!(target.database.number(rows).await, 0);
    let stored = target.folder.path().join("storage");
    let is_empty = fs::read_dir(stored).map_or(true, |mut entries| entries.next().is_none());
    assert!(is_empty, "{reason}");
}

#[tokio::test]
async fn missing_or_damaged_files_are_named_and_nothing_is_imported() {
    let exported = Exported::new().await;
    let target = Target::of(&exported).await;
    let (.., path) = exported.note();
    let whole = fs::read(&path).unwrap();
    let assert_refused = async |reason: &str| {
        let named = format!("the file \"note.txt\": {}: {reason}", path.display());
        assert_nothing_imported(&target, &exported, &exported.text, &named).await;
    };
    let mut damaged = whole.clone();
    damaged[LONG_TEXT - 1] ^= 1;
    fs::write(&path, &damaged).unwrap();
    assert_refused("its checksum is another one").await;
    fs::write(&path, &whole[1..]).unwrap();
    assert_refused("it has 1299999 bytes instead of 1300000").await;
    fs::remove_file(&path).unwrap();
    assert_refused("No such file").await;
    let elsewhere = exported.folder.path().join("elsewhere");
    fs::write(&elsewhere, &whole).unwrap();
    symlink(&elsewhere, &path).unwrap();
    assert_refused("Too many levels of symbolic links").await;
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_refused("it is no file").await;
    fs::remove_dir(&path).unwrap();
    fs::write(&path, &whole).unwrap();
    target.imported(&exported).await;
}

#[tokio::test]
async fn hostile_lines_of_files_are_refused() {
    let exported = Exported::new().await;
    let target = Target::of(&exported).await;
    let (_, note, _) = exported.note();
    for (pointer, value, reason) in [
        ("/file/key", json!("../../../etc/passwd"), "UUID parsing"),
        (
            "/file/content/mime",
            json!("text/html"),
            "its content is no text/html",
        ),
        (
            "/file/content/size",
            json!(600_000_000),
            "it has more than 524288000 bytes",
        ),
        (
            "/file/content/sha256",
            json!("AB"),
            "its checksum is malformed",
        ),
        ("/file/name", json!(""), "the name of a file is empty"),
        ("/file/realm", json!("a b"), "its realm is malformed"),
        ("/file/owner", json!("1@x"), "is no key of a person"),
        (
            "/file/owner",
            json!("1@01900000-0000-7000-8000-000000000000"),
            "no line before it is of the person",
        ),
        (
            "/file/placeholder",
            json!("<b>"),
            "its placeholder is malformed",
        ),
        ("/file/width", json!(-1), "its sides or its duration"),
        ("/file/waveform", json!([101]), "its waveform is malformed"),
        ("/file/more", json!(1), "unknown field `more`"),
    ] {
        let mut hostile = note.clone();
        let (around, name) = pointer.rsplit_once('/').unwrap();
        hostile.pointer_mut(around).unwrap()[name] = value;
        let text = exported.with_note(&hostile);
        assert_nothing_imported(&target, &exported, &text, reason).await;
    }
}

#[tokio::test]
async fn export_names_files_that_the_storage_lacks() {
    let exported = Exported::new().await;
    let (.., path) = exported.note();
    let key = path.file_name().unwrap().to_str().unwrap().to_owned();
    let stored = exported.folder.path().join("storage");
    fs::remove_file(stored.join(&key[34..]).join(&key)).unwrap();
    let files = exported.folder.path().join("again");
    let arguments = ["export", "--all", "--files", files.to_str().unwrap()];
    let output = run_in(
        &exported.fixture.database,
        exported.folder.path(),
        &arguments,
    )
    .await;
    assert!(!output.status.success());
    let stderr = text(&output.stderr);
    assert!(stderr.contains("the storage lacks 1 files"), "{stderr}");
    assert!(stderr.contains(&key), "{stderr}");
    let stdout = text(&output.stdout);
    assert!(stdout.contains("\"note.txt\"") && stdout.contains("\"end\""));
    let is_line = |line: &str| line.starts_with("{\"file\"") && line.contains(&key);
    assert!(!stdout.lines().any(is_line));
}
