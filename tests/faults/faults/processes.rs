//! Replicas and nginx are ended and started.

use std::time::Duration;

use crate::campaign::Campaign;
use crate::support::Pgbouncer;

/// A replica that was asked to end has ended by then.
const SIGTERM_BOUND: Duration = Duration::from_secs(10);

/// `kill -9`; the others go on; it comes back.
pub async fn kill(campaign: &mut Campaign) {
    let node = campaign.any_node();
    campaign.environment.nodes[node].kill().await;
    campaign.acknowledge(campaign.scale.window).await;
    campaign.environment.nodes[node].start().await;
}

/// SIGTERM, with a full load on it.
pub async fn terminate(campaign: &mut Campaign) {
    let node = campaign.any_node();
    stop_in_time(campaign, node).await;
    campaign.acknowledge(campaign.scale.window).await;
    campaign.environment.nodes[node].start().await;
}

/// One replica after the other, each as soon as the one before it is ready.
pub async fn rolling_restart(campaign: &mut Campaign) {
    for node in 0..campaign.environment.nodes.len() {
        stop_in_time(campaign, node).await;
        campaign.environment.nodes[node].start().await;
        campaign.environment.nodes[node].until_ready().await;
    }
}

async fn stop_in_time(campaign: &mut Campaign, node: usize) {
    let took = campaign.environment.nodes[node].terminate().await;
    assert!(took < SIGTERM_BOUND, "SIGTERM took {took:?}");
}

/// Every connection of every client is cut.
pub async fn restart_nginx(campaign: &mut Campaign) {
    campaign.environment.nginx.restart().await;
    campaign.acknowledge(campaign.scale.window).await;
}

/// A replica comes back with a `DATABASE_URL` that leads through a pooler in transaction mode.
pub async fn behind_a_pooler(campaign: &mut Campaign) {
    let node = campaign.any_node();
    let environment = &mut campaign.environment;
    let postgres = environment.postgres.directory();
    let pooler = Pgbouncer::in_front_of(postgres, &environment.database, "postgres").await;
    let url = pooler.url("postgres");
    environment.nodes[node].terminate().await;
    environment.nodes[node]
        .start_with(&[("DATABASE_URL", &url)])
        .await;
    environment.nodes[node]
        .wait_for_notification_status("pooled")
        .await;
    campaign.acknowledge(campaign.scale.window).await;
    campaign.until_delivered().await;
    stop_in_time(campaign, node).await;
    campaign.environment.nodes[node].start().await;
}
