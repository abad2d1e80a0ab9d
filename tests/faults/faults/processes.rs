//! Stops and starts replicas and nginx.

use std::time::Duration;

use crate::campaign::Campaign;
use crate::support::Pgbouncer;

/// The longest allowed shutdown after SIGTERM.
const SIGTERM_BOUND: Duration = Duration::from_secs(10);

/// Kills a replica under load and starts it again.
pub async fn kill(campaign: &mut Campaign) {
    let node = campaign.any_node();
    campaign.environment.nodes[node].kill().await;
    campaign.acknowledge(campaign.scale.window).await;
    campaign.environment.nodes[node].start().await;
}

/// Sends SIGTERM to a replica under load and starts it again.
pub async fn terminate(campaign: &mut Campaign) {
    let node = campaign.any_node();
    stop_in_time(campaign, node).await;
    campaign.acknowledge(campaign.scale.window).await;
    campaign.environment.nodes[node].start().await;
}

/// Restarts one replica after the other, each when the one before is ready.
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

/// Restarts nginx, which cuts every client's connections.
pub async fn restart_nginx(campaign: &mut Campaign) {
    campaign.environment.nginx.restart().await;
    campaign.acknowledge(campaign.scale.window).await;
}

/// Restarts a replica behind a pooler in transaction mode.
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
