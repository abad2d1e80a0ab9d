//! Notifications that fail for a day become dead letters, which can be listed and retried.

use super::{conversations_with_one_recipient, spawn_consumer};
use crate::cli::{run, text};
use crate::support::TestDatabase;
use crate::support::receiver::Receiver;

async fn wait_for_attempt(database: &TestDatabase) {
    let sql = "SELECT count(*) FROM delivery_receivers WHERE attempts > 0";
    database.until_number(sql, 1).await;
}

#[tokio::test]
async fn command_line_lists_and_retries_dead_letters() {
    let (database, receiver) = (TestDatabase::new().await, Receiver::start().await);
    let chats = conversations_with_one_recipient::<3>(&database).await;
    let _replica = spawn_consumer(&database, &receiver).await;
    receiver.answer_with(500);
    for (two_users, number) in chats.iter().zip(1..) {
        two_users.write(&database, &number.to_string()).await;
    }
    wait_for_attempt(&database).await;

    let days_later = "UPDATE deliveries SET due_at = due_at - interval '1 day'
                      WHERE position = (SELECT min(position) FROM deliveries);
                      UPDATE delivery_receivers SET next_attempt_at = now()";
    database.execute(days_later).await;
    let sql = "SELECT count(*) FROM dead_letters";
    database.until_number(sql, 1).await;
    receiver.answer_with(204);
    let calls = receiver.until_accepted(2).await;
    assert_eq!([calls[0].text(), calls[1].text()], ["2", "3"]);

    let settings = [("DATABASE_URL", &*database.url)];
    let listed = run(&["outbox", "list"], &settings, "").await;
    let listed = text(&listed.stdout);
    let id = receiver.calls()[0].id.clone();
    assert!(listed.contains(&id), "{listed}");
    assert!(listed.contains("answered 500"), "{listed}");
    // Retrying twice sends one webhook.
    let retried = run(&["outbox", "retry", &id, &id], &settings, "").await;
    assert!(retried.status.success(), "{}", text(&retried.stderr));

    let calls = receiver.until_accepted(3).await;
    assert_eq!((calls[2].text(), &calls[2].id), ("1", &id));
    let again = run(&["outbox", "retry", &id], &settings, "").await;
    assert!(
        !again.status.success(),
        "a retried notification is no longer a dead letter"
    );
}
