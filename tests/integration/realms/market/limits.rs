//! Rate limits of a user across replicas.

use futures::future::join_all;
use serde_json::json;

use super::{MarketFixture, assert_refused, send_message, try_send_message};
use crate::support::{Replica, Socket};

/// Spawns three replicas with the same limit.
async fn three_replicas(market: &MarketFixture, variable: &str, limit: &str) -> [Replica; 3] {
    let mut replicas = Vec::new();
    for _ in 0..3 {
        replicas.push(MarketFixture::limited(&market.database, variable, limit).await);
    }
    replicas
        .try_into()
        .unwrap_or_else(|_| unreachable!("three were pushed"))
}

/// Connects the buyer to each replica.
async fn sockets(market: &MarketFixture, replicas: &[Replica; 3], chat_id: i64) -> Vec<Socket> {
    let mut sockets = Vec::new();
    for replica in replicas {
        sockets.push(
            market
                .socket_at(replica, &market.buyer.token, chat_id)
                .await,
        );
    }
    sockets
}

#[tokio::test]
async fn concurrent_frames_over_replicas_share_the_minute_limit() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let replicas = three_replicas(&market, "MARKET_MESSAGES_PER_MINUTE", "20").await;
    let mut connections = Vec::new();
    for _ in 0..12 {
        connections.extend(sockets(&market, &replicas, chat).await);
    }
    let all = connections.iter_mut().enumerate();
    let outcomes =
        join_all(all.map(async |(n, socket)| try_send_message(socket, &n.to_string()).await));
    let outcomes = outcomes.await;
    let refused = outcomes.into_iter().filter_map(Result::err);
    assert_eq!(refused.collect::<Vec<_>>(), vec!["rate_limited"; 16]);
    let sent = "SELECT count(*) FROM messages";
    assert_eq!(market.database.number(sent).await, 20);
    // The seller's messages count separately.
    let seller = market.socket_at(&replicas[0], &market.seller.token, chat);
    send_message(&mut seller.await, "!").await;
    market.assert_verified().await;
}

#[tokio::test]
async fn concurrent_identical_texts_over_replicas_reach_five_chats() {
    let market = MarketFixture::new().await;
    let replicas = three_replicas(&market, "MARKET_SAME_TEXT_CHATS", "5").await;
    let mut connections = Vec::new();
    for listing in 0..12 {
        let chat = market.chat(listing).await;
        let replica = &replicas[connections.len() % 3];
        connections.push(market.socket_at(replica, &market.buyer.token, chat).await);
    }
    let all = connections.iter_mut();
    let outcomes =
        join_all(all.map(async |socket| try_send_message(socket, "Куплю дёшево").await)).await;
    let refused = outcomes.into_iter().filter_map(Result::err);
    assert_eq!(refused.collect::<Vec<_>>(), vec!["spam"; 7]);
    let sent = "SELECT count(*) FROM messages";
    assert_eq!(market.database.number(sent).await, 5);
}

#[tokio::test]
async fn replicas_share_one_burst_limit() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let replicas = three_replicas(&market, "MARKET_MESSAGES_PER_5_SECONDS", "5").await;
    let mut connections = Vec::new();
    for _ in 0..4 {
        connections.extend(sockets(&market, &replicas, chat).await);
    }
    let burst = connections.iter_mut().enumerate();
    let burst = burst.map(async |(n, socket)| try_send_message(socket, &n.to_string()).await);
    let outcomes = join_all(burst).await;
    let sent = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    // This takes well under five seconds; a stalled machine lets more messages through.
    assert!((5..12).contains(&sent), "{sent}");
    let crowded = "SELECT count(*) FROM messages AS m
                   WHERE (SELECT count(*) FROM messages AS o
                          WHERE o.created_at > m.created_at - interval '4.9 seconds'
                            AND o.created_at <= m.created_at) > 5";
    assert_eq!(market.database.number(crowded).await, 0);
    for outcome in outcomes {
        assert!(
            outcome.is_ok() || outcome == Err("rate_limited".to_owned()),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn market_default_limits_match_the_contract() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let replica = Replica::spawn_with(&market.database, &[("REALMS", "market")]).await;
    let mut socket = market.socket_at(&replica, &market.buyer.token, chat).await;
    let mut sent = 0;
    while try_send_message(&mut socket, &sent.to_string())
        .await
        .is_ok()
    {
        sent += 1;
    }
    assert!((5..20).contains(&sent), "{sent}");
    let first_five = "SELECT count(*) FROM messages AS m
                      WHERE m.created_at < (SELECT min(o.created_at) FROM messages AS o)
                                           + interval '4.9 seconds'";
    assert_eq!(market.database.number(first_five).await, 5);
}

#[tokio::test]
async fn rotating_replicas_does_not_raise_the_chat_limit() {
    let market = MarketFixture::new().await;
    let replicas = three_replicas(&market, "MARKET_CHATS_PER_MINUTE", "10").await;
    let clients = replicas
        .each_ref()
        .map(|replica| replica.client(&market.buyer));
    let requests = (0..18).map(async |n: usize| {
        let chat_request = market.chat_request(i64::try_from(n).unwrap());
        clients[n % 3].post("/api/chat/chats", &chat_request).await
    });
    let answers = join_all(requests).await;
    let created = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(created, 10);
    let mut known = None;
    for (answer, n) in answers.iter().zip(0..) {
        if answer.status == 201 {
            known = Some(n);
        } else {
            assert_refused(answer, 429, "rate_limited");
            assert_eq!(answer.headers["retry-after"], "60");
        }
    }
    // An existing chat is still returned.
    let chat_request = market.chat_request(known.expect("some were created"));
    clients[0]
        .post("/api/chat/chats", &chat_request)
        .await
        .expect(200);
    market.assert_verified().await;
}

#[tokio::test]
async fn identical_text_reaches_at_most_five_chats() {
    let market = MarketFixture::new().await;
    let mut chats = Vec::new();
    for listing in 0..7 {
        chats.push(market.chat(listing).await);
    }
    let replicas = three_replicas(&market, "MARKET_SAME_TEXT_CHATS", "5").await;
    let send = async |n: usize, chat: usize, message: &str| {
        let mut socket = market
            .socket_at(&replicas[n % 3], &market.buyer.token, chats[chat])
            .await;
        try_send_message(&mut socket, message).await.map(drop)
    };
    for chat in 0..5 {
        send(chat, chat, "Куплю дёшево").await.unwrap();
    }
    // The text may be repeated in chats that already have it.
    send(0, 2, "Куплю дёшево").await.unwrap();
    let spam = Err("spam".to_owned());
    assert_eq!(send(0, 5, "Куплю дёшево").await, spam);
    assert_eq!(send(1, 6, "  КУПЛЮ \n дёшево").await, spam);
    assert_eq!(send(2, 6, "<b>Куплю дёшево</b>").await, spam);
    send(1, 5, "Ещё продаётся?").await.unwrap();
    let sent = "SELECT count(*) FROM messages";
    assert_eq!(market.database.number(sent).await, 7);
}

#[tokio::test]
async fn idempotent_repeats_are_neither_rate_limited_nor_logged() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    let replica = MarketFixture::limited(&market.database, "MARKET_MESSAGES_PER_MINUTE", "2").await;
    let mut socket = market.socket_at(&replica, &market.buyer.token, chat).await;
    let frame = json!({
        "type": "message", "message_text": "раз", "client_id": uuid::Uuid::new_v4(),
    });
    for _ in 0..5 {
        socket.send(&frame).await;
        socket.next_of("message").await;
    }
    send_message(&mut socket, "два").await;
    assert_eq!(
        try_send_message(&mut socket, "три").await.unwrap_err(),
        "rate_limited"
    );
    // A repeat over the limit still returns the stored message.
    socket.send(&frame).await;
    socket.next_of("message").await;
    let traces = "SELECT count(*) FROM events WHERE payload ? 'limits'";
    assert_eq!(market.database.number(traces).await, 0);
}

#[tokio::test]
async fn rate_limit_records_are_pruned() {
    let market = MarketFixture::new().await;
    let chat = market.chat(7).await;
    market
        .database
        .execute(
            "INSERT INTO recent_actions (realm, actor_id, kind, at, chat_id)
             SELECT 'market', n, 'message_sent', now() - interval '1 hour', 1
             FROM generate_series(1, 40) AS n",
        )
        .await;
    let mut socket = market.socket(&market.buyer.token, chat).await;
    for n in 0..40 {
        send_message(&mut socket, &n.to_string()).await;
    }
    let old = "SELECT count(*) FROM recent_actions WHERE at < now() - interval '30 minutes'";
    assert_eq!(market.database.number(old).await, 0);
}
