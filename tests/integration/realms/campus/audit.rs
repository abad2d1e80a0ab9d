//! The audit trail of edits and deletions.

use super::{
    CampusFixture, add, create, delete, delete_conversation, edit, id, mark_read, remove, reply,
    send_message,
};

/// The findings of `audit.verify()`, one per row.
async fn findings(campus: &CampusFixture) -> Vec<String> {
    let client = campus.database.client().await;
    let sql =
        "SELECT concat_ws(' | ', v.finding, v.relation, v.key, v.attribute, v.live, v.derived)
               FROM audit.verify() AS v";
    let rows = client
        .query(sql, &[])
        .await
        .expect("the verification succeeds");
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn timeline_lists_every_former_text_and_verification_passes() {
    let campus = CampusFixture::new().await;
    let (ann, bob, eve) = (campus.ann(), campus.bob(), campus.eve());
    let group = campus.group(&[&campus.bob]).await;
    let pair = campus.private().await;
    add(&ann, &group, &campus.eve).await.expect(201);
    let first = id(&send_message(&ann, &group, "one").await);
    for text in ["two", "three"] {
        edit(&ann, &first, text).await.expect(200);
    }
    let answer = id(&reply(&eve, &group, &first, "answer").await);
    delete(&ann, &first).await.expect(204);
    delete(&ann, &answer).await.expect(204);
    mark_read(&bob, &group).await.expect(204);
    remove(&ann, &group, &campus.eve).await.expect(204);
    remove(&bob, &group, &campus.bob).await.expect(204);
    add(&ann, &group, &campus.bob).await.expect(201);
    send_message(&bob, &pair, "private").await;
    delete_conversation(&ann, &pair).await.expect(204);
    let wanted = serde_json::json!({ "type": "private", "participant_ids": [campus.ann.id] });
    create(&bob, &wanted).await.expect(200);
    send_message(&ann, &pair, "again").await;
    delete_conversation(&ann, &group).await.expect(204);

    assert_eq!(findings(&campus).await, Vec::<String>::new());
    for (conversation, texts) in [
        (&group, &["one", "two", "three", "answer"][..]),
        (&pair, &["private", "again"]),
    ] {
        for text in texts {
            let sql = format!(
                "SELECT count(*)
                 FROM audit.timeline((SELECT position FROM events WHERE event_id = '{conversation}')) AS t
                 WHERE t.text = '{text}'"
            );
            let shown = campus.database.number(&sql).await;
            assert!(shown > 0, "`{text}` is on the timeline");
        }
    }
}
