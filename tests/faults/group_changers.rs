//! Writers of what a group of `/v1` has: members, roles, titles, pictures, files, replies, drafts; and of what
//! two people have: private chats, hidden ones, blocks. Each round is about a new person, whom a server-side
//! key adds, so that no two rounds make the same change.
//!
//! `attachment_processed` is no write of theirs: that the preview of a picture is shown tells that it is in the
//! log.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use vestnik::domain::{EventKind, UserId, pair_key};

use super::group::Group;
use super::repeater::{Lost, Repeater, event, id_of};
use super::senders::SendOutcomes;
use super::subscribers::TOKEN_LIFETIME;
use crate::support::database::token_lasting;
use crate::support::photos::{PNG, upload_request};
use crate::support::{Answer, Client};

const REALM: &str = "campus";

/// The owner and a member of a group, and a key.
pub struct GroupChanger {
    /// The prefix of its texts.
    name: String,
    group: Arc<Group>,
    owner: Repeater,
    member: Repeater,
    key: Repeater,
    /// Messages with a picture whose preview is not made yet, as far as is known.
    awaited: Vec<Picture>,
}

/// A picture of a message.
struct Picture {
    attachment_id: i64,
    message_id: i64,
}

impl GroupChanger {
    /// Writes through `base`.
    pub fn new(group: &Arc<Group>, base: &str, seed: u64, outcomes: &Arc<SendOutcomes>) -> Self {
        let seed = seed ^ group.owner.id.unsigned_abs();
        let person = |id| Repeater::new(base, &token_lasting(id, TOKEN_LIFETIME), seed, outcomes);
        Self {
            name: format!("{seed}.group.{}", group.chat_id),
            owner: person(group.owner.id),
            member: person(group.member.id),
            key: Repeater::new(base, &group.key, seed ^ 1, outcomes),
            group: group.clone(),
            awaited: Vec::new(),
        }
    }

    /// Makes every kind of change, round after round, until stopped.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut n = 0_u64;
        while !stop.is_cancelled() {
            n += 1;
            let text = format!("{} {n}", self.name);
            if self.round(&text).await.is_err() {
                self.owner.outcomes.miss(text);
            }
            self.owner.pause().await;
        }
    }

    async fn round(&mut self, text: &str) -> Result<(), Lost> {
        let person = self.add_person(text).await?;
        self.change_membership(person).await?;
        let (picture, id) = self.send_picture(text).await?;
        self.change_looks(text, picture).await?;
        self.send_file(text).await?;
        self.reply(text, id).await?;
        self.change_pair(person, text).await?;
        self.save_draft(text).await?;
        self.look_for_previews().await
    }

    /// A new person of the realm; the id.
    async fn add_person(&mut self, text: &str) -> Result<i64, Lost> {
        let path = format!("/v1/{REALM}/users/{}", text.replace(' ', "-"));
        let body = json!({ "name": text });
        let put = |client: &Client| client.request(Method::PUT, &path).json(&body);
        let added = self.key.answered(text, put).await?;
        id_of(&added)
    }

    /// The person joins, becomes an admin, and is removed.
    async fn change_membership(&mut self, person: i64) -> Result<(), Lost> {
        let (owner, chat_id) = (&mut self.owner, self.group.chat_id);
        let members = path(chat_id, "/members");
        let one = format!("{members}/{person}");
        let (new, admin) = (json!({ "user_ids": [person] }), json!({ "role": "admin" }));
        let join = |client: &Client| client.request(Method::POST, &members).json(&new);
        let joined = event(chat_id, EventKind::ParticipantJoined, &person);
        owner.change(joined, join).await?;
        let promote = |client: &Client| client.request(Method::PATCH, &one).json(&admin);
        let key = format!("{person} as admin");
        let promoted = event(chat_id, EventKind::ParticipantRoleChanged, &key);
        owner.change(promoted, promote).await?;
        let remove = |client: &Client| client.request(Method::DELETE, &one);
        let left = event(chat_id, EventKind::ParticipantLeft, &person);
        owner.remove(left, remove).await
    }

    /// The group gets another title, another picture and other custom data.
    async fn change_looks(&mut self, title: &str, picture: i64) -> Result<(), Lost> {
        let chat_id = self.group.chat_id;
        let group = path(chat_id, "");
        for (kind, key, body) in [
            (
                EventKind::ChatRenamed,
                title.to_owned(),
                json!({ "title": title }),
            ),
            (
                EventKind::ChatPictureChanged,
                picture.to_string(),
                json!({ "avatar_id": picture }),
            ),
            (
                EventKind::ChatCustomChanged,
                title.to_owned(),
                json!({ "custom": { "run": title } }),
            ),
        ] {
            let patch = |client: &Client| client.request(Method::PATCH, &group).json(&body);
            self.owner.change(event(chat_id, kind, &key), patch).await?;
        }
        Ok(())
    }

    /// Sends a message with a picture; the ids of both.
    async fn send_picture(&mut self, text: &str) -> Result<(i64, i64), Lost> {
        let upload = |client: &Client| upload_request(client, REALM, "a.png", PNG);
        let attachment_id = id_of(&self.owner.answered(text, upload).await?)?;
        let sent = self.send_with(format!("{text} picture"), attachment_id);
        let sent = sent.await?;
        let message_id = id_of(&sent)?;
        // Else the preview may have been made before, and the log does not tell.
        if sent.body["attachments"][0]["preview_url"].is_null() {
            self.awaited.push(Picture {
                attachment_id,
                message_id,
            });
        }
        Ok((attachment_id, message_id))
    }

    /// Sends a message with a file that is uploaded resumably, and downloads it.
    async fn send_file(&mut self, text: &str) -> Result<(), Lost> {
        let content = json!({ "content": text });
        let file = self.upload_resumably(&content).await?;
        self.send_with(format!("{text} file"), file).await?;
        let stored = format!("/v1/{REALM}/attachments/{file}");
        let download = |client: &Client| client.request(Method::GET, &stored);
        let downloaded = self.member.answered(text, download).await?.body;
        if downloaded != content {
            let complaint = format!("the file of `{text}` has {downloaded}");
            self.owner.outcomes.report(complaint);
        }
        Ok(())
    }

    async fn send_with(&mut self, text: String, attachment_id: i64) -> Result<Answer, Lost> {
        let chat_id = self.group.chat_id;
        let message = json!({ "text": text, "attachment_ids": [attachment_id] });
        let key = format!("{text} with [{attachment_id}]");
        let messages = path(chat_id, "/messages");
        self.owner.send(&messages, chat_id, message, key).await
    }

    /// Uploads a file by tus; returns its id.
    async fn upload_resumably(&mut self, content: &Value) -> Result<i64, Lost> {
        let (owner, what) = (&mut self.owner, content.to_string());
        let begin = |client: &Client| {
            tus(client, Method::POST, &format!("/v1/{REALM}/uploads"))
                .header("upload-length", what.len())
                .header(
                    "upload-metadata",
                    format!("filename {}", STANDARD.encode("a.json")),
                )
        };
        let begun = owner.answered(&what, begin).await?;
        let upload = header(&begun, "location").ok_or(Lost)?;
        loop {
            let ask = |client: &Client| tus(client, Method::HEAD, &upload);
            let shown = owner.answered(&what, ask).await?;
            if let Some(id) = header(&shown, "attachment-id") {
                return id.parse().map_err(|_| Lost);
            }
            let offset = header(&shown, "upload-offset").unwrap_or_default();
            let at: usize = offset.parse().map_err(|_| Lost)?;
            let append = |client: &Client| {
                tus(client, Method::PATCH, &upload)
                    .header("upload-offset", at)
                    .header("content-type", "application/offset+octet-stream")
                    .body(what.as_bytes()[at..].to_vec())
            };
            // Whatever becomes of it, the offset tells.
            if owner
                .once(append)
                .await
                .is_none_or(|answer| answer.status != 204)
            {
                owner.outcomes.count_unanswered();
                owner.pause().await;
            }
        }
    }

    /// The owner replies, also through the key.
    async fn reply(&mut self, text: &str, id: i64) -> Result<(), Lost> {
        let chat_id = self.group.chat_id;
        let messages = path(chat_id, "/messages");
        let text = format!("{text} reply");
        let message = json!({ "text": text, "reply_to_id": id });
        let key = format!("{text} to {id}");
        self.owner.send(&messages, chat_id, message, key).await?;

        let text = format!("{text} of a program");
        let key = format!("{text} by {}", self.group.key_name);
        let message = json!({ "text": text });
        let owner = self.group.owner.id;
        let sending = self.key.send_as(owner, &messages, chat_id, message, key);
        sending.await.map(drop)
    }

    /// The owner begins a chat with the person, hides it, and blocks and unblocks the person.
    async fn change_pair(&mut self, person: i64, text: &str) -> Result<(), Lost> {
        let owner = &mut self.owner;
        let key = pair_key(UserId(self.group.owner.id), UserId(person));
        let new = json!({ "type": "private", "user_ids": [person] });
        let chats = format!("/v1/{REALM}/chats");
        let create = |client: &Client| client.request(Method::POST, &chats).json(&new);
        let chat_id = id_of(&owner.answered(&key, create).await?)?;
        let created = event(chat_id, EventKind::ChatCreated, &key);
        owner.outcomes.acknowledge_change(created);
        let message = json!({ "text": format!("{text} hello") });
        let key = format!("{text} hello");
        owner
            .send(&path(chat_id, "/messages"), chat_id, message, key)
            .await?;
        let chat = path(chat_id, "");
        let hide = |client: &Client| client.request(Method::DELETE, &chat);
        let hidden = event(chat_id, EventKind::ChatHidden, &chat_id);
        owner.change(hidden, hide).await?;
        let block = format!("/v1/{REALM}/users/{person}/block");
        for (kind, method) in [
            (EventKind::UserBlocked, Method::PUT),
            (EventKind::UserUnblocked, Method::DELETE),
        ] {
            let request = |client: &Client| client.request(method.clone(), &block);
            // It is an event of no chat.
            owner.change(event(0, kind, &person), request).await?;
        }
        Ok(())
    }

    /// The member, who sends nothing, saves a draft.
    async fn save_draft(&mut self, text: &str) -> Result<(), Lost> {
        let (member, chat_id) = (&mut self.member, self.group.chat_id);
        let draft = path(chat_id, "/draft");
        let body = json!({ "text": text });
        let save = |client: &Client| client.request(Method::PUT, &draft).json(&body);
        member.answered(text, save).await?;
        member
            .outcomes
            .acknowledge_draft(self.group.member.id, chat_id, text.to_owned());
        Ok(())
    }

    /// Records for messages whose picture has got its preview that the log tells of it.
    async fn look_for_previews(&mut self) -> Result<(), Lost> {
        let mut awaited = Vec::new();
        for picture in std::mem::take(&mut self.awaited) {
            let info = format!("/v1/{REALM}/attachments/{}/info", picture.attachment_id);
            let ask = |client: &Client| client.request(Method::GET, &info);
            let shown = self.member.answered(&info, ask).await?;
            if shown.body["preview_url"].is_null() {
                awaited.push(picture);
                continue;
            }
            let chat_id = self.group.chat_id;
            let processed = event(chat_id, EventKind::AttachmentProcessed, &picture.message_id);
            self.owner.outcomes.acknowledge_change(processed);
        }
        self.awaited = awaited;
        Ok(())
    }
}

fn path(chat_id: i64, rest: &str) -> String {
    format!("/v1/{REALM}/chats/{chat_id}{rest}")
}

fn header(answer: &Answer, name: &str) -> Option<String> {
    let value = answer.headers.get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

fn tus(client: &Client, method: Method, path: &str) -> RequestBuilder {
    let request = client.request(method, path);
    request.header("tus-resumable", "1.0.0")
}
