//! The statements of scheduled messages.

use jiff::{SignedDuration, Timestamp};
use vestnik::chat::Queries;
use vestnik::contracts::campus;
use vestnik::db::query::Parameters;
use vestnik::domain::text::MessageText;
use vestnik::domain::{
    CancelScheduled, ChangeScheduled, ChatId, NewMessage, ScheduleMessage, ScheduledId,
};

use super::statements::sql;
use super::workload::ServerWorkload;
use crate::support::conversations::event;

/// Adds `$CHATS` × 10 messages of others, one in ten of which waits. Positive ids are those of events.
pub(super) const FILL: &str = "
    SET session_replication_role = replica;
    INSERT INTO scheduled_messages
        (id, realm, chat_id, user_id, client_id, content, content_position, send_at, attachments, parts, state)
    SELECT -($HEAD * 20 + n), 'school', n, 1000000 + n % 1000, gen_random_uuid(), '!', n,
           now() + interval '1 day', '{}', '{}', CASE WHEN n % 10 = 0 THEN 'waiting' ELSE 'sent' END
    FROM generate_series(1, $CHATS * 10) AS n;
    SET session_replication_role = origin";

impl ServerWorkload {
    /// Schedules, changes, lists and cancels a message, and looks for those whose time has come.
    pub(super) async fn scheduled(&self, chat_id: ChatId) {
        let campus = &self.campus;
        let text = |text: &str| MessageText::new(text.to_owned()).unwrap();
        let message = NewMessage::text(chat_id, text("!"));
        let send_at = Timestamp::now() + SignedDuration::from_hours(1);
        let made = event(campus.act(0, ScheduleMessage { message, send_at }).await);
        let id = ScheduledId(made.position.0);
        let change = ChangeScheduled {
            id,
            text: Some(text("?")),
            send_at: None,
        };
        event(campus.act(0, change).await);
        let queries = Queries::new(self.store.pool.clone(), campus::REALM);
        let author = campus.id(0);
        let listed = queries.scheduled(author, ScheduledId(0), 50).await.unwrap();
        assert_eq!(listed.len(), 1);
        let shown = queries.scheduled_message(author, id).await.unwrap();
        assert_eq!(shown.content, "?");
        event(campus.act(0, CancelScheduled { id }).await);

        let (realms, ids) = ([campus::REALM.as_str()], [id]);
        let claim: Parameters<'_> = &[&&realms[..], &10.0_f64, &100_i64];
        let claimed = self.statements.run(sql!("scheduled/sql/claim"), claim);
        assert_eq!(claimed.await.len(), 0);
        let release: Parameters<'_> = &[&&ids[..]];
        self.statements
            .run(sql!("scheduled/sql/release"), release)
            .await;
    }
}
