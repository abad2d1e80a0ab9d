//! Erasure of a user deletes the user's files.

use serde_json::json;

use super::MessengerFixture;
use super::attachments::files_in;
use crate::support::eventually;

#[tokio::test]
async fn erasing_a_user_deletes_their_files() {
    let folder = tempfile::tempdir().expect("a folder can be created");
    let url = format!("file://{}", folder.path().display());
    let messenger = MessengerFixture::with(&[("STORAGE_URL", &url)]).await;
    let chat = messenger.direct(None).await;
    let file = messenger
        .file(&messenger.anna, "Анна Иванова, паспорт.txt", b"secret")
        .await;
    let payload = json!({ "content": "вот", "type": "file", "attachments": [file] });
    messenger
        .insert_message(chat, &messenger.anna, &payload)
        .await;
    let boris = messenger.client_of(&messenger.boris);
    let path = format!("/api/messenger/attachments/{file}");
    assert_eq!(boris.get(&path).await.status, 200);

    let erase = format!("CALL audit.erase_user({})", messenger.anna.id);
    messenger.database.execute(&erase).await;
    assert_eq!(boris.get(&path).await.status, 404, "at once");
    let named = "SELECT count(*) FROM attachments WHERE name LIKE '%Анна%'";
    assert_eq!(messenger.database.number(named).await, 0);
    eventually("the file to be deleted", async || {
        let rows = "SELECT count(*) FROM attachments";
        let is_gone = messenger.database.number(rows).await == 0 && files_in(folder.path()) == 0;
        is_gone.then_some(())
    })
    .await;
    assert_eq!(messenger.findings().await, 0);
}
