//! The messages of the origin in the order of their times, with the chats and reads among them.
//!
//! # Why
//! The log orders chats and messages by position, and lists show them in that order.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::chats::{Chats, Newest};
use super::context::AdoptionContext;
use super::entry::{Entry, Stored, stored};
use super::error::AdoptError;
use super::events::{Base, Message};
use super::files::{DescribedFile, key_of, text_of};
use super::finding::Report;
use super::members::Member;
use super::origin::Marks;
use super::people::People;
use super::sink::{Of, Sink};
use crate::audit::portable::EventLine;
use crate::db::DbConnection;

/// Events that are passed on together.
const PAGE: usize = 500;

/// A message that is brought.
struct Brought {
    message: Message,
    base: Base,
    sender: Member,
    is_deleted: bool,
    is_edited: bool,
}

/// The walk through them.
pub(super) struct Timeline<'a> {
    context: &'a AdoptionContext<'a>,
    people: &'a People,
    chats: Chats,
    here: &'a DbConnection,
    /// How many events of chats were looked at, in the order of their times.
    passed: usize,
    messages: u64,
}

impl<'a> Timeline<'a> {
    pub(super) fn new(
        context: &'a AdoptionContext<'a>,
        people: &'a People,
        chats: Chats,
        here: &'a DbConnection,
    ) -> Self {
        Self {
            context,
            people,
            chats,
            here,
            passed: 0,
            messages: 0,
        }
    }

    /// Passes everything on; returns the number of messages.
    pub(super) async fn walk(
        mut self,
        sink: &mut Sink,
        report: &mut Report<'_>,
    ) -> Result<u64, AdoptError> {
        let rows = self
            .context
            .source
            .read(self.context.origin.timeline)
            .await?;
        loop {
            let page = rows.page().await?;
            if page.is_empty() {
                break;
            }
            let entries = page.iter().map(Entry::of).collect::<Result<Vec<_>, _>>();
            let entries = entries.map_err(AdoptError::Origin)?;
            let events = self.events_of(entries, report).await?;
            self.pass_on(events, sink, report).await?;
        }
        let rest = self.chats.take_until(&mut self.passed, None);
        for page in pages(rest) {
            self.pass_on(page, sink, report).await?;
        }
        self.marks(sink, report).await?;
        Ok(self.messages)
    }

    async fn events_of(
        &mut self,
        entries: Vec<Entry>,
        report: &mut Report<'_>,
    ) -> Result<Vec<Of<EventLine>>, AdoptError> {
        let ids = self.context.ids.messages(self.context.origin, &entries);
        let stored = stored(self.here, &ids).await?;
        let mut events = Vec::new();
        for entry in entries {
            if let Some(at) = entry.at {
                events.extend(self.chats.take_until(&mut self.passed, Some(at)));
            }
            if entry.is_read {
                events.extend(self.read(&entry));
                continue;
            }
            let table = self.context.origin.message_table;
            match self.judge(&entry, report) {
                Ok(brought) => {
                    self.messages += 1;
                    events.extend(self.chats.take_of(entry.chat_id.as_deref()));
                    let stored = stored.get(&brought.message.id);
                    match self.of_message(&brought, stored) {
                        Ok(lines) => events.extend(lines.into_iter().map(|line| Of {
                            table,
                            id: entry.id.clone(),
                            line,
                        })),
                        Err(reason) => report.conflict(table, &entry.id, reason),
                    }
                }
                Err(reason) => report.left_out(table, &entry.id, reason),
            }
        }
        Ok(events)
    }

    /// A message, unless it cannot be brought.
    fn judge(&mut self, entry: &Entry, report: &mut Report<'_>) -> Result<Brought, String> {
        let context = self.context;
        let members = &self.people.members;
        let sender = members.named("sender", entry.actor_id.as_deref())?.clone();
        let chat_id = entry.chat_id.as_deref().ok_or("it has no chat")?;
        let chat = self.chats.named(chat_id);
        let chat =
            chat.ok_or_else(|| format!("its chat {chat_id} is not among those that are brought"))?;
        let at = entry.at.ok_or("it has no time")?;
        let files = DescribedFile::list(entry.attachments.as_ref());
        let content = if entry.content.trim().is_empty() {
            text_of(&files)
        } else {
            entry.content.clone()
        };
        if content.is_empty() {
            return Err("its text is empty".to_owned());
        }
        let max = context.policy.features.max_text;
        if content.chars().count() > max {
            return Err(format!("its text has more than {max} characters"));
        }
        let table = context.origin.message_table;
        if !files.is_empty() {
            let reason = format!("the content of its files is not brought: {}", files.len());
            report.changed(table, &entry.id, reason);
        }
        let id = context.ids.row(table, &entry.id);
        let portable = files.iter().enumerate().map(|(number, file)| {
            file.portable(key_of(&context.ids, &entry.id, number), sender.key)
        });
        let kind = entry.kind.clone();
        let message = Message {
            id,
            content,
            kind: kind.filter(|kind| matches!(kind.as_str(), "file" | "image")),
            files: portable.collect(),
            reply_to: (entry.ref_id.as_deref()).map(|original| context.ids.row(table, original)),
        };
        chat.newest = Some(Newest {
            uuid: id,
            at,
            sender: sender.key,
        });
        let base = Base {
            realm: context.policy.realm,
            chat: chat.uuid,
            at,
            actor: Some(sender.key),
        };
        Ok(Brought {
            message,
            base,
            sender,
            is_deleted: entry.is_deleted,
            is_edited: entry.is_edited,
        })
    }

    /// The events of a message. The origin keeps the latest text only, so a text that differs from that of the log
    /// was edited since it was brought.
    fn of_message(
        &self,
        brought: &Brought,
        stored: Option<&Stored>,
    ) -> Result<Vec<EventLine>, &'static str> {
        let Brought { message, base, .. } = brought;
        let id = |what: &str, text: &str| {
            let parts = [what, &message.id.to_string(), text];
            self.context.ids.event(&parts)
        };
        let mut events = Vec::new();
        let mut is_edited = brought.is_edited;
        match stored {
            None => events.push(base.sent(message)),
            Some(stored) if !stored.is_of(base.at, brought.sender.user_id) => {
                return Err("the log has another message with this id");
            }
            Some(stored) => {
                is_edited = is_edited || stored.content.as_ref() != Some(&message.content);
                is_edited = is_edited && !stored.is_erased;
            }
        }
        if is_edited {
            events.push(base.edited(id("edited", &message.content), message));
        }
        if brought.is_deleted {
            events.push(base.deleted(id("deleted", ""), message.id));
        }
        Ok(events)
    }

    /// The event of a read.
    fn read(&mut self, entry: &Entry) -> Option<Of<EventLine>> {
        let reader = entry.actor_id.as_deref();
        let reader = self.people.members.named("reader", reader).ok()?.key;
        let chat = self.chats.named(entry.chat_id.as_deref()?)?;
        if !chat.members.contains(&reader) {
            return None;
        }
        let (context, up_to) = (self.context, entry.ref_id.as_deref()?);
        let table = context.origin.message_table;
        let base = Base {
            realm: context.policy.realm,
            chat: chat.uuid,
            at: entry.at?,
            actor: Some(reader),
        };
        let up_to = context.ids.row(table, up_to);
        Some(Of {
            table,
            id: entry.id.clone(),
            line: base.read(context.ids.read(&base, up_to), up_to),
        })
    }

    /// Passes on what the log does not have.
    async fn pass_on(
        &self,
        mut events: Vec<Of<EventLine>>,
        sink: &mut Sink,
        report: &mut Report<'_>,
    ) -> Result<(), AdoptError> {
        let ids: Vec<Uuid> = events.iter().map(|event| event.line.event_id).collect();
        let stored: HashMap<Uuid, Stored> = stored(self.here, &ids).await?;
        let mut seen = HashSet::new();
        events.retain(|event| {
            let id = event.line.event_id;
            !stored.contains_key(&id) && seen.insert(id)
        });
        sink.events(events, report).await
    }

    /// Passes on what members have read, of an origin whose timeline does not have it.
    async fn marks(&mut self, sink: &mut Sink, report: &mut Report<'_>) -> Result<(), AdoptError> {
        let source = &self.context.source;
        let sql = match &self.context.origin.marks {
            Marks::InTimeline => return Ok(()),
            Marks::Query(sql) => Some(*sql),
            Marks::IfColumn { table, column, sql } => {
                let columns = source.columns(table).await?;
                columns.iter().any(|name| name == column).then_some(*sql)
            }
        };
        let Some(sql) = sql else {
            for page in pages(self.everything_read()) {
                self.pass_on(page, sink, report).await?;
            }
            return Ok(());
        };
        let rows = source.read(sql).await?;
        loop {
            let page = rows.page().await?;
            if page.is_empty() {
                return Ok(());
            }
            let entries = page
                .iter()
                .map(Entry::of_mark)
                .collect::<Result<Vec<_>, _>>();
            let entries = entries.map_err(AdoptError::Origin)?;
            let events = entries.iter().filter_map(|entry| self.read(entry));
            let events = events.collect();
            self.pass_on(events, sink, report).await?;
        }
    }

    /// All members have read the newest message of each chat.
    fn everything_read(&self) -> Vec<Of<EventLine>> {
        let context = self.context;
        let mut events = Vec::new();
        for chat in self.chats.iter() {
            let Some(newest) = chat.newest else { continue };
            let readers = chat.members.iter().filter(|key| **key != newest.sender);
            events.extend(readers.map(|reader| {
                let base = Base {
                    realm: context.policy.realm,
                    chat: chat.uuid,
                    at: newest.at,
                    actor: Some(*reader),
                };
                Of {
                    table: context.origin.chat_table,
                    id: chat.id.clone(),
                    line: base.read(context.ids.read(&base, newest.uuid), newest.uuid),
                }
            }));
        }
        events
    }
}

fn pages<T>(list: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    let mut list = list.into_iter();
    std::iter::from_fn(move || {
        let page: Vec<T> = list.by_ref().take(PAGE).collect();
        (!page.is_empty()).then_some(page)
    })
}
