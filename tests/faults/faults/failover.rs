//! The primary dies, and its standby takes over.

use crate::audit;
use crate::campaign::{BOUND, Campaign};
use crate::environment::{Environment, eventually_within};
use crate::postgres::Postgres;
use crate::subscribers::Subscriber;

/// Kills a primary with a synchronous standby under load and promotes the standby, which has every
/// acknowledged event. No client gets a new address.
pub async fn with_synchronous_standby(campaign: &mut Campaign) {
    let standby = campaign.environment.start_standby();
    synchronise(&campaign.environment.postgres, "*").await;
    until_standby_is(campaign, "sync").await;
    campaign.acknowledge(campaign.scale.window).await;

    campaign.environment.postgres.kill();
    let dead = campaign.environment.fail_over_to(standby);

    drop(dead);
    disable_synchronous_standby(campaign).await;
}

/// The standby stopped before the primary died, so later acknowledged events are lost. Subscribers
/// receive a reset and continue.
pub async fn with_lost_tail(campaign: &mut Campaign) {
    let mut standby = campaign.environment.start_standby();
    until_standby_is(campaign, "async").await;
    campaign.acknowledge(campaign.scale.window / 4).await;
    standby.stop_fast();
    let resets = resets(campaign);
    campaign.acknowledge(campaign.scale.window).await;
    campaign.until_delivered().await;

    campaign.environment.postgres.kill();
    standby.start_again();
    // Before a replica can append to it.
    let kept = standby_head(&standby).await;
    // Subscribers that received nothing of the tail need no reset.
    let had_some: Vec<bool> = campaign
        .subscribers
        .iter()
        .map(|subscriber| subscriber.reached() > kept)
        .collect();
    let mut dead = campaign.environment.fail_over_to(standby);

    dead.start_at_alternate_socket();
    let tail = audit::lost_tail(&Environment::database_on_alternate_socket(&dead), kept).await;
    assert!(tail.len() > 0, "the standby had everything");
    campaign.lost_tails.push(tail);
    eventually_within(
        BOUND,
        "every subscriber of the tail to be reset",
        async || {
            let after = campaign.subscribers.iter().map(Subscriber::resets);
            after
                .zip(&resets)
                .zip(&had_some)
                .all(|((now, before), had_some)| now > *before || !had_some)
                .then_some(())
        },
    )
    .await;
}

/// The number of resets of each subscriber.
fn resets(campaign: &Campaign) -> Vec<usize> {
    let subscribers = campaign.subscribers.iter();
    subscribers.map(Subscriber::resets).collect()
}

async fn standby_head(standby: &Postgres) -> i64 {
    Environment::of(standby).head().await
}

async fn until_standby_is(campaign: &Campaign, state: &str) {
    let streaming = format!(
        "SELECT count(*) FROM pg_stat_replication
         WHERE state = 'streaming' AND sync_state = '{state}'"
    );
    eventually_within(BOUND, &format!("the standby to be {state}"), async || {
        (campaign.environment.database.number(&streaming).await > 0).then_some(())
    })
    .await;
}

async fn synchronise(postgres: &Postgres, with: &str) {
    let sql = format!("ALTER SYSTEM SET synchronous_standby_names = '{with}'");
    postgres.execute(&sql).await;
    postgres.execute("SELECT pg_reload_conf()").await;
}

/// The promoted standby has the former primary's settings, but no standby to wait for.
async fn disable_synchronous_standby(campaign: &Campaign) {
    synchronise(&campaign.environment.postgres, "").await;
}
