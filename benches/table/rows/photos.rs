//! Sends of others while 20 people send 200 photos of 12 megapixels at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use serde_json::json;
use support::load::{Generator, Outcome, Pace, percentile};
use support::photos::{photo, upload_photo, wait_for_previews};
use support::report::{Figures, Goal, Report, Row};
use support::{Client, Pair, ReplicaProcess, TestDatabase};
use tokio::task::{block_in_place, spawn_blocking};

use crate::servers::{checkpoint, durable_database, replica, send_to_teacher, stream};
use crate::settings::Settings;

/// Chats of the others.
const CHATS: usize = 100;
const PACE: Pace = Pace::PerSecond(200.0);
const WARM_UP: Duration = Duration::from_secs(2);
/// How often it is looked whether the photos are done.
const SLICE: Duration = Duration::from_secs(1);

const PEOPLE: usize = 20;
const PHOTOS_EACH: usize = 10;

const WITH_PHOTOS: &str = "while photos are sent";
const WITHOUT: &str = "without photos";

/// What the rounds of one state measured, in milliseconds.
#[derive(Default)]
struct Measured {
    answers_p50: Vec<f64>,
    answers_p99: Vec<f64>,
    deliveries_p50: Vec<f64>,
    deliveries_p99: Vec<f64>,
}

pub async fn run(settings: &Settings, report: &mut Report) {
    let database = durable_database().await;
    let (others, people) = (database.pairs(CHATS).await, database.pairs(PEOPLE).await);
    let photo = photo();
    let (mut quiet, mut busy) = (Measured::default(), Measured::default());
    let (mut peaks, mut seconds) = (Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        checkpoint(&database).await;
        let replica = replica(&database).await;
        let mut generator = generator(&replica, &others);
        quiet.add(WITHOUT, without_photos(&mut generator, settings));

        let began = Instant::now();
        let photos = send_photos(&replica, &people, &photo, &database);
        busy.add(WITH_PHOTOS, meanwhile(generator, photos).await);
        seconds.push(began.elapsed().as_secs_f64());
        peaks.push(replica.peak() as f64);
    }
    add_rows(report, &busy, &quiet);
    let photos = Figures::new("photos", seconds);
    let each = photos.median() / (PEOPLE * PHOTOS_EACH) as f64;
    report.note("photos.seconds_each", each, "s");
    let peak = Figures::new("replica", peaks).median();
    report.note("photos.peak_memory", peak / 1024.0 / 1024.0, "MiB");
}

fn add_rows(report: &mut Report, busy: &Measured, quiet: &Measured) {
    type Of = fn(&Measured) -> &Vec<f64>;
    let rows: [(_, _, Of); 4] = [
        ("photos.answer.p50", "send → answer, p50", |it| {
            &it.answers_p50
        }),
        ("photos.answer.p99", "send → answer, p99", |it| {
            &it.answers_p99
        }),
        (
            "photos.event.p50",
            "send → event at the other side, p50",
            |it| &it.deliveries_p50,
        ),
        (
            "photos.event.p99",
            "send → event at the other side, p99",
            |it| &it.deliveries_p99,
        ),
    ];
    for (name, what, of) in rows {
        report.add(Row {
            name,
            what: what.to_owned(),
            unit: "ms",
            measured: Figures::new(WITH_PHOTOS, of(busy).clone()),
            beside: Figures::new(WITHOUT, of(quiet).clone()),
            goal: Goal::AtMost(2.0),
        });
    }
}

/// The others: a sender and a receiver for each chat.
fn generator(replica: &ReplicaProcess, others: &[Pair]) -> Generator {
    let mut generator = Generator::new();
    let streams = others.iter().map(|pair| stream(replica, &pair.teacher));
    block_in_place(|| generator.open(streams.collect(), 16));
    for pair in others {
        generator.add_sender(replica.address(), send_to_teacher(pair));
    }
    generator
}

fn without_photos(generator: &mut Generator, settings: &Settings) -> Outcome {
    block_in_place(|| {
        generator.run(PACE, WARM_UP, 1);
        generator.run(PACE, settings.round * 2, 1)
    })
}

/// Sends until `photos` is done.
async fn meanwhile(mut generator: Generator, photos: impl Future<Output = ()>) -> Outcome {
    let is_done = Arc::new(AtomicBool::new(false));
    let until_done = is_done.clone();
    let sending = spawn_blocking(move || {
        let mut all = generator.run(PACE, SLICE, 1);
        while !until_done.load(Ordering::Relaxed) {
            let more = generator.run(PACE, SLICE, 1);
            all.answered.extend(more.answered);
            all.delivered.extend(more.delivered);
            all.elapsed += more.elapsed;
        }
        all
    });
    photos.await;
    is_done.store(true, Ordering::Relaxed);
    sending.await.expect("the load does not fail")
}

/// Sends all photos at once, and waits for their previews.
async fn send_photos(
    replica: &ReplicaProcess,
    people: &[Pair],
    photo: &[u8],
    database: &TestDatabase,
) {
    let sends = people.iter().flat_map(|pair| {
        let client = replica.client(&pair.student);
        (0..PHOTOS_EACH).map(move |_| send_photo(client.clone(), pair.chat_id, photo))
    });
    join_all(sends).await;
    wait_for_previews(database).await;
}

async fn send_photo(client: Client, chat_id: i64, photo: &[u8]) {
    let file_id = upload_photo(&client, "school", photo).await;
    let message = json!({ "attachment_ids": [file_id] });
    let path = format!("/v1/school/chats/{chat_id}/messages");
    client.post(&path, &message).await.expect(201);
}

impl Measured {
    fn add(&mut self, name: &str, mut outcome: Outcome) {
        let messages = outcome.answered.len();
        let [answer_p50, answer_p99] =
            [50, 99].map(|percent| percentile(&mut outcome.answered, percent));
        let [event_p50, event_p99] =
            [50, 99].map(|percent| percentile(&mut outcome.delivered, percent));
        println!(
            "{name}: answers p50 {answer_p50:.1} ms, p99 {answer_p99:.1} ms; events p50 \
             {event_p50:.1} ms, p99 {event_p99:.1} ms; {messages} messages in {:.0} s",
            outcome.elapsed.as_secs_f64()
        );
        self.answers_p50.push(answer_p50);
        self.answers_p99.push(answer_p99);
        self.deliveries_p50.push(event_p50);
        self.deliveries_p99.push(event_p99);
    }
}
