//! The handlers.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use jiff::Timestamp;

use super::wire;
use crate::accesses::Action;
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::api::desk::encode::DeskEncoder;
use crate::desk::{
    self, Edition, Entry, Export, ExportFormat, ExportedBy, Past, PastPage, Scope, Timeline,
};
use crate::domain::{ChatId, MessageId, Position};
use crate::http::extract::{Path, Query};
use crate::http::paging::{PageSize, Paging};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};

/// Events and messages of a page.
const PAGE: PageSize = PageSize {
    default: 100,
    max: 200,
};

/// The beginning of the year 1: Postgres reads no year before it as the server writes it.
const FIRST: Timestamp = Timestamp::constant(-62_135_596_800, 0);

/// Lists every event of a chat, with former and deleted texts. For admins, or moderators.
///
/// Moderators see the events about reported messages only, and no other chats.
#[utoipa::path(
    get,
    path = "/desk/chats/{id}/timeline",
    operation_id = "getTimeline",
    tag = "desk",
    params(("id" = i64, Path, description = "The chat"), wire::TimelineQuery),
    responses((status = 200, description = "A page of the events", body = wire::TimelineList), Problems)
)]
pub async fn timeline(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    Query(query): Query<wire::TimelineQuery>,
) -> Result<Json<wire::TimelineList>, Problem> {
    let desk = context.desk(&caller)?;
    let paging = Paging::new(PAGE, query.limit, query.cursor.as_deref())?;
    let after = Position(paging.after.unwrap_or_default());
    let chat_id = ChatId(id);
    let recorded = context.desk_access(&caller, desk, Action::Read, chat_id);
    let timeline = desk.timeline(recorded.await?, chat_id, after, paging.rows());
    let mut timeline = timeline.await?;
    let encoder = DeskEncoder::new(&context, language);
    let entries = std::mem::take(&mut timeline.entries);
    let (entries, next_cursor) = paging.cut(
        entries,
        |entry: &Entry| entry.position.0,
        |entry| encode_entry(entry, &timeline, &encoder),
    );
    Ok(Json(wire::TimelineList {
        chat: encoder.chat(&timeline.chat),
        entries,
        next_cursor,
    }))
}

fn encode_entry(
    entry: Entry,
    timeline: &Timeline,
    encoder: &DeskEncoder<'_>,
) -> wire::TimelineEntry {
    let people = &timeline.people;
    let person = |id| encoder.person(people.get(id));
    wire::TimelineEntry {
        position: entry.position.0,
        at: entry.at,
        actor: entry.actor_id.map(person),
        via_key: entry.field("via_key").map(str::to_owned),
        state: entry.state.map(|state| match state {
            desk::TextState::Shown => wire::TextState::Shown,
            desk::TextState::Edited => wire::TextState::Edited,
            desk::TextState::Deleted => wire::TextState::Deleted,
            desk::TextState::Erased => wire::TextState::Erased,
        }),
        message_id: entry.message_id().map(|id| id.0),
        reply_to: entry.reply_to().map(|id| id.0),
        user: entry.user_id().map(person),
        participants: entry
            .participants()
            .map(|(id, role)| wire::TimelineParticipant {
                person: person(id),
                role: role.map(str::to_owned),
            })
            .collect(),
        details: entry.details().into_iter().collect(),
        description: entry.description,
        kind: entry.kind,
        text: entry.text,
        files: entry.files,
    }
}

/// Shows a chat as it was at a time. For admins, or moderators.
///
/// Moderators see reported messages only.
#[utoipa::path(
    get,
    path = "/desk/chats/{id}/at",
    operation_id = "getChatAt",
    tag = "desk",
    params(("id" = i64, Path, description = "The chat"), wire::PastQuery),
    responses((status = 200, description = "The chat as it was", body = wire::PastChat), Problems)
)]
pub async fn past(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    Query(query): Query<wire::PastQuery>,
) -> Result<Json<wire::PastChat>, Problem> {
    let desk = context.desk(&caller)?;
    let missing = || Problem::bad_request(Code::InvalidQuery, "time is missing");
    let at = query.time.ok_or_else(missing)?;
    if at < FIRST {
        let detail = "time must be in the year 1 or later";
        return Err(Problem::bad_request(Code::InvalidQuery, detail));
    }
    let page = PastPage {
        at,
        before: query.before_id.map(MessageId),
        limit: PAGE.limit(query.limit)?,
    };
    let chat_id = ChatId(id);
    let recorded = context.desk_access(&caller, desk, Action::Read, chat_id);
    let past = desk.past(recorded.await?, chat_id, page).await?;
    Ok(Json(encode(
        &past,
        page,
        &DeskEncoder::new(&context, language),
    )))
}

fn encode(past: &Past, page: PastPage, encoder: &DeskEncoder<'_>) -> wire::PastChat {
    let person = |id| encoder.person(past.people.get(id));
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let messages = past.messages.iter().take(limit);
    let messages = messages.map(|message| wire::PastMessage {
        id: message.id.0,
        author: message.author_id.map(person),
        text: message.text.clone(),
        sent_at: message.sent_at,
        edited: message.is_edited,
        reply_to: message.reply_to.map(|id| id.0),
        files: message.files.clone(),
        read_by: past
            .readers(message)
            .map(|readers| readers.into_iter().map(person).collect()),
    });
    wire::PastChat {
        chat: encoder.chat(&past.chat),
        time: page.at,
        position: past.position.0,
        is_deleted: past.is_deleted,
        first_at: past.first_at,
        last_at: past.last_at,
        messages: messages.rev().collect(),
        has_older: past.messages.len() > limit,
    }
}

/// Exports a chat as a file, with deleted messages and former texts. For admins, or moderators.
///
/// The `html` page is in the caller's language, and says who exported it, when, and up to which event.
/// Moderators export reported messages only, and not as `jsonl`. At most two exports run at a time on a
/// server.
#[utoipa::path(
    get,
    path = "/desk/chats/{id}/export",
    operation_id = "exportChat",
    tag = "desk",
    params(("id" = i64, Path, description = "The chat"), wire::ExportQuery),
    responses(
        (status = 200, description = "The file", content(
            (String = "text/html"), (String = "text/csv"), (String = "application/jsonl")
        )),
        Problems
    )
)]
pub async fn export(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    Query(query): Query<wire::ExportQuery>,
) -> Result<Response, Problem> {
    let desk = context.desk(&caller)?;
    let (format, mime, extension) = match query.format.unwrap_or(wire::ExportFile::Html) {
        wire::ExportFile::Html => {
            let edition = Edition {
                language,
                time_zone: query.time_zone.unwrap_or_else(|| "UTC".to_owned()),
                exported_by: ExportedBy::User(caller.user_id, caller.name.clone()),
            };
            (
                ExportFormat::Html(edition),
                "text/html; charset=utf-8",
                "html",
            )
        }
        wire::ExportFile::Csv => (ExportFormat::Csv, "text/csv; charset=utf-8", "csv"),
        wire::ExportFile::Jsonl if desk.scope() == Scope::Reported => {
            let detail = "jsonl has the whole chat: moderators export html or csv";
            return Err(Problem::bad_request(Code::InvalidQuery, detail));
        }
        wire::ExportFile::Jsonl => (ExportFormat::JsonLines, "application/jsonl", "jsonl"),
    };
    let chat_id = ChatId(id);
    let recorded = context.desk_access(&caller, desk, Action::Exported, chat_id);
    let export = desk.export(recorded.await?, chat_id, format).await?;
    tracing::info!(
        user.id = caller.user_id.0,
        chat.id = id,
        "a chat is exported"
    );
    let disposition = format!("attachment; filename=\"chat-{id}.{extension}\"");
    let headers = [
        (header::CONTENT_TYPE, mime),
        (header::CONTENT_DISPOSITION, disposition.as_str()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'",
        ),
    ];
    Ok((StatusCode::OK, headers, body(export)).into_response())
}

/// The parts of an export. One that fails cuts the download off, so that it is not taken for complete.
fn body(export: Export) -> Body {
    let parts = stream::try_unfold(export, |mut export| async move {
        let part = export.next_part().await.inspect_err(|error| {
            tracing::error!(%error, "an export was cut off");
        })?;
        Ok::<_, desk::Error>(part.map(|part| (part, export)))
    });
    Body::from_stream(parts)
}
