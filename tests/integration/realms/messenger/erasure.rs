//! Who is erased takes their files along.

use serde_json::json;

use super::Office;
use super::attachments::files_in;
use crate::support::eventually;

#[tokio::test]
async fn erasing_a_user_deletes_their_files() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let url = format!("file://{}", folder.path().display());
    let office = Office::with(&[("STORAGE_URL", &url)]).await;
    let chat = office.direct(None).await;
    let file = office
        .file(&office.anna, "Анна Иванова, паспорт.txt", b"secret")
        .await;
    let payload = json!({ "content": "вот", "type": "file", "attachments": [file] });
    office.wrote(chat, &office.anna, &payload).await;
    let boris = office.as_(&office.boris);
    let path = format!("/api/messenger/attachments/{file}");
    assert_eq!(boris.get(&path).await.status, 200);

    let erase = format!("CALL audit.erase_user({})", office.anna.id);
    office.database.execute(&erase).await;
    assert_eq!(boris.get(&path).await.status, 404, "at once");
    let named = "SELECT count(*) FROM attachments WHERE name LIKE '%Анна%'";
    assert_eq!(office.database.number(named).await, 0);
    eventually("the bytes to go", async || {
        let rows = "SELECT count(*) FROM attachments";
        let is_gone = office.database.number(rows).await == 0 && files_in(folder.path()) == 0;
        is_gone.then_some(())
    })
    .await;
    assert_eq!(office.findings().await, 0);
}
