//! People and chats are found by names as messages are by words: without regard to case, accents and `ё`.

use serde_json::{Value, json};

use super::{NativeFixture, Two, patch};
use crate::support::Client;

/// The ids of what a list has, searched for a text.
async fn listed(two: &Two, who: &Client, list: &str, text: &str) -> Vec<i64> {
    let mut url = reqwest::Url::parse("http://localhost").unwrap();
    url.query_pairs_mut().append_pair("q", text);
    let query = url.query().unwrap_or_default();
    let answer = who.get(&two.path(&format!("/{list}?{query}"))).await;
    let answer: Value = answer.expect(200);
    let entries = answer[list].as_array().unwrap().iter();
    entries.map(|entry| entry["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn people_are_found_without_accents() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let rename = format!(
        "UPDATE users SET name = 'Алёна Café' WHERE id = {}",
        two.other_id
    );
    fixture.database.execute(&rename).await;
    for text in ["алена", "АЛЁНА", "cafe", "ёна ca", "CAFÉ"] {
        let found = listed(&two, &two.one, "users", text).await;
        assert_eq!(found, [two.other_id], "{text}");
        let found = listed(&two, &two.one, "chats", text).await;
        assert_eq!(found, [two.chat_id], "{text}");
    }
    assert_eq!(listed(&two, &two.one, "users", "алина").await, [0_i64; 0]);
}

#[tokio::test]
async fn people_are_found_by_parts_of_the_name_in_any_order() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    for (name, found, others) in [
        (
            "Анна Мария Соколова",
            [
                "Соколова Анна",
                "мария анна",
                "сок\u{a0}ан",
                "со\u{ad}колова  анна",
                "Мария Соколова",
            ],
            ["Соколова Ольга", "Анна Анна Иванова"],
        ),
        (
            "Shane O''Neil",
            ["o''neil", "O’Neil", "oʼneil shane", "o`neil", "neil o''"],
            ["oneil", "shane o''brien"],
        ),
        (
            "Пётр\u{a0}\u{200b}Ильи\u{ad}ч",
            [
                "петр ильич",
                "Ильич Петр",
                "\u{feff}петр",
                "ПЁТР\u{202f}ИЛЬИЧ",
                "ильи\u{ad}ч",
            ],
            ["петр ольга", "ильинич"],
        ),
    ] {
        let rename = format!(
            "UPDATE users SET name = '{name}' WHERE id = {}",
            two.other_id
        );
        fixture.database.execute(&rename).await;
        for text in found.map(|text| text.replace("''", "'")) {
            for (list, id) in [("users", two.other_id), ("chats", two.chat_id)] {
                assert_eq!(
                    listed(&two, &two.one, list, &text).await,
                    [id],
                    "{list}: {text}"
                );
            }
        }
        for text in others.map(|text| text.replace("''", "'")) {
            for list in ["users", "chats"] {
                assert_eq!(
                    listed(&two, &two.one, list, &text).await,
                    [0_i64; 0],
                    "{list}: {text}"
                );
            }
        }
    }
}

#[tokio::test]
async fn chats_are_found_by_title_and_present_members() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let rename = format!(
        "UPDATE users SET name = 'Пётр' WHERE id = {}",
        group.other_id
    );
    fixture.database.execute(&rename).await;
    let title = json!({ "title": "Ёлка" });
    patch(&group.one, &group.chat(""), &title).await.expect(200);
    for text in ["елка", "петр"] {
        let found = listed(&group, &group.one, "chats", text).await;
        assert_eq!(found, [group.chat_id], "{text}");
    }
    let path = group.chat(&format!("/members/{}", group.other_id));
    let removed = group.one.delete(&path).await;
    assert!(removed.status < 300, "{}", removed.body);
    assert_eq!(
        listed(&group, &group.one, "chats", "петр").await,
        [0_i64; 0]
    );
}

#[tokio::test]
async fn sellers_find_chats_by_listing_and_guest() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("market").await;
    let guest = fixture.database.person("guest").await;
    let create = format!(
        "INSERT INTO events (realm, kind, actor_id, payload)
         VALUES ('market', 'chat_created', {guest}, jsonb_build_object(
             'type', 'private', 'pair_key', '8:{seller}:{guest}',
             'context', jsonb_build_object('iphone_id', 8, 'title', 'Чёрный телефон'),
             'participants', jsonb_build_array(
                 jsonb_build_object('user_id', {seller}, 'role', 'seller'),
                 jsonb_build_object('user_id', {guest}, 'role', 'buyer'))))
         RETURNING chat_id",
        guest = guest.id,
        seller = two.one_id
    );
    let chat_id = fixture.database.number(&create).await;
    let unnamed = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({chat_id}, 'message_sent', {id}, '{{\"content\": \"?\"}}');
         UPDATE users SET name = NULL WHERE id = {id}",
        id = guest.id
    );
    fixture.database.execute(&unnamed).await;
    let number = guest.id.to_string();
    for text in ["черный", &number[number.len() - 5..]] {
        let found = listed(&two, &two.one, "chats", text).await;
        assert_eq!(found, [chat_id], "{text}");
    }
}
