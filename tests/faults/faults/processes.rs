//! Replicas and nginx are ended and started.

use std::time::Duration;

use crate::campaign::Campaign;
use crate::support::Pgbouncer;

/// A replica that was asked to end has ended by then.
const SIGTERM_BOUND: Duration = Duration::from_secs(10);

/// `kill -9`; the others go on; it comes back.
pub async fn kill(campaign: &mut Campaign) {
    let node = campaign.any_node();
    campaign.world.nodes[node].kill().await;
    campaign.acknowledge(campaign.scale.window).await;
    campaign.world.nodes[node].start().await;
}

/// SIGTERM, with a full load on it.
pub async fn terminate(campaign: &mut Campaign) {
    let node = campaign.any_node();
    stop_in_time(campaign, node).await;
    campaign.acknowledge(campaign.scale.window).await;
    campaign.world.nodes[node].start().await;
}

/// One replica after the other, each as soon as the one before it is ready.
pub async fn rolling_restart(campaign: &mut Campaign) {
    for node in 0..campaign.world.nodes.len() {
        stop_in_time(campaign, node).await;
        campaign.world.nodes[node].start().await;
        campaign.world.nodes[node].until_ready().await;
    }
}

async fn stop_in_time(campaign: &mut Campaign, node: usize) {
    let took = campaign.world.nodes[node].terminate().await;
    assert!(took < SIGTERM_BOUND, "SIGTERM took {took:?}");
}

/// Every connection of every client is cut.
pub async fn restart_nginx(campaign: &mut Campaign) {
    campaign.world.nginx.restart().await;
    campaign.acknowledge(campaign.scale.window).await;
}

/// A replica comes back with a `DATABASE_URL` that leads through a pooler in transaction mode.
pub async fn behind_a_pooler(campaign: &mut Campaign) {
    let node = campaign.any_node();
    let world = &mut campaign.world;
    let postgres = world.postgres.directory();
    let pooler = Pgbouncer::in_front_of(postgres, &world.database, "postgres").await;
    let url = pooler.url("postgres");
    world.nodes[node].terminate().await;
    world.nodes[node]
        .start_with(&[("DATABASE_URL", &url)])
        .await;
    world.nodes[node].until_bell_is("silent").await;
    campaign.acknowledge(campaign.scale.window).await;
    campaign.until_delivered().await;
    stop_in_time(campaign, node).await;
    campaign.world.nodes[node].start().await;
}
