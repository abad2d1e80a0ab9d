//! A snapshot and the events after it give a new snapshot, whatever happens in between: random actions in
//! every kind of chat, over two replicas, with streams that are cut and resumed at random places, and reset.
//!
//! The choices follow from a seed, which a failure names.

use reqwest::Method;
use serde_json::{Value, json};

use super::known::{Known, open, snapshot};
use super::{NativeFixture, SETTINGS, Two};
use crate::support::{Client, EventStream, Person, Replica};

/// Actions of one walk, and how many of them lie between two reads of the streams.
const ACTIONS: usize = 48;
const ACTIONS_AT_ONCE: usize = 8;

/// Random choices from a seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    /// From 0 to `sides` - 1.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap() % sides
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.roll(choices.len())]
    }
}

/// One of the two users of the walk, on two replicas.
struct Walker {
    id: i64,
    clients: [Client; 2],
    known: Known,
    /// The last event that this user has received.
    cursor: String,
}

impl Walker {
    async fn new(fixture: &NativeFixture, second: &Replica, person: &Person, realm: &str) -> Self {
        let clients = [fixture.client(person), second.client(person)];
        let (known, cursor) = snapshot(&clients[0], realm).await;
        Self {
            id: person.id,
            clients,
            known,
            cursor,
        }
    }

    async fn open(&self, dice: &mut Dice, realm: &str) -> EventStream {
        open(dice.of(&self.clients), realm, &self.cursor).await
    }

    /// Applies the frames up to those of this message; cuts the stream after random frames on the way.
    async fn follow(&mut self, dice: &mut Dice, realm: &str, last: i64) {
        loop {
            let mut stream = self.open(dice, realm).await;
            let until_cut = 1 + dice.roll(40);
            for _ in 0..until_cut {
                let frame = stream.next().await;
                self.known.apply(&frame, self.id);
                self.cursor.clone_from(&stream.last_event_id);
                if frame.event == "message" && frame.data["message"]["id"] == last {
                    return;
                }
            }
        }
    }

    /// Loses the place in the log: the server resets the stream, and the client reads everything again.
    async fn lose_place(&mut self, dice: &mut Dice, realm: &str) {
        let (position, _) = self.cursor.split_once('-').expect("a cursor");
        self.cursor = format!("{position}-0badf00d");
        let mut stream = self.open(dice, realm).await;
        assert_eq!(stream.next().await.event, "reset");
        (self.known, self.cursor) = snapshot(dice.of(&self.clients), realm).await;
    }

    /// Asserts that this user knows what a new snapshot shows.
    async fn check(&self, realm: &str, what: &str) {
        let (expected, _) = snapshot(&self.clients[1], realm).await;
        self.known.clone().assert_same(expected, what);
    }
}

/// A walk in one chat.
struct Walk<'a> {
    two: &'a Two,
    third: i64,
    walkers: [Walker; 2],
    dice: Dice,
    messages: Vec<i64>,
    polls: Vec<i64>,
    what: String,
}

impl Walk<'_> {
    /// A random request. What the realm or the chat refuses changes nothing.
    #[expect(clippy::too_many_lines, reason = "a table with an arm for each action")]
    fn request(&mut self) -> (usize, Method, String, Value) {
        let (actor, message) = (self.dice.roll(2), *self.dice.of(&self.messages));
        let two = self.two;
        let of_message = |rest: &str| two.path(&format!("/messages/{message}{rest}"));
        let (flag, other) = (self.dice.roll(2) == 0, self.walkers[1 - actor].id);
        let (whom, role) = *self.dice.of(&[
            (self.third, "admin"),
            (self.third, "member"),
            (other, "admin"),
            (other, "member"),
            (other, "owner"),
        ]);
        let emoji = *self
            .dice
            .of(&["%F0%9F%91%8D", "%F0%9F%8E%89", "%E2%9D%A4%EF%B8%8F"]);
        let member = two.chat(&format!("/members/{}", self.third));
        let (put_or_delete, nothing) = (if flag { Method::PUT } else { Method::DELETE }, json!({}));
        let (method, path, body) = match self.dice.roll(26) {
            0 => (
                Method::POST,
                two.chat("/messages"),
                json!({ "text": "plain" }),
            ),
            1 | 2 => {
                let mention = json!({ "text": "@", "mention_ids": [other] });
                (Method::POST, two.chat("/messages"), mention)
            }
            3 => {
                let reply = json!({ "text": "reply", "reply_to_id": message });
                (Method::POST, two.chat("/messages"), reply)
            }
            4 => (
                Method::POST,
                two.chat("/messages"),
                json!({ "forward_id": message }),
            ),
            5 => (
                Method::PATCH,
                of_message(""),
                json!({ "text": format!("edited {message}") }),
            ),
            6 => (Method::DELETE, of_message(""), nothing),
            7..=9 => (
                put_or_delete,
                of_message(&format!("/reactions/{emoji}")),
                nothing,
            ),
            10 => (
                put_or_delete,
                two.chat(&format!("/pins/{message}")),
                nothing,
            ),
            11 => (
                Method::POST,
                two.chat("/read"),
                json!({ "up_to_id": message }),
            ),
            22 => (
                Method::POST,
                two.chat("/unread"),
                json!({ "from_id": message }),
            ),
            12 => (Method::PATCH, two.chat("/me"), json!({ "archived": flag })),
            13 => (Method::PATCH, two.chat("/me"), json!({ "pinned": flag })),
            14 => (
                Method::PATCH,
                two.chat(""),
                json!({ "title": format!("title {message}") }),
            ),
            15 if flag => (
                Method::POST,
                two.chat("/members"),
                json!({ "user_ids": [self.third] }),
            ),
            15 => (Method::DELETE, member, nothing),
            16 => {
                let poll = json!({ "question": "?", "options": ["a", "b"], "multiple": flag });
                (Method::POST, two.chat("/messages"), json!({ "poll": poll }))
            }
            17 | 18 => {
                let ids = *self.dice.of(&[&[][..], &[0], &[1], &[0, 1]]);
                let vote = json!({ "option_ids": ids });
                (Method::PUT, self.of_poll("/vote"), vote)
            }
            19 => (Method::POST, self.of_poll("/close"), nothing),
            20 | 21 => (
                Method::PATCH,
                two.chat(&format!("/members/{whom}")),
                json!({ "role": role }),
            ),
            24 => (
                Method::PATCH,
                of_message(""),
                json!({ "custom": { "n": message } }),
            ),
            25 => (
                Method::PATCH,
                two.chat(""),
                json!({ "custom": { "n": message } }),
            ),
            _ => (
                put_or_delete,
                two.path(&format!("/users/{other}/block")),
                nothing,
            ),
        };
        (actor, method, path, body)
    }

    async fn act(&mut self) {
        let (actor, method, path, body) = self.request();
        let client = self.dice.of(&self.walkers[actor].clients);
        let answer = client.send(client.request(method, &path).json(&body)).await;
        assert!(answer.status < 500, "{}: {}", self.what, answer.body);
        if answer.status == 201 {
            let id = answer.body["id"].as_i64().expect("a message");
            self.messages.push(id);
            if answer.body["type"] == "poll" {
                self.polls.push(id);
            }
        }
    }

    /// The path of something of one of the latest polls.
    fn of_poll(&mut self, rest: &str) -> String {
        let latest = &self.polls[self.polls.len().saturating_sub(2)..];
        let polls = if latest.is_empty() {
            &self.messages[..1]
        } else {
            latest
        };
        let id = *self.dice.of(polls);
        self.two.path(&format!("/messages/{id}{rest}"))
    }

    /// Sends a message that both receive, and lets them follow the events up to it.
    async fn meet(&mut self, round: usize) {
        for (actor, other) in [(0, 1), (1, 0)] {
            let blocked = format!("/users/{}/block", self.walkers[other].id);
            self.walkers[actor].clients[0]
                .delete(&self.two.path(&blocked))
                .await;
        }
        let last = format!("round {round}");
        let sent = self.two.send(&self.walkers[0].clients[0], &last).await;
        self.messages.push(sent);
        let realm = self.two.realm;
        for walker in &mut self.walkers {
            if self.dice.roll(6) == 0 {
                walker.lose_place(&mut self.dice, realm).await;
            } else {
                walker.follow(&mut self.dice, realm, sent).await;
            }
            walker
                .check(realm, &format!("{}, round {round}", self.what))
                .await;
        }
    }
}

/// Walks in a chat of two people.
async fn walk(
    fixture: &NativeFixture,
    second: &Replica,
    (two, people): (&Two, [&Person; 2]),
    seed: u64,
) {
    let first = two.send(&two.one, "first").await;
    let [one, other] = people;
    let mut walk = Walk {
        two,
        third: fixture.eve.id,
        walkers: [
            Walker::new(fixture, second, one, two.realm).await,
            Walker::new(fixture, second, other, two.realm).await,
        ],
        dice: Dice(seed),
        messages: vec![first],
        polls: Vec::new(),
        what: format!("{} {}, seed {seed}", two.realm, two.chat_id),
    };
    for round in 0..ACTIONS / ACTIONS_AT_ONCE {
        for _ in 0..ACTIONS_AT_ONCE {
            walk.act().await;
        }
        walk.meet(round).await;
    }
}

async fn two_replicas() -> (NativeFixture, Replica) {
    let unlimited = ("SEND_LIMIT", "off");
    let fixture = NativeFixture::with(&[unlimited]).await;
    let settings = [SETTINGS, &[unlimited]].concat();
    let second = Replica::spawn_with(&fixture.database, &settings).await;
    (fixture, second)
}

#[tokio::test]
async fn random_walks_in_private_chats_end_as_snapshots() {
    let (fixture, second) = two_replicas().await;
    for (seed, realm) in (0..).zip(super::REALMS) {
        let two = fixture.two(realm).await;
        let people = match realm {
            "school" => [&fixture.pair.teacher, &fixture.pair.student],
            _ => [&fixture.ann, &fixture.bob],
        };
        walk(&fixture, &second, (&two, people), seed).await;
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn random_walks_in_groups_end_as_snapshots() {
    let (fixture, second) = two_replicas().await;
    let (teacher, student) = (&fixture.pair.teacher, &fixture.pair.student);
    let class = fixture.class(teacher, student).await;
    walk(&fixture, &second, (&class, [teacher, student]), 10).await;
    for (seed, realm) in [(11, "campus"), (12, "messenger")] {
        let group = fixture.group(realm).await;
        let people = [&fixture.ann, &fixture.bob];
        walk(&fixture, &second, (&group, people), seed).await;
    }
    fixture.assert_verified().await;
}
