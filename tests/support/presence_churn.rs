//! People who come and go while replicas are killed and restarted at random, and one who
//! watches them: what the watcher is told is held against who is really connected.
//!
//! Everybody behaves as a browser does: a stream that breaks is opened again at once, on
//! whichever replica is there.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, sleep};

use super::{Client, EventStream, Person, ReplicaProcess, TestDatabase, eventually};

/// An absence that may be told. It is five seconds by the server; on a busy machine it takes
/// a while until who is back is registered.
const AWAY: Duration = Duration::from_secs(3);
/// How long after such an absence it may still be told: a look at the whole register, which
/// makes up for what was missed, comes as late as a lease.
const NEWS: Duration = Duration::from_secs(15);
/// Between two things that happen.
const PACE: Duration = Duration::from_millis(300);

/// What came of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Replicas that were killed, or shut down, and replaced.
    pub restarts: usize,
    /// How often somebody was said to have come or gone.
    pub told: usize,
    /// Who was said to have gone and had not, in words.
    pub false_alarms: Vec<String>,
}

/// A teacher who watches, and students who come and go.
pub struct PresenceChurn {
    replicas: Vec<Option<ReplicaProcess>>,
    shared: Arc<SharedState>,
    students: Vec<watch::Sender<bool>>,
    /// Everybody's browser; they are closed when this is dropped.
    people: JoinSet<()>,
}

/// What everybody sees.
struct SharedState {
    addresses: Mutex<Vec<String>>,
    attendance: Mutex<HashMap<i64, Attendance>>,
    /// Who is online, as the watcher was told.
    view: Mutex<HashMap<i64, bool>>,
    outcome: Mutex<Outcome>,
}

/// When a student was connected.
#[derive(Default)]
struct Attendance {
    is_there: bool,
    since: Option<Instant>,
    /// The end of the last absence that was long enough to be told.
    back_since: Option<Instant>,
    /// How long each absence lasted.
    gaps: Vec<Duration>,
}

impl SharedState {
    /// One of the replicas, whichever.
    fn client(&self, person: &Person) -> Option<Client> {
        let addresses = self.addresses.lock();
        let which = rand::random_range(0..addresses.len().max(1));
        let address = addresses.get(which)?;
        Some(Client::new(address).with_token(&person.token))
    }

    async fn follow(&self, person: &Person) -> EventStream {
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

    fn attends(&self, person: &Person, is_there: bool) {
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

    /// In words, why it may not be told that somebody is gone.
    fn false_alarm(&self, user_id: i64) -> Option<String> {
        let attendance = self.attendance.lock();
        let student = attendance.get(&user_id)?;
        let lasting = student.since.map(|since| since.elapsed());
        let is_away = !student.is_there && lasting.is_none_or(|lasting| lasting > AWAY);
        let back = student.back_since.map(|back| back.elapsed());
        if is_away || back.is_some_and(|back| back < NEWS) {
            return None;
        }
        Some(format!(
            "user {user_id} was said to be gone; there: {} for {lasting:?}; gaps {:?}; \
             was away long until {back:?} ago",
            student.is_there, student.gaps
        ))
    }

    fn told(&self, user_id: i64, online: bool) {
        let mut outcome = self.outcome.lock();
        outcome.told += 1;
        let false_alarm = self.false_alarm(user_id).filter(|_| !online);
        outcome.false_alarms.extend(false_alarm);
        self.view.lock().insert(user_id, online);
    }
}

/// A student's browser: connected while that is wished.
async fn attend(shared: Arc<SharedState>, person: Person, mut wish: watch::Receiver<bool>) {
    while wish.wait_for(|is_wished| *is_wished).await.is_ok() {
        let mut stream = shared.follow(&person).await;
        shared.attends(&person, true);
        tokio::select! {
            _ = wish.wait_for(|is_wished| !*is_wished) => {}
            () = async { while stream.try_next().await.is_some() {} } => {}
        }
        drop(stream);
        shared.attends(&person, false);
    }
}

/// The watcher's browser: what it is not told right after connecting is offline.
async fn watch_all(shared: Arc<SharedState>, person: Person) {
    loop {
        let mut stream = shared.follow(&person).await;
        shared.view.lock().clear();
        while let Some(frame) = stream.try_next_frame().await {
            if frame.event == "presence" {
                let user_id = frame.data["user_id"].as_i64().expect("a number");
                shared.told(user_id, frame.data["online"] == true);
            }
        }
    }
}

impl PresenceChurn {
    /// A crowd in a database, on replicas of its own.
    pub async fn gather(database: &TestDatabase, replicas: usize, students: usize) -> Self {
        let shared = Arc::new(SharedState {
            addresses: Mutex::default(),
            attendance: Mutex::default(),
            view: Mutex::default(),
            outcome: Mutex::default(),
        });
        let mut crowd = Self {
            replicas: Vec::new(),
            shared,
            students: Vec::new(),
            people: JoinSet::new(),
        };
        for _ in 0..replicas {
            crowd
                .replicas
                .push(Some(ReplicaProcess::spawn(database).await));
        }
        crowd.publish_addresses();
        let teacher = database.person("teacher").await;
        for _ in 0..students {
            let student = database.person("student").await;
            database.complete_lesson(&teacher, &student).await;
            let (wish, wished) = watch::channel(false);
            crowd.students.push(wish);
            crowd
                .people
                .spawn(attend(crowd.shared.clone(), student, wished));
        }
        crowd.people.spawn(watch_all(crowd.shared.clone(), teacher));
        crowd
    }

    /// Lets people come and go, and replicas be killed or shut down and replaced, at random.
    /// Then nothing happens any more, and what the watcher was told must come to be what is.
    pub async fn under_fire(mut self, database: &TestDatabase, lasting: Duration) -> Outcome {
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
        eventually("the watcher to know who is there", async || {
            self.is_known().then_some(())
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

    /// Whether the watcher knows exactly who is connected.
    fn is_known(&self) -> bool {
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
