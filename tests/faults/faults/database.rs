//! Postgres stops, hangs, or refuses writes.

use rand::RngExt as _;

use crate::campaign::{BOUND, Campaign};
use crate::environment::eventually_within;
use crate::support::PausedSessions;

/// Makes `append_batch()` fail as it does when a table cannot grow.
const FULL: &str = "
    CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'
       USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER disk_full BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION disk_full()";

/// Stops Postgres as a crash does, and starts it again: it recovers from its WAL.
pub async fn stop_and_start(campaign: &mut Campaign) {
    campaign.environment.postgres.stop_immediately();
    let refused = campaign.outcomes.refused();
    if campaign.scale.is_patient {
        until_refused(campaign, refused).await;
    }
    campaign.environment.postgres.start_again();
}

/// Ends every session of the server several times under load.
pub async fn end_sessions(campaign: &mut Campaign) {
    for _ in 0..campaign.rng.random_range(1..5) {
        campaign.environment.database.terminate("%").await;
        campaign.acknowledge(campaign.scale.window / 4).await;
    }
}

/// Pauses the listeners: events are delivered by polling.
pub async fn freeze_listeners(campaign: &mut Campaign) {
    let frozen = PausedSessions::sessions(&campaign.environment.database, "listener").await;
    campaign.acknowledge(campaign.scale.window).await;
    campaign.until_delivered().await;
    drop(frozen);
}

/// Postgres commits, but its response is lost.
pub async fn lose_answers(campaign: &mut Campaign) {
    let proxy = &campaign.environment.proxy;
    let goal = proxy.dropped_responses() + campaign.rng.random_range(1..6);
    proxy.drop_responses(goal - proxy.dropped_responses());
    eventually_within(BOUND, "responses to be lost", async || {
        (proxy.dropped_responses() >= goal).then_some(())
    })
    .await;
}

/// Cuts the connections between a replica and Postgres.
pub async fn cut_connections(campaign: &mut Campaign) {
    for _ in 0..campaign.rng.random_range(1..6) {
        campaign.environment.proxy.cut_all();
        campaign.acknowledge(campaign.scale.window / 4).await;
    }
}

/// Makes Postgres read-only.
pub async fn read_only(campaign: &mut Campaign) {
    let postgres = &campaign.environment.postgres;
    let refused = campaign.outcomes.refused();
    postgres
        .execute("ALTER SYSTEM SET default_transaction_read_only = on")
        .await;
    postgres.execute("SELECT pg_reload_conf()").await;
    refuse_for_a_while(campaign, refused).await;
    let postgres = &campaign.environment.postgres;
    postgres
        .execute("ALTER SYSTEM RESET default_transaction_read_only")
        .await;
    postgres.execute("SELECT pg_reload_conf()").await;
}

/// Makes every insert of an event fail with `disk_full`.
pub async fn disk_full(campaign: &mut Campaign) {
    let refused = campaign.outcomes.refused();
    campaign.environment.database.execute(FULL).await;
    refuse_for_a_while(campaign, refused).await;
    let database = &campaign.environment.database;
    database.execute("DROP FUNCTION disk_full CASCADE").await;
}

/// Asserts that the log does not grow while writes are refused. A session notices the change with
/// its next statement. What was written before may still be acknowledged.
async fn refuse_for_a_while(campaign: &Campaign, refused: u64) {
    let head = async || campaign.environment.database.head().await;
    let before = eventually_within(BOUND, "writes to stop", async || {
        let before = head().await;
        until_retried(campaign).await;
        (head().await == before).then_some(before)
    })
    .await;
    if campaign.scale.is_patient {
        until_refused(campaign, refused).await;
    } else {
        until_retried(campaign).await;
    }
    assert_eq!(head().await, before);
}

async fn until_refused(campaign: &Campaign, refused: u64) {
    eventually_within(BOUND, "a send to be refused", async || {
        (campaign.outcomes.refused() > refused).then_some(())
    })
    .await;
}

/// Waits until a replica tries again. Not every replica does: nginx may send no request to one.
async fn until_retried(campaign: &Campaign) {
    let before = retries(campaign).await;
    eventually_within(BOUND, "a replica to try again", async || {
        (retries(campaign).await > before).then_some(())
    })
    .await;
}

async fn retries(campaign: &Campaign) -> f64 {
    let mut sum = 0.0;
    for node in &campaign.environment.nodes {
        sum += node.metric("vestnik_append_retries_total").await;
    }
    sum
}
