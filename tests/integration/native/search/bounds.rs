//! Pages of a search, what one request examines, and texts to search for that are hostile.

use serde_json::{Value, json};

use super::super::NativeFixture;
use super::{form_urlencoded, found, hit_ids, search};
use crate::support::{TestDatabase, assert_refused};

#[tokio::test]
async fn pages_bring_each_hit_once_newest_first() {
    let fixture = NativeFixture::new().await;
    let (two, group) = (fixture.two("campus").await, fixture.group("campus").await);
    let mut sent = Vec::new();
    for number in 0..7 {
        let chat = if number % 2 == 0 { &two } else { &group };
        sent.push(chat.send(&chat.one, &format!("needle {number}")).await);
        chat.send(&chat.one, "hay").await;
    }
    let mut paged = Vec::new();
    let mut cursor = String::new();
    loop {
        let mut parameters = vec![("q", "needle"), ("limit", "3")];
        if !cursor.is_empty() {
            parameters.push(("cursor", &cursor));
        }
        let page = search(&two, &two.other, &parameters).await;
        paged.push(hit_ids(&page));
        // A message sent meanwhile is on no later page.
        two.send(&two.one, "needle, late").await;
        match page["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    sent.reverse();
    let pages: Vec<_> = sent.chunks(3).map(<[i64]>::to_vec).collect();
    assert_eq!(paged, pages);
}

#[tokio::test]
async fn rare_word_is_found_over_several_bounded_requests() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let rare = two.send(&two.one, "needle").await;
    let fill = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT {}, 'message_sent', {}, '{{\"content\": \"hay\"}}' FROM generate_series(1, 11000)",
        two.chat_id, two.one_id
    );
    fixture.database.execute(&fill).await;
    let first = search(&two, &two.other, &[("q", "needle")]).await;
    assert_eq!(hit_ids(&first), [0_i64; 0]);
    let mut requests = 1;
    let mut page = first;
    while hit_ids(&page).is_empty() {
        let cursor = page["next_cursor"].as_str().expect("more").to_owned();
        page = search(&two, &two.other, &[("q", "needle"), ("cursor", &cursor)]).await;
        requests += 1;
        assert!(requests < 5);
    }
    assert_eq!(hit_ids(&page), [rare]);
    assert_eq!(page["next_cursor"], Value::Null);
    let common = search(&two, &two.other, &[("q", "hay")]).await;
    assert_eq!(hit_ids(&common).len(), 50);
}

#[tokio::test]
async fn hostile_search_texts_are_answered_or_refused() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let id = two.send(&two.one, "it's a 'quoted' word").await;
    let emoji = "😀".repeat(200);
    for text in [
        "' | !:*",
        "&&&",
        "\\",
        "(((",
        "<->",
        "!a & !b",
        "a:*",
        "''",
        "%_",
        "\u{301}",
        "\u{202e}",
        &emoji,
        &"z ".repeat(99),
        &"z".repeat(200),
        "'); DROP TABLE messages --",
    ] {
        let path = two.path(&format!("/search?{}", form_urlencoded(&[("q", text)])));
        let answer = two.one.get(&path).await;
        assert_eq!(answer.status, 200, "{text}: {}", answer.body);
    }
    assert_eq!(found(&two, &two.one, "'quoted' | !:*").await, [id]);
    assert_eq!(found(&two, &two.one, "!quoted").await, [id]);
    for parameters in [
        "",
        "q=",
        "q=%20%20",
        "q=%00",
        &format!("q={}", "z".repeat(201)),
        "q=a&has=video",
        "q=a&after=yesterday",
        "q=a&chat_id=x",
        "q=a&author_id=99999999999999999999",
    ] {
        let refused = two
            .one
            .get(&two.path(&format!("/search?{parameters}")))
            .await;
        assert_refused(&refused, 400, "invalid_query");
    }
    for (parameters, code) in [
        ("q=a&limit=0", "invalid_limit"),
        ("q=a&limit=101", "invalid_limit"),
        ("q=a&cursor=x", "invalid_cursor"),
        ("q=a&cursor=-1", "invalid_cursor"),
    ] {
        let refused = two
            .one
            .get(&two.path(&format!("/search?{parameters}")))
            .await;
        assert_refused(&refused, 400, code);
    }
}

#[tokio::test]
async fn longest_texts_are_found_by_every_word() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let one_word = "ж".repeat(10_000);
    let id = two.send(&two.one, &one_word).await;
    let answer = search(&two, &two.one, &[("q", &one_word[..400])]).await;
    assert_eq!(hit_ids(&answer), [id]);
    assert_eq!(
        answer["hits"][0]["highlights"],
        json!([{ "start": 0, "end": 10_000 }])
    );
    let many: Vec<String> = (0..1_700).map(|n| format!("w{n}")).collect();
    let id = two.send(&two.one, &many.join(" ")).await;
    let last = search(&two, &two.one, &[("q", "w1699 w0")]).await;
    assert_eq!(hit_ids(&last), [id]);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn highlights_of_a_page_of_longest_texts_cost_few_calls() {
    // Texts of one word, and of different words that begin like the searched one.
    const HIGHLIGHT: &str = "
        SELECT max(cardinality(message_highlights(content, 'абв'))), count(*)
        FROM (
            SELECT repeat('абв ', 2500) AS content
            FROM generate_series(1, 50)
            UNION ALL
            SELECT (SELECT string_agg('а' || to_hex(n), ' ') FROM generate_series(1, 2400) AS n) || ' абв'
            FROM generate_series(1, 50)
        ) AS texts";
    const CALLS: &str = "SELECT sum(calls)::bigint FROM pg_stat_xact_user_functions
                         WHERE funcname IN ('fold_text', 'words_in', 'message_words')";
    let database = TestDatabase::new().await;
    let client = database.client().await;
    let begin = "BEGIN; SET LOCAL track_functions = 'all'";
    client.batch_execute(begin).await.unwrap();
    let row = client.query_one(HIGHLIGHT, &[]).await.unwrap();
    assert_eq!((row.get::<_, i32>(0), row.get::<_, i64>(1)), (200, 100));
    let calls: i64 = client.query_one(CALLS, &[]).await.unwrap().get(0);
    assert!(calls <= 4 * 100, "{calls} calls for 100 texts");
}

#[tokio::test]
async fn first_twenty_words_of_a_search_decide() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let words: Vec<String> = (10..40).map(|n| format!("w{n}")).collect();
    let id = two.send(&two.one, &words[..20].join(" ")).await;
    two.send(&two.one, &words[..19].join(" ")).await;
    assert_eq!(found(&two, &two.one, &words.join(" ")).await, [id]);
}
