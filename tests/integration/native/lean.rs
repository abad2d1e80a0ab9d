//! Chats and frames are small, however many members a group has. The tests print what they measure
//! (`--nocapture`).

use std::io::Read as _;

use flate2::read::GzDecoder;
use reqwest::{Method, header};
use serde_json::{Value, json};

use super::{NativeFixture, Two, put};
use crate::support::{EventStream, Person};

/// The size of a group, which is the most of a school's.
const MEMBERS: usize = 100;

/// What a list of 50 groups may have, and what it may have compressed.
const LIST: usize = 60 * 1024;
const COMPRESSED_LIST: usize = 6 * 1024;

/// What a receiver may get of a pin.
const PIN: usize = 2 * 1024;

/// Twenty `member` frames, and as many system messages besides.
const TWENTY_MEMBERS: usize = 6 * 1024;
const TWENTY_JOINED: usize = 24 * 1024;

impl NativeFixture {
    /// So many groups of the campus, each with these members and a message, by two statements. Ann is the owner.
    async fn groups(&self, count: usize, members: &[Person]) -> Vec<i64> {
        let ids: Vec<i64> = members.iter().map(|member| member.id).collect();
        let create = format!(
            "INSERT INTO events (realm, kind, actor_id, payload)
             SELECT 'campus', 'chat_created', {ann}, jsonb_build_object(
                 'type', 'group', 'title', 'Group ' || n,
                 'participants', (
                     SELECT jsonb_agg(jsonb_build_object('user_id', id, 'role', 'member'))
                     FROM unnest(ARRAY[{ann}]::bigint[] || '{{{ids}}}'::bigint[]) AS id
                 ))
             FROM generate_series(1, {count}) AS n",
            ann = self.ann.id,
            ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(","),
        );
        self.database.execute(&create).await;
        let send = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             SELECT id, 'message_sent', {}, '{{\"content\": \"Добрый день! Когда начало?\"}}'
             FROM chats WHERE type = 'group' ORDER BY id",
            ids[0]
        );
        self.database.execute(&send).await;
        let client = self.database.client().await;
        let created = "SELECT id FROM chats WHERE type = 'group' ORDER BY id";
        let created = client.query(created, &[]).await.expect("there are groups");
        created.iter().map(|row| row.get(0)).collect()
    }

    /// A group of Ann's with these members.
    async fn group_of(&self, members: &[Person]) -> Two {
        let groups = self.groups(1, members).await;
        Two {
            realm: "campus",
            chat_id: groups[0],
            one: self.client(&self.ann),
            other: self.client(&members[0]),
            stranger: self.client(&self.eve),
            one_id: self.ann.id,
            other_id: members[0].id,
        }
    }
}

#[tokio::test]
async fn list_of_large_groups_is_small() {
    let fixture = NativeFixture::new().await;
    let members = fixture.database.crowd("member", MEMBERS - 1).await;
    fixture.groups(50, &members).await;
    let client = fixture.client(&fixture.ann);
    let request = client.request(Method::GET, "/v1/campus/chats");
    let request = request.header(header::ACCEPT_ENCODING, "gzip");
    let answer = request.send().await.expect("the server answers");
    assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip");
    let compressed = answer.bytes().await.expect("the body ends");
    let mut list = Vec::new();
    let mut decoder = GzDecoder::new(&compressed[..]);
    decoder
        .read_to_end(&mut list)
        .expect("its checksum is right");

    let shown: Value = serde_json::from_slice(&list).expect("JSON");
    let chats = shown["chats"].as_array().expect("chats");
    assert_eq!(chats.len(), 50);
    assert!(chats.iter().all(|chat| chat["member_count"] == MEMBERS));
    let sizes = (list.len(), compressed.len());
    println!("a list of large groups: {sizes:?} bytes");
    assert!(
        sizes.0 <= LIST && sizes.1 <= COMPRESSED_LIST,
        "{sizes:?} bytes"
    );
}

/// The frames up to a message with a text, without it: their names and sizes.
async fn frames_before(stream: &mut EventStream, text: &str) -> Vec<(String, usize)> {
    let mut frames = Vec::new();
    loop {
        let block = stream.next_block().await.expect("the stream is open");
        let event = block.lines().find_map(|line| line.strip_prefix("event: "));
        let Some(event) = event.filter(|event| *event != "presence") else {
            continue;
        };
        // A chat may show it as its last message.
        if event == "message" && block.contains(text) {
            return frames;
        }
        frames.push((event.to_owned(), block.len()));
    }
}

fn size(frames: &[(String, usize)]) -> usize {
    frames.iter().map(|(_, size)| size).sum()
}

#[tokio::test]
async fn pin_in_a_large_group_costs_its_receivers_little() {
    let fixture = NativeFixture::new().await;
    let members = fixture.database.crowd("member", MEMBERS - 1).await;
    let group = fixture.group_of(&members).await;
    let pinned = group.send(&group.one, "pinned").await;
    let mut stream = group.other.open_stream_at(&group.path("/events")).await;
    let pin = group.chat(&format!("/pins/{pinned}"));
    put(&group.one, &pin).await.expect(204);
    group.send(&group.one, "the end").await;

    let frames = frames_before(&mut stream, "the end").await;

    assert_eq!(frames.len(), 1, "{frames:?}");
    assert_eq!(frames[0].0, "chat");
    println!("a pin: {frames:?}");
    assert!(size(&frames) <= PIN, "{frames:?}");
}

#[tokio::test]
async fn twenty_who_join_a_large_group_cost_its_members_little() {
    let fixture = NativeFixture::new().await;
    let members = fixture.database.crowd("member", MEMBERS - 1).await;
    let (members, joining) = members.split_at(MEMBERS - 21);
    let group = fixture.group_of(members).await;
    let mut stream = group.other.open_stream_at(&group.path("/events")).await;
    let ids: Vec<i64> = joining.iter().map(|person| person.id).collect();
    let add = json!({ "user_ids": ids });
    let added = group.one.post(&group.chat("/members"), &add).await;
    let added = added.expect(200);
    assert_eq!(added["members"].as_array().unwrap().len(), ids.len());
    group.send(&group.one, "the end").await;

    let frames = frames_before(&mut stream, "the end").await;

    let of_members = frames.iter().filter(|(event, _)| event == "member");
    let of_members: Vec<_> = of_members.cloned().collect();
    assert_eq!(of_members.len(), ids.len(), "{frames:?}");
    let sizes = (size(&of_members), size(&frames));
    println!("twenty who join: {sizes:?} bytes");
    assert!(
        sizes.0 <= TWENTY_MEMBERS && sizes.1 <= TWENTY_JOINED,
        "{sizes:?}: {frames:?}"
    );
}
