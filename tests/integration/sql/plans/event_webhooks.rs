//! The statements of event webhooks.

use uuid::Uuid;
use vestnik::db::query::Parameters;

use super::statements::Statements;

/// Adds `$CHATS` × 10 rows for two endpoints.
pub(super) const FILL: &str = "
    INSERT INTO event_webhooks (endpoint, chat_id, position)
    SELECT 'e' || n % 2, n % 1000, $HEAD * 20 + n FROM generate_series(1, $CHATS * 10) AS n;
    INSERT INTO event_webhook_chats (endpoint, chat_id, next_attempt_at)
    SELECT 'e' || n % 2, n, now() + interval '1 day' FROM generate_series(0, 999) AS n
    ON CONFLICT DO NOTHING;
    INSERT INTO event_dead_letters (id, endpoint, chat_id, position, attempts, queued_at)
    SELECT gen_random_uuid(), 'e' || n % 2, n, n, 1, now()
    FROM generate_series(1, $CHATS * 10) AS n";

macro_rules! sql {
    ($name:literal) => {
        include_str!(concat!(
            "../../../../src/outbox/event_webhooks/sql/",
            $name,
            ".sql"
        ))
    };
}

impl Statements {
    /// Queues an event of a chat of its own, which fails, becomes a dead letter, and is queued again.
    pub(super) async fn event_webhooks(&self) {
        const CHAT: i64 = 1_000_000;
        let (endpoint, chats, none) = ("e1", [CHAT], [0_i64; 0]);
        let queued: Parameters<'_> = &[&endpoint, &&chats[..], &&[CHAT][..]];
        let due: Parameters<'_> = &[&endpoint, &&none[..], &16_i64, &16_i64];
        let of_chats: Parameters<'_> = &[&endpoint, &&chats[..]];
        self.run(sql!("enqueue"), queued).await;
        self.run(sql!("next_attempt"), &[&endpoint]).await;
        assert_eq!(self.run(sql!("due_events"), due).await.len(), 1);
        let postponed: Parameters<'_> = &[&endpoint, &&chats[..], &&[-10.0][..], &&["refused"][..]];
        self.run(sql!("postpone"), postponed).await;
        let expired: Parameters<'_> = &[&endpoint, &&chats[..], &"-1 day", &&[false][..]];
        let buried = self.run(sql!("bury_expired"), expired).await;
        assert_eq!(buried.len(), 1);
        self.run(sql!("next_of_chats"), of_chats).await;
        self.run(sql!("forget_chats"), of_chats).await;
        assert!(self.run(sql!("due_events"), due).await.is_empty());

        self.run(sql!("enqueue"), queued).await;
        let due = self.run(sql!("due_events"), due).await;
        let ids = [due[0].get::<_, Uuid>("id")];
        self.run(sql!("remove_events"), &[&&ids[..]]).await;
        self.run(sql!("forget_chats"), of_chats).await;
        let forget =
            "DELETE FROM public.event_dead_letters AS d WHERE d.chat_id = $1 AND d.endpoint = $2";
        self.run(forget, &[&CHAT, &endpoint]).await;
    }
}
