//! `/conversations/`.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    CampusFixture, assert_refused, create, delete_conversation, history, id, list, send,
    send_message, show, texts,
};

#[tokio::test]
async fn private_conversation_has_the_contract_fields() {
    let campus = CampusFixture::new().await;
    let wanted = json!({
        "type": "private", "participant_ids": [campus.bob.id],
        "service": "timetable", "service_id": "lecture-17",
    });

    let created = create(&campus.ann(), &wanted).await.expect(201);

    let uuid: Uuid = id(&created).parse().unwrap();
    assert_eq!(uuid.get_version_num(), 7);
    let created_at = created["created_at"].as_str().unwrap();
    assert!(
        created_at.ends_with('Z') && created_at.contains('T'),
        "{created_at}"
    );
    let expected = json!({
        "id": created["id"], "type": "private", "title": null, "created_by": campus.ann.id,
        "created_at": created_at, "service": "timetable", "service_id": "lecture-17",
        "participants": [
            { "user_id": campus.ann.id, "name": campus.ann.name, "last_read_message_id": null },
            { "user_id": campus.bob.id, "name": campus.bob.name, "last_read_message_id": null },
        ],
        "last_message": null, "unread_count": 0,
    });
    assert_eq!(created, expected);
    for reader in [campus.ann(), campus.bob()] {
        assert_eq!(show(&reader, &id(&created)).await.expect(200), expected);
        assert_eq!(list(&reader).await, std::slice::from_ref(&expected));
    }
}

#[tokio::test]
async fn repeated_requests_return_the_same_private_conversation() {
    let campus = CampusFixture::new().await;
    let (ann, bob) = (campus.ann(), campus.bob());
    let by_ann = json!({ "type": "private", "participant_ids": [campus.bob.id] });
    let by_bob = json!({ "type": "private", "participant_ids": [campus.ann.id] });
    let requests = (0..10).flat_map(|_| [create(&ann, &by_ann), create(&bob, &by_bob)]);
    let answers = futures::future::join_all(requests).await;
    let first = id(&answers[0].body);
    assert!(answers.iter().all(|answer| id(&answer.body) == first));
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!((&statuses[..19], statuses[19]), (&[200; 19][..], 201));
    let head = campus.database.head().await;
    let by_bob = json!({
        "type": "private", "title": "другая", "participant_ids": [campus.bob.id, campus.ann.id],
    });

    for (client, wanted) in [(campus.ann(), by_ann), (campus.bob(), by_bob)] {
        let found = create(&client, &wanted).await.expect(200);
        assert_eq!(id(&found), first);
        assert_eq!(found["title"], Value::Null);
    }
    assert_eq!(campus.database.head().await, head, "nothing was appended");
}

#[tokio::test]
async fn group_has_a_title_and_two_to_500_members() {
    let campus = CampusFixture::new().await;
    let sql = "WITH added AS (
                   INSERT INTO users (email, name, role)
                   SELECT 'n' || n || '@campus.test', 'N', 'member' FROM generate_series(1, 500) AS n
                   RETURNING id
               ) SELECT min(id) FROM added";
    let first = campus.database.number(sql).await;
    let ann = campus.ann.id;
    let group = |title: Value, others: Vec<i64>| json!({ "type": "group", "title": title, "participant_ids": others });
    let most: Vec<i64> = (first..first + 499).collect();
    let too_many: Vec<i64> = (first..first + 500).collect();

    let refused = [
        group(Value::Null, vec![first]),
        group("".into(), vec![first]),
        group(" \u{a0} ".into(), vec![first]),
        group("ё".repeat(256).into(), vec![first]),
        group("a\0b".into(), vec![first]),
        group("title".into(), vec![]),
        group("title".into(), vec![ann, ann]),
        group("title".into(), too_many),
        json!({ "type": "group", "participant_ids": [first] }),
        json!({ "type": "group", "title": "t", "participant_ids": [first], "service": "ё".repeat(256) }),
    ];
    for wanted in refused {
        let answer = create(&campus.ann(), &wanted).await;
        assert_refused(&answer, 400, "invalid_chat");
    }

    let smallest = group("ё".repeat(255).into(), vec![first, first, ann]);
    let created = create(&campus.ann(), &smallest).await.expect(201);
    assert_eq!(created["participants"].as_array().unwrap().len(), 2);
    assert_eq!(created["type"], "group");
    let again = create(&campus.ann(), &smallest).await.expect(201);
    assert_ne!(
        again["id"], created["id"],
        "a repeated request creates another group"
    );
    let created = create(&campus.ann(), &group("all".into(), most))
        .await
        .expect(201);
    assert_eq!(created["participants"].as_array().unwrap().len(), 500);
    let full = super::add(&campus.ann(), &id(&created), &campus.bob).await;
    assert_refused(&full, 409, "group_full");
}

#[tokio::test]
async fn recreated_private_conversation_keeps_its_history() {
    let campus = CampusFixture::new().await;
    let (ann, bob) = (campus.ann(), campus.bob());
    let conversation = campus.private().await;
    send_message(&ann, &conversation, "before").await;

    let answer = delete_conversation(&bob, &conversation).await;
    assert_eq!((answer.status, answer.body), (204, Value::Null));
    for client in [&ann, &bob] {
        assert!(list(client).await.is_empty());
        assert_refused(&show(client, &conversation).await, 404, "chat_not_found");
        let answer = send(client, &conversation, "gone").await;
        assert_refused(&answer, 404, "chat_not_found");
        let answer = delete_conversation(client, &conversation).await;
        assert_refused(&answer, 404, "chat_not_found");
    }

    let wanted = json!({ "type": "private", "participant_ids": [campus.ann.id] });
    let back = create(&bob, &wanted).await.expect(200);
    assert_eq!(id(&back), conversation);
    assert_eq!(back["last_message"]["text"], "before");
    for client in [&ann, &bob] {
        assert_eq!(texts(&history(client, &conversation, "").await), ["before"]);
        assert_eq!(list(client).await.len(), 1);
    }
    send_message(&ann, &conversation, "after").await;
    let page = history(&bob, &conversation, "").await;
    assert_eq!(texts(&page), ["before", "after"]);
}

#[tokio::test]
async fn only_the_creator_deletes_a_group_and_events_remain() {
    let campus = CampusFixture::new().await;
    let group = campus.group(&[&campus.bob]).await;
    send_message(&campus.bob(), &group, "kept").await;

    let answer = delete_conversation(&campus.bob(), &group).await;
    assert_refused(&answer, 403, "not_the_creator");
    let answer = delete_conversation(&campus.stranger(), &group).await;
    assert_refused(&answer, 403, "not_a_participant");
    delete_conversation(&campus.ann(), &group).await.expect(204);

    for client in [campus.ann(), campus.bob(), campus.stranger()] {
        assert_refused(&show(&client, &group).await, 404, "chat_not_found");
    }
    let sql = "SELECT count(*) FROM events WHERE payload ->> 'content' = 'kept'";
    assert_eq!(campus.database.number(sql).await, 1);
}

#[tokio::test]
async fn invalid_conversation_requests_are_refused() {
    let campus = CampusFixture::new().await;
    let (ann, bob, eve) = (campus.ann.id, campus.bob.id, campus.eve.id);
    let private = |others: &[i64]| json!({ "type": "private", "participant_ids": others });
    let group =
        |others: &[i64]| json!({ "type": "group", "title": "t", "participant_ids": others });
    for (wanted, code) in [
        (private(&[]), "invalid_chat"),
        (private(&[ann]), "invalid_chat"),
        (private(&[ann, ann]), "invalid_chat"),
        (private(&[bob, eve]), "invalid_chat"),
        (private(&[ann, bob, eve]), "invalid_chat"),
        (private(&[987_654_321]), "user_not_found"),
        (private(&[0]), "user_not_found"),
        (private(&[-1]), "user_not_found"),
        (group(&[bob, 987_654_321]), "user_not_found"),
        (group(&[bob, 0]), "user_not_found"),
        (group(&[bob, -1]), "user_not_found"),
        (json!({}), "invalid_body"),
        (json!([]), "invalid_body"),
        (json!({ "type": "private" }), "invalid_body"),
        (json!({ "participant_ids": [bob] }), "invalid_body"),
        (
            json!({ "type": "channel", "participant_ids": [bob] }),
            "invalid_body",
        ),
        (
            json!({ "type": "private", "participant_ids": bob }),
            "invalid_body",
        ),
        (
            json!({ "type": "private", "participant_ids": ["x"] }),
            "invalid_body",
        ),
        (
            json!({ "type": "group", "title": 7, "participant_ids": [bob] }),
            "invalid_body",
        ),
    ] {
        assert_refused(&create(&campus.ann(), &wanted).await, 400, code);
    }
    assert!(list(&campus.bob()).await.is_empty());
    // Listing the caller or a user twice adds no participant.
    let wanted = private(&[bob, ann, bob]);
    create(&campus.ann(), &wanted).await.expect(201);
}

#[tokio::test]
async fn pair_has_one_private_conversation_for_each_subject() {
    let campus = CampusFixture::new().await;
    let (ann, bob) = (campus.ann(), campus.bob());
    let about = |other: i64, subject: Value| {
        let mut wanted = json!({ "type": "private", "participant_ids": [other] });
        for (name, value) in subject.as_object().unwrap() {
            wanted[name] = value.clone();
        }
        wanted
    };
    let subjects = [
        json!({}),
        json!({ "service": "timetable" }),
        json!({ "service": "timetable", "service_id": "lecture-17" }),
        json!({ "service": "timetable", "service_id": "lecture-18" }),
        json!({ "service": "library", "service_id": "lecture-17" }),
        json!({ "service_id": "timetable" }),
    ];
    let mut found = Vec::new();
    for subject in &subjects {
        let wanted = about(campus.bob.id, subject.clone());
        let created = create(&ann, &wanted).await.expect(201);
        for field in ["service", "service_id"] {
            assert_eq!(
                created[field],
                subject.get(field).cloned().unwrap_or_default()
            );
        }
        found.push(id(&created));
    }
    let distinct: std::collections::BTreeSet<_> = found.iter().collect();
    assert_eq!(distinct.len(), subjects.len());
    // The other one of the pair finds each, also a deleted one.
    delete_conversation(&ann, &found[2]).await.expect(204);
    for (subject, expected) in subjects.iter().zip(&found) {
        let wanted = about(campus.ann.id, subject.clone());
        let again = create(&bob, &wanted).await.expect(200);
        assert_eq!(id(&again), *expected);
    }
    assert_eq!(list(&bob).await.len(), subjects.len());
}
