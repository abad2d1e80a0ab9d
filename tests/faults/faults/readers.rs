//! Subscribers that reconnect, pause, hold expiring tokens, or are removed.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::campaign::{BOUND, Campaign};
use crate::environment::eventually_within;
use crate::subscribers::{Scope, Subscriber, SubscriberOptions};
use crate::support::Pair;
use crate::user_pairs::UserPairs;

/// Two hundred such messages overflow every buffer on the way.
const PADDING: usize = 9_000;
const MANY: i64 = 600;

/// Kills the replica of many subscribers: all reconnect to the others at once.
pub async fn storm(campaign: &mut Campaign) {
    let size = campaign.scale.crowd;
    if campaign.crowd.is_none() {
        campaign.crowd = Some(UserPairs::new(&campaign.environment.database, size).await);
    }
    let node = campaign.any_node();
    let crowd = campaign.crowd.as_ref().expect("it was created above");
    let (base, subscribers) = crowd
        .connect(&campaign.environment, node, campaign.seed)
        .await;
    base.send_replace(campaign.environment.nginx.url.clone());
    campaign.environment.nodes[node].kill().await;
    UserPairs::until_all_have_reconnected(&subscribers, 1).await;
    let last = crowd
        .send_to_all(&campaign.environment, "after the storm")
        .await;
    UserPairs::until_all_have_reached(&subscribers, &last).await;
    campaign.environment.nodes[node].start().await;
    for subscriber in subscribers {
        campaign.finished.push(subscriber.stop().await);
    }
}

/// An admin pauses reading while megabytes arrive, then continues.
pub async fn stopped_reader(campaign: &mut Campaign) {
    let (gate, closed) = watch::channel(true);
    let admin = campaign.environment.database.person("admin").await;
    let options = SubscriberOptions::at(&campaign.environment.nginx.url).gated(closed);
    let reader = Subscriber::start(&admin, Scope::Admin, options, campaign.seed);
    until("the reader to connect", || reader.is_live()).await;
    gate.send_replace(false);
    let Pair {
        teacher, chat_id, ..
    } = campaign.environment.pairs[0].clone();
    campaign
        .environment
        .database
        .append_padded(chat_id, &teacher, "long ", MANY, PADDING)
        .await;
    // The others are not affected.
    let started = Instant::now();
    campaign.acknowledge(campaign.scale.window).await;
    campaign.until_delivered().await;
    let took = started.elapsed();
    assert!(took < BOUND, "the others waited {took:?}");
    gate.send_replace(true);
    let head = campaign.environment.database.head().await;
    until("the reader to catch up", || reader.reached() >= head).await;
    campaign.finished.push(reader.stop().await);
}

/// Tokens expire on an open stream: the client reconnects with another one.
pub async fn expiring_token(campaign: &mut Campaign) {
    let admin = campaign.environment.database.person("admin").await;
    let options = SubscriberOptions {
        token: Duration::from_secs(2),
        ..SubscriberOptions::at(&campaign.environment.nginx.url)
    };
    let reader = Subscriber::start(&admin, Scope::Admin, options, campaign.seed);
    until("two tokens to expire", || reader.reconnects() >= 2).await;
    let head = campaign.environment.database.head().await;
    until("the reader to catch up", || reader.reached() >= head).await;
    campaign.finished.push(reader.stop().await);
}

/// Adds a user with an open stream to a busy chat and removes the user again.
pub async fn removal(campaign: &mut Campaign) {
    let database = &campaign.environment.database;
    let guest = database.person("student").await;
    let owner = database.person("teacher").await;
    let busy = campaign.environment.pairs[0].chat_id;
    let own = database.complete_lesson(&owner, &guest).await;
    let options = SubscriberOptions::at(&campaign.environment.nginx.url);
    let scope = Scope::Chats(vec![busy, own]);
    let reader = Subscriber::start(&guest, scope, options, campaign.seed);
    until("the guest to connect", || reader.is_live()).await;
    database.add_participant(busy, &guest, "student").await;
    let joined = database.head().await;
    until("the guest to receive messages of the chat", || {
        reader.reached() > joined
    })
    .await;

    database.remove_participant(busy, &guest).await;

    let left = format!(
        "SELECT position FROM events
         WHERE kind = 'participant_left' AND (payload ->> 'user_id')::bigint = {}",
        guest.id
    );
    let left = database.number(&left).await;
    campaign.acknowledge(campaign.scale.window).await;
    // A message in the guest's own chat: no event of the left chat may arrive before it.
    let last = campaign
        .environment
        .client(&owner)
        .send_message(own, "to the guest")
        .await;
    until("the guest's own message", || reader.reached() >= last).await;
    let (name, _, record) = reader.stop().await;
    let after = record.segments.iter().flat_map(|segment| &segment.seen);
    let after: Vec<i64> = after
        .map(|seen| seen.place.position)
        .filter(|position| *position > left)
        .collect();
    assert_eq!(after, [last], "{name} was removed at {left}");
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    eventually_within(BOUND, what, async || holds().then_some(())).await;
}
