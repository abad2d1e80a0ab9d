//! Users connect and disconnect while replicas are killed and restarted at random. A watcher compares
//! the presence it receives with the actual connections.
//!
//! Like a browser, every client reopens a broken stream at once on a running replica.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, sleep};

use super::{Client, EventStream, Person, ReplicaProcess, TestDatabase, eventually};

/// An absence that may be announced. The server waits five seconds, but on a busy machine a
/// reconnected user is registered late.
const AWAY: Duration = Duration::from_secs(3);
/// How long after such an absence it may still be announced: replicas reload all presence once per
/// lease to make up for lost notifications.
const ANNOUNCE_DELAY: Duration = Duration::from_secs(15);
/// Between two random actions.
const PACE: Duration = Duration::from_millis(300);

/// The result of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Replicas that were killed or shut down, and replaced.
    pub restarts: usize,
    /// Received presence changes.
    pub changes: usize,
    /// Descriptions of connected users that were shown as offline.
    pub false_alarms: Vec<String>,
}

/// A watching teacher, and students who connect and disconnect.
pub struct PresenceChurn {
    replicas: Vec<Option<ReplicaProcess>>,
    shared: Arc<SharedState>,
    students: Vec<watch::Sender<bool>>,
    /// The clients' tasks; they end when this is dropped.
    people: JoinSet<()>,
}

/// State of all clients.
struct SharedState {
    addresses: Mutex<Vec<String>>,
    attendance: Mutex<HashMap<i64, Attendance>>,
    /// Presence as the watcher received it.
    view: Mutex<HashMap<i64, bool>>,
    outcome: Mutex<Outcome>,
}

/// When a student was connected.
#[derive(Default)]
struct Attendance {
    is_there: bool,
    since: Option<Instant>,
    /// The end of the last absence that was long enough to be announced.
    back_since: Option<Instant>,
    /// How long each absence lasted.
    gaps: Vec<Duration>,
}

impl SharedState {
    /// A client of a random replica.
    fn client(&self, person: &Person) -> Option<Client> {
        let addresses = self.addresses.lock();
        let which = rand::random_range(0..addresses.len().max(1));
        let address = addresses.get(which)?;
        Some(Client::new(address).with_token(&person.token))
    }

    async fn connect(&self, person: &Person) -> EventStream {
        loop {
            if let Some(client) = self.client(person) {
                let request = client.request(reqwest::Method::GET, "/api/events/chat");
                if let Some(stream) = EventStream::try_open(request).await {
                    return stream;
                }
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    fn record(&self, person: &Person, is_there: bool) {
        let now = Instant::now();
        let mut attendance = self.attendance.lock();
        let student = attendance.entry(person.id).or_default();
        let was_away = !student.is_there && student.since.is_none_or(|since| now - since > AWAY);
        if is_there && was_away {
            student.back_since = Some(now);
        }
        if is_there && let Some(since) = student.since {
            student.gaps.push(now - since);
        }
        student.is_there = is_there;
        student.since = Some(now);
    }

    /// Describes why showing the user as offline is wrong; `None` if it is right.
    fn false_alarm(&self, user_id: i64) -> Option<String> {
        let attendance = self.attendance.lock();
        let student = attendance.get(&user_id)?;
        let lasting = student.since.map(|since| since.elapsed());
        let is_away = !student.is_there && lasting.is_none_or(|lasting| lasting > AWAY);
        let back = student.back_since.map(|back| back.elapsed());
        if is_away || back.is_some_and(|back| back < ANNOUNCE_DELAY) {
            return None;
        }
        Some(format!(
            "user {user_id} was shown as offline; connected: {} for {lasting:?}; gaps {:?}; \
             the last long absence ended {back:?} ago",
            student.is_there, student.gaps
        ))
    }

    fn update_view(&self, user_id: i64, online: bool) {
        let mut outcome = self.outcome.lock();
        outcome.changes += 1;
        let false_alarm = self.false_alarm(user_id).filter(|_| !online);
        outcome.false_alarms.extend(false_alarm);
        self.view.lock().insert(user_id, online);
    }
}

/// A student's client: connected while `wish` is true.
async fn attend(shared: Arc<SharedState>, person: Person, mut wish: watch::Receiver<bool>) {
    while wish.wait_for(|is_wished| *is_wished).await.is_ok() {
        let mut stream = shared.connect(&person).await;
        shared.record(&person, true);
        tokio::select! {
            _ = wish.wait_for(|is_wished| !*is_wished) => {}
            () = async { while stream.try_next().await.is_some() {} } => {}
        }
        drop(stream);
        shared.record(&person, false);
    }
}

/// The watcher's client. Users not announced right after connecting are offline.
async fn watch_all(shared: Arc<SharedState>, person: Person) {
    loop {
        let mut stream = shared.connect(&person).await;
        shared.view.lock().clear();
        while let Some(frame) = stream.try_next_frame().await {
            if frame.event == "presence" {
                let user_id = frame.data["user_id"].as_i64().expect("a number");
                shared.update_view(user_id, frame.data["online"] == true);
            }
        }
    }
}

impl PresenceChurn {
    /// Starts replicas and clients.
    pub async fn start(database: &TestDatabase, replicas: usize, students: usize) -> Self {
        let shared = Arc::new(SharedState {
            addresses: Mutex::default(),
            attendance: Mutex::default(),
            view: Mutex::default(),
            outcome: Mutex::default(),
        });
        let mut churn = Self {
            replicas: Vec::new(),
            shared,
            students: Vec::new(),
            people: JoinSet::new(),
        };
        for _ in 0..replicas {
            churn
                .replicas
                .push(Some(ReplicaProcess::spawn(database).await));
        }
        churn.publish_addresses();
        let teacher = database.person("teacher").await;
        for _ in 0..students {
            let student = database.person("student").await;
            database.complete_lesson(&teacher, &student).await;
            let (wish, wished) = watch::channel(false);
            churn.students.push(wish);
            churn
                .people
                .spawn(attend(churn.shared.clone(), student, wished));
        }
        churn.people.spawn(watch_all(churn.shared.clone(), teacher));
        churn
    }

    /// Connects and disconnects users and replaces replicas at random. Afterwards the watcher's view
    /// must become correct.
    pub async fn run(mut self, database: &TestDatabase, lasting: Duration) -> Outcome {
        let until = Instant::now() + lasting;
        let mut ticks = interval(PACE);
        while Instant::now() < until {
            ticks.tick().await;
            if rand::random_range(0..10) == 0 {
                self.replace_a_replica(database).await;
            } else {
                let student = rand::random_range(0..self.students.len());
                self.students[student].send_modify(|is_there| *is_there = !*is_there);
            }
        }
        eventually("the watcher's view to become correct", async || {
            self.is_view_correct().then_some(())
        })
        .await;
        std::mem::take(&mut *self.shared.outcome.lock())
    }

    async fn replace_a_replica(&mut self, database: &TestDatabase) {
        let which = rand::random_range(0..self.replicas.len());
        let victim = self.replicas[which].take();
        self.publish_addresses();
        match victim {
            Some(replica) if rand::random() => replica.kill().await,
            Some(replica) => drop(replica.terminate().await),
            None => {}
        }
        self.replicas[which] = Some(ReplicaProcess::spawn(database).await);
        self.publish_addresses();
        self.shared.outcome.lock().restarts += 1;
    }

    fn publish_addresses(&self) {
        let living = self.replicas.iter().flatten();
        *self.shared.addresses.lock() = living.map(|replica| replica.url.clone()).collect();
    }

    /// Whether the watcher's view equals the actual connections.
    fn is_view_correct(&self) -> bool {
        let (attendance, view) = (self.shared.attendance.lock(), self.shared.view.lock());
        let is_settled = attendance
            .values()
            .filter(|student| student.is_there)
            .count()
            == self.students.iter().filter(|wish| *wish.borrow()).count();
        is_settled
            && attendance.iter().all(|(user_id, student)| {
                view.get(user_id).copied().unwrap_or(false) == student.is_there
            })
    }
}
