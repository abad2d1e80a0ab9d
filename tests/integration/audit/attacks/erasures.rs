//! What a complete erasure looks like, and what one that was tampered with.

use super::{Sealed, lines};
use crate::support::TestDatabase;

/// Erases who sent the message at position 2 and returns their id.
async fn erased(database: &TestDatabase) -> i64 {
    let author = "SELECT actor_id FROM events WHERE position = 2";
    let user_id = database.number(author).await;
    let call = format!("CALL audit.erase_user({user_id}, reason => 'asked for it')");
    let client = database.client().await;
    client.batch_execute(&call).await.unwrap();
    user_id
}

#[tokio::test]
async fn complete_erasure_has_no_finding() {
    let sealed = Sealed::new().await;
    erased(&sealed.database).await;
    let verified = sealed.verified(&sealed.database).await;
    assert_eq!(lines(&verified), Vec::<String>::new());
    assert_eq!(verified.matching_seals, sealed.seals.len());
}

/// Statements after an erasure of user `$USER`, and the first line of what is found.
const TAMPERINGS: &[(&str, &str)] = &[
    (
        "UPDATE erasures SET finished_at = NULL WHERE user_id = $USER;
         INSERT INTO erasures (user_id) SELECT actor_id FROM events WHERE position = 3;
         SELECT audit.erase_texts('{3}');
         DELETE FROM erasures WHERE finished_at IS NULL AND user_id <> $USER;
         UPDATE erasures SET finished_at = now();
         ALTER TABLE events DISABLE TRIGGER USER;
         UPDATE events SET payload = payload || '{\"erased_user_id\": $USER}' WHERE position = 3",
        "position 2: the record of the erasure of user $USER (position $RECORD) names $COUNT texts, but $MORE are \
         erased",
    ),
    (
        "INSERT INTO users (id, name, role) VALUES ($USER, 'N.', 'student')",
        "position 2: the erasure of user $USER (position $RECORD) is not complete: the user still has an account",
    ),
    (
        "INSERT INTO audit.author_keys VALUES ($USER, sha256(''))",
        "position 2: the erasure of user $USER (position $RECORD) is not complete: the key of the user was kept",
    ),
    (
        "DELETE FROM erasures",
        "position 2: the erasure of user $USER (position $RECORD) is not complete: no finished erasure is on \
         record",
    ),
];

#[tokio::test]
async fn erasure_that_was_tampered_with_is_found() {
    let sealed = Sealed::new().await;
    let user_id = erased(&sealed.database).await;
    let record = "SELECT position FROM events WHERE kind = 'user_erased'";
    let record = sealed.database.number(record).await;
    let count =
        "SELECT (payload ->> 'erased_events')::bigint FROM events WHERE kind = 'user_erased'";
    let count = sealed.database.number(count).await;
    sealed.database.until_no_session().await;
    let fill = |text: &str| {
        let text = text.replace("$USER", &user_id.to_string());
        let text = text.replace("$RECORD", &record.to_string());
        text.replace("$COUNT", &count.to_string())
            .replace("$MORE", &(count + 1).to_string())
    };
    for (sql, expected) in TAMPERINGS {
        let copy = sealed.copy().await;
        copy.execute(&fill(sql)).await;
        let found = lines(&sealed.verified(&copy).await);
        assert_eq!(found.first(), Some(&fill(expected)), "{sql}: {found:#?}");
    }
}
