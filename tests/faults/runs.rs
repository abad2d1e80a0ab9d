//! The runs: a short one of some faults, a long one of all, and one of a single fault.

use std::time::Duration;

use rand::seq::SliceRandom as _;
use vestnik::domain::EventKind;

use super::audit::Findings;
use super::campaign::{Campaign, Scale};
use super::environment::Topology;
use super::faults::Fault;
use super::report::Totals;

/// `SOAK_SEED`, or a random seed.
fn seed() -> u64 {
    let given = std::env::var("SOAK_SEED")
        .ok()
        .filter(|seed| !seed.is_empty());
    given.map_or_else(
        || u64::from(rand::random::<u32>()),
        |seed| seed.parse().expect("SOAK_SEED is a number"),
    )
}

/// The faults whose names contain `SOAK_FAULTS`; all of them without it.
fn chosen_faults() -> Vec<Fault> {
    let chosen = std::env::var("SOAK_FAULTS").unwrap_or_default();
    let all = Fault::ALL.iter().copied();
    all.filter(|fault| fault.name().contains(&chosen)).collect()
}

#[track_caller]
fn require_clean(findings: &Findings, seed: u64) {
    assert!(
        findings.is_clean(),
        "repeat with SOAK_SEED={seed}: {findings:#?}"
    );
}

/// A campaign, and the chosen faults in the order of its seed.
async fn begin(title: &str, seed: u64, plan: &Topology, scale: Scale) -> (Campaign, Vec<Fault>) {
    let mut campaign = Campaign::begin(title, seed, plan, scale).await;
    let mut faults = chosen_faults();
    faults.shuffle(&mut campaign.rng);
    (campaign, faults)
}

/// Injects one fault into a small environment.
pub async fn inject_only(fault: Fault) -> (Totals, Findings) {
    let plan = Topology {
        replicas: 2,
        pairs: 3,
        is_synced: false,
    };
    let scale = Scale {
        window: 100,
        crowd: 100,
        is_patient: true,
    };
    let mut campaign = Campaign::begin(fault.name(), seed(), &plan, scale).await;
    campaign.inject(fault).await;
    let (_, totals, findings) = campaign.end().await;
    (totals, findings)
}

/// The kinds of events that every run has to check.
const WRITTEN: [EventKind; 19] = [
    EventKind::MessageSent,
    EventKind::MessageEdited,
    EventKind::MessageDeleted,
    EventKind::ReactionAdded,
    EventKind::ReactionRemoved,
    EventKind::MessagePinned,
    EventKind::MessageUnpinned,
    EventKind::ChatSettingsChanged,
    EventKind::ChatCreated,
    EventKind::ChatRenamed,
    EventKind::ChatPictureChanged,
    EventKind::ChatCustomChanged,
    EventKind::ChatHidden,
    EventKind::ParticipantJoined,
    EventKind::ParticipantRoleChanged,
    EventKind::ParticipantLeft,
    EventKind::UserBlocked,
    EventKind::UserUnblocked,
    EventKind::AttachmentProcessed,
];

/// How long the short run injects faults.
const SHORT: Duration = Duration::from_secs(35);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn short_run_of_faults_loses_repeats_and_reorders_nothing() {
    let seed = seed();
    let plan = Topology {
        replicas: 3,
        pairs: 4,
        is_synced: false,
    };
    let scale = Scale {
        window: 60,
        crowd: 100,
        is_patient: false,
    };
    let (mut campaign, faults) = begin("a short run", seed, &plan, scale).await;
    for fault in faults {
        if campaign.report.elapsed() > SHORT {
            break;
        }
        campaign.inject(fault).await;
    }
    let (_, totals, findings) = campaign.end().await;
    require_clean(&findings, seed);
    let missing = WRITTEN.iter().map(|kind| kind.as_str());
    let missing: Vec<&str> = missing
        .filter(|kind| !totals.kinds.contains(kind))
        .collect();
    assert_eq!(missing, [""; 0], "never acknowledged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes many minutes: make soak"]
async fn long_run_of_faults_loses_repeats_and_reorders_nothing() {
    let seed = seed();
    let goal = std::env::var("SOAK_MESSAGES").ok();
    let goal = goal.filter(|goal| !goal.is_empty());
    let goal: u64 = goal.map_or(100_000, |goal| goal.parse().expect("SOAK_MESSAGES"));
    let plan = Topology {
        replicas: 3,
        pairs: 24,
        is_synced: true,
    };
    let scale = Scale {
        window: 1_500,
        crowd: 1_000,
        is_patient: true,
    };
    let (mut campaign, faults) = begin("a long run", seed, &plan, scale).await;
    // Each fault at least once.
    for fault in faults.iter().copied().cycle() {
        let is_enough = campaign.outcomes.acknowledged() >= goal;
        if is_enough && campaign.report.has_seen(faults.len()) {
            break;
        }
        campaign.inject(fault).await;
    }
    let (_, totals, findings) = campaign.end().await;
    require_clean(&findings, seed);
    assert!(totals.acknowledged >= goal);
}
