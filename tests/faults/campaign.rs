//! Replicas under load, into which faults are injected one after the other, and the audit at the end.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::audit::{self, Findings, Log, LostTail};
use super::changers::Changer;
use super::environment::{Environment, Topology, eventually_within};
use super::faults::Fault;
use super::group_changers::GroupChanger;
use super::record::Record;
use super::report::{Report, Totals, print_line};
use super::senders::{SendOutcomes, Senders};
use super::socket_senders::SocketSender;
use super::subscribers::{Scope, Subscriber, SubscriberOptions};
use super::user_pairs::UserPairs;
use crate::support::Person;

/// The longest allowed recovery.
pub const BOUND: Duration = Duration::from_secs(90);

/// The size of a run.
pub struct Scale {
    /// Writes that are acknowledged while a fault lasts.
    pub window: u64,
    /// Subscribers that reconnect together in a storm.
    pub crowd: usize,
    /// Whether outages last until sends are answered 503.
    pub is_patient: bool,
}

/// A run.
pub struct Campaign {
    pub environment: Environment,
    /// The source of every random choice.
    pub rng: StdRng,
    pub seed: u64,
    pub outcomes: Arc<SendOutcomes>,
    pub scale: Scale,
    /// Subscribers of the whole run.
    pub subscribers: Vec<Subscriber>,
    /// Records of subscribers that were stopped earlier.
    pub finished: Vec<(String, Scope, Record)>,
    pub lost_tails: Vec<LostTail>,
    /// The users of reconnect storms, created by the first one.
    pub crowd: Option<UserPairs>,
    pub report: Report,
    senders: Option<Senders>,
}

impl Campaign {
    pub async fn begin(title: &str, seed: u64, plan: &Topology, scale: Scale) -> Self {
        let report = Report::begin(title, seed);
        let environment = Environment::new(plan).await;
        let rng = StdRng::seed_from_u64(seed);
        let subscribers = subscribe_all(&environment, seed);
        let outcomes = Arc::<SendOutcomes>::default();
        let mut campaign = Self {
            environment,
            rng,
            seed,
            outcomes,
            scale,
            subscribers,
            finished: Vec::new(),
            lost_tails: Vec::new(),
            crowd: None,
            report,
            senders: None,
        };
        eventually_within(BOUND, "every subscriber to connect", async || {
            let all = campaign.subscribers.iter().all(Subscriber::is_live);
            all.then_some(())
        })
        .await;
        campaign.senders = Some(campaign.send());
        campaign
    }

    fn send(&self) -> Senders {
        let people: Vec<(Person, i64)> = self
            .environment
            .pairs
            .iter()
            .flat_map(|pair| {
                [&pair.teacher, &pair.student].map(|user| (user.clone(), pair.chat_id))
            })
            .collect();
        let base = &self.environment.nginx.url;
        let mut senders = Senders::start(&people, base, self.seed, &self.outcomes);
        for conversation in &self.environment.conversations {
            for person in &conversation.members {
                let sender =
                    SocketSender::new(person, conversation, base, self.seed, &self.outcomes);
                senders.add(|stop| sender.run(stop));
            }
        }
        for pair in &self.environment.pairs {
            let changer =
                Changer::new(&pair.teacher, pair.chat_id, base, self.seed, &self.outcomes);
            senders.add(|stop| changer.run(stop));
        }
        for group in &self.environment.groups {
            let changer = GroupChanger::new(group, base, self.seed, &self.outcomes);
            senders.add(|stop| changer.run(stop));
        }
        senders
    }

    /// Waits until this many more writes are acknowledged.
    pub async fn acknowledge(&self, more: u64) {
        let goal = self.outcomes.acknowledged() + more;
        let what = format!("{more} writes to be acknowledged");
        eventually_within(BOUND, &what, async || {
            (self.outcomes.acknowledged() >= goal).then_some(())
        })
        .await;
    }

    /// Waits until the admins' subscribers have received every message of the school so far.
    pub async fn until_delivered(&self) {
        let of_school = "SELECT max(position) FROM events
                         WHERE realm = 'school' AND kind = 'message_sent'";
        let head = self.environment.database.number(of_school).await;
        self.until_reached(head).await;
    }

    async fn until_reached(&self, position: i64) {
        let readers = || {
            self.subscribers
                .iter()
                .filter(|subscriber| subscriber.scope == Scope::Admin)
        };
        let slowest = || readers().min_by_key(|reader| reader.reached());
        let started = Instant::now();
        while let Some(reader) = slowest().filter(|reader| reader.reached() < position) {
            assert!(
                started.elapsed() < BOUND,
                "{} waits for {position} at {}",
                reader.name,
                reader.reached()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A random node.
    pub fn any_node(&mut self) -> usize {
        self.rng.random_range(0..self.environment.nodes.len())
    }

    /// Injects a fault, and waits for the recovery.
    pub async fn inject(&mut self, fault: Fault) {
        print_line(format_args!(
            "  {:>4.0} s, {:>6} acknowledged: {}",
            self.report.elapsed().as_secs_f64(),
            self.outcomes.acknowledged(),
            fault.name()
        ));
        self.outcomes.reset_pauses();
        Box::pin(fault.inject(self)).await;
        let over = Instant::now();
        self.environment.until_all_are_ready().await;
        self.acknowledge(10).await;
        self.until_delivered().await;
        let pause = self.outcomes.longest_pause();
        self.report.add_fault(fault.name(), pause, over.elapsed());
    }

    /// Stops, and compares every acknowledged write and delivered event with the log.
    pub async fn end(mut self) -> (Report, Totals, Findings) {
        self.senders.take().expect("the senders run").stop().await;
        let last = self.send_last_messages().await;
        self.until_all_have_reached(last).await;
        self.until_sealed(last).await;

        let mut findings = Findings::default();
        let log = Log::read(
            &self.environment.database,
            std::mem::take(&mut self.lost_tails),
        )
        .await;
        let acknowledged = self.outcomes.take();
        log.check_writes(&acknowledged, &mut findings);
        log.check_abandoned(&self.outcomes.take_abandoned(), &mut findings);
        log.check_missed(&self.outcomes.take_missed(), &mut findings);
        let drafts = audit::drafts(&self.environment.database).await;
        log.check_drafts(&self.outcomes.take_drafts(), &drafts, &mut findings);
        let mut totals = Totals {
            acknowledged: self.outcomes.acknowledged(),
            refused: self.outcomes.refused(),
            unanswered: self.outcomes.unanswered(),
            repeated: self.outcomes.repeated(),
            events: log.len(),
            kinds: acknowledged
                .iter()
                .map(|write| write.kind.as_str())
                .collect(),
            ..Totals::default()
        };
        for subscriber in self.subscribers.drain(..) {
            let record = subscriber.stop().await;
            totals.add(&record.2);
            log.check_record(&record, last, &mut findings);
        }
        for record in &self.finished {
            totals.add(&record.2);
            log.check_record(record, 0, &mut findings);
        }
        findings.broken.extend(self.outcomes.complaints());
        audit::check_proofs(&self.environment.database, &mut findings).await;
        self.report.end(&totals, &findings);
        (self.report, totals, findings)
    }

    /// A last message in each chat; the position of the very last.
    async fn send_last_messages(&self) -> i64 {
        let mut last = 0;
        for pair in &self.environment.pairs {
            let client = self.environment.client(&pair.teacher);
            last = client.send_message(pair.chat_id, "the last").await;
        }
        last
    }

    async fn until_all_have_reached(&self, last: i64) {
        // The last event of each subscriber is the last message in one of its chats.
        let ends: BTreeMap<i64, i64> = audit::last_messages(&self.environment.database).await;
        let end_of = |scope: &Scope| match scope {
            Scope::Admin => last,
            Scope::Chats(chats) | Scope::Native(chats) => {
                let ends = chats.iter().filter_map(|chat| ends.get(chat));
                ends.max().copied().unwrap_or_default()
            }
            Scope::Conversation(conversation) => {
                ends.get(&conversation.chat_id).copied().unwrap_or_default()
            }
        };
        eventually_within(
            BOUND,
            "every subscriber to receive the last messages",
            async || {
                let all = self.subscribers.iter().all(|subscriber| {
                    subscriber.reached() >= end_of(&subscriber.scope) && subscriber.is_live()
                });
                all.then_some(())
            },
        )
        .await;
    }

    /// Waits until the log is sealed up to this position, so that `verify_hashes` covers it.
    async fn until_sealed(&self, last: i64) {
        let sealed = "SELECT coalesce(max(to_position), 0) FROM audit.seals";
        eventually_within(BOUND, "the log to be sealed", async || {
            (self.environment.database.number(sealed).await >= last).then_some(())
        })
        .await;
    }
}

impl Totals {
    fn add(&mut self, record: &Record) {
        self.subscribers += 1;
        self.delivered += record.delivered();
        self.reconnects += record.reconnects;
        self.resets += record.resets;
    }
}

/// Subscribers for both members of every chat, and for the admins.
fn subscribe_all(environment: &Environment, seed: u64) -> Vec<Subscriber> {
    let options = SubscriberOptions::at(&environment.nginx.url);
    let of_pairs = environment.pairs.iter().flat_map(|pair| {
        [&pair.teacher, &pair.student].into_iter().flat_map(|user| {
            let chats = vec![pair.chat_id];
            [Scope::Chats(chats.clone()), Scope::Native(chats)].map(|scope| (user, scope))
        })
    });
    let admins = environment.admins.iter().map(|admin| (admin, Scope::Admin));
    let of_conversations = environment.conversations.iter().flat_map(|conversation| {
        let scope = Scope::Conversation(conversation.clone());
        conversation
            .members
            .iter()
            .map(move |user| (user, scope.clone()))
    });
    of_pairs
        .chain(admins)
        .chain(of_conversations)
        .map(|(user, scope)| Subscriber::start(user, scope, options.clone(), seed))
        .collect()
}
