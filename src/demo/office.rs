//! The staff's own conversations, in the realm `messenger`: a common room, and two who write to
//! each other.

use std::collections::HashMap;

use deadpool_postgres::Transaction;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::db;
use crate::domain::{ChatCreated, ChatKind, Participant, Realm, Role, UserId, pair_key};

const ADMIN: &str = "admin";
const ANNA: &str = "anna.teacher";
const EKATERINA: &str = "ekaterina.teacher";
const DMITRY: &str = "dmitry.teacher";
const NATALIA: &str = "natalia.teacher";

/// Who says what, and how many minutes ago.
type Line = (&'static str, i64, &'static str);

const COMMON_ROOM: &[Line] = &[
    (
        ADMIN,
        180,
        "Коллеги, расписание на следующую неделю готово. Проверьте, пожалуйста, свои часы.",
    ),
    (EKATERINA, 171, "У меня всё верно, спасибо!"),
    (
        DMITRY,
        164,
        "В среду две физики подряд. Можно вторую перенести на четверг?",
    ),
    (ADMIN, 158, "Перенесла на четверг, 17:00."),
    (NATALIA, 96, "Кто завтра берёт пробный урок в 12:00?"),
    (ANNA, 91, "Я возьму."),
];

const DIRECT: &[Line] = &[
    (
        ANNA,
        60,
        "Дмитрий, Максиму на физике хватает тригонометрии?",
    ),
    (
        DMITRY,
        52,
        "Синусы путает. Пройдите с ним, пожалуйста, ещё раз проекции.",
    ),
    (ANNA, 50, "Хорошо, начну с них."),
];

/// Writes both conversations.
pub(super) async fn fill(
    transaction: &Transaction<'_>,
    people: &HashMap<&'static str, UserId>,
    now: Timestamp,
) -> Result<(), db::Error> {
    let staff = [ADMIN, ANNA, EKATERINA, DMITRY, NATALIA];
    let office = Office {
        transaction,
        people,
        now,
    };
    let common_room = ChatCreated {
        kind: ChatKind::Group,
        pair_key: None,
        title: Some("Учительская".to_owned()),
        context: None,
        participants: office.members(&staff),
    };
    office.hold(&common_room, COMMON_ROOM).await?;
    let direct = ChatCreated {
        kind: ChatKind::Private,
        pair_key: Some(pair_key(office.id(ANNA), office.id(DMITRY))),
        title: None,
        context: None,
        participants: office.members(&[ANNA, DMITRY]),
    };
    office.hold(&direct, DIRECT).await
}

struct Office<'a> {
    transaction: &'a Transaction<'a>,
    people: &'a HashMap<&'static str, UserId>,
    now: Timestamp,
}

impl Office<'_> {
    fn id(&self, login: &str) -> UserId {
        *self.people.get(login).expect("the staff is of the school")
    }

    fn members(&self, logins: &[&str]) -> Vec<Participant> {
        let member = |login: &&str| Participant {
            user_id: self.id(login),
            role: Role::Member.as_str().to_owned(),
        };
        logins.iter().map(member).collect()
    }

    /// Begins a conversation with who speaks first, and has it said what was said.
    async fn hold(&self, chat: &ChatCreated, lines: &[Line]) -> Result<(), db::Error> {
        let Some((first, begun, _)) = lines.first() else {
            return Ok(());
        };
        let created = serde_json::to_value(chat).expect("an event is JSON");
        let chat_id = self
            .append(None, "chat_created", (first, begun + 1), &created)
            .await?;
        for (who, ago, content) in lines {
            let payload = json!({ "content": content });
            self.append(Some(chat_id), "message_sent", (who, *ago), &payload)
                .await?;
        }
        Ok(())
    }

    /// Appends an event; the id of its chat.
    async fn append(
        &self,
        chat_id: Option<i64>,
        kind: &str,
        (who, minutes_ago): (&str, i64),
        payload: &Value,
    ) -> Result<i64, db::Error> {
        let at = self.now - SignedDuration::from_mins(minutes_ago);
        let sql = "
            INSERT INTO public.events (realm, chat_id, kind, actor_id, payload, recorded_at)
            VALUES ($1, $2, $3, $4, $5, date_trunc('milliseconds', $6::timestamptz))
            RETURNING chat_id";
        let realm = Realm::Messenger.as_str();
        let row = self
            .transaction
            .query_one(
                sql,
                &[&realm, &chat_id, &kind, &self.id(who).0, payload, &at],
            )
            .await?;
        Ok(row.try_get(0)?)
    }
}
