//! The statements of the outbox: its queue, and what each channel queues and reads.

use uuid::Uuid;
use vestnik::contracts::messenger;
use vestnik::db::query::Parameters;
use vestnik::domain::text::MessageText;
use vestnik::domain::{Command as _, NewMessage, SendMessage, UserId};

use super::statements::{Statements, sql};
use crate::support::store::appended;

/// Adds `$CHATS` × 10 deliveries to each of two channels.
pub(super) const FILL: &str = "
    SET session_replication_role = replica;
    INSERT INTO deliveries (channel, receiver, topic, position, since, due_at)
    SELECT channel, 1000000 + n % 1000, $HEAD * 20 + n, $HEAD + n, $HEAD + n, now() - interval '1 hour'
    FROM generate_series(1, $CHATS * 10) AS n, unnest('{web_push,webhooks}'::text[]) AS channel;
    INSERT INTO delivery_receivers (channel, receiver, next_attempt_at)
    SELECT channel, 1000000 + n, now() + interval '1 day'
    FROM generate_series(1, 1000) AS n, unnest('{web_push,webhooks}'::text[]) AS channel
    ON CONFLICT DO NOTHING;
    INSERT INTO dead_letters (id, channel, receiver, topic, position, since, attempts)
    SELECT gen_random_uuid(), 'event_webhooks:e' || n % 2, n, n, n, n, 1
    FROM generate_series(1, $CHATS * 10) AS n;
    SET session_replication_role = origin";

impl Statements {
    pub(super) async fn deliveries(&self) {
        self.lease().await;
        let position = self.send().await;
        let (from, to) = (position - 5, position);
        let queued = self
            .run(sql!("outbox/webhooks/sql/enqueue"), &[&from, &to])
            .await;
        assert_eq!(queued[0].get::<_, i64>("added"), 1);
        self.queue("webhooks", &self.reader.id.to_string()).await;
        self.event_webhooks().await;
        let message = [position];
        self.pushes(from, &message).await;
        self.digests(from, &message).await;
    }

    /// Sends a message to the reader; returns its position.
    async fn send(&self) -> i64 {
        let text = MessageText::new("!".into()).unwrap();
        let send = SendMessage(NewMessage::text(self.chat_id, text));
        let draft = send.into_event(messenger::REALM, UserId(self.author.id));
        appended(self.store.writer.append(draft).await).position.0
    }

    /// Takes the only delivery of a receiver, which fails, is given up, and is queued again.
    async fn queue(&self, channel: &str, receiver: &str) {
        let (receivers, none) = ([receiver], [""; 0]);
        let due: Parameters<'_> = &[&channel, &&none[..], &16_i64, &16_i64];
        let of_receivers: Parameters<'_> = &[&channel, &&receivers[..]];
        let now = "UPDATE public.delivery_receivers AS r SET next_attempt_at = now()
                   WHERE r.channel = $1 AND r.receiver = ANY ($2)";
        self.run(now, of_receivers).await;
        self.run(sql!("outbox/sql/next_attempt"), &[&channel]).await;
        let taken = self.run(sql!("outbox/sql/due"), due).await;
        assert_eq!(taken.len(), 1);
        let id = [taken[0].get::<_, Uuid>("id")];
        self.run(sql!("outbox/sql/start"), &[&&id[..]]).await;
        let (topic, since): (i64, i64) = (taken[0].get("topic"), taken[0].get("since"));
        let stopped: Parameters<'_> = &[&channel, &&receivers[..], &&[topic][..], &&[since][..]];
        self.run(sql!("outbox/sql/stop"), stopped).await;
        let postponed: Parameters<'_> =
            &[&channel, &&receivers[..], &&[-10.0][..], &&["refused"][..]];
        self.run(sql!("outbox/sql/postpone"), postponed).await;
        let surplus: Parameters<'_> = &[&channel, &&receivers[..], &100_i64];
        self.run(sql!("outbox/sql/drop_surplus"), surplus).await;
        let given_up: Parameters<'_> = &[&&id[..], &&id[..], &"1 day", &true];
        assert_eq!(
            self.run(sql!("outbox/sql/give_up"), given_up).await.len(),
            1
        );
        self.run(sql!("outbox/sql/advance"), of_receivers).await;
        self.run(sql!("outbox/sql/forget_receivers"), of_receivers)
            .await;
        self.run(sql!("outbox/sql/drop_oldest"), &[&channel, &1_i64])
            .await;
        self.run(sql!("outbox/sql/remove_interrupted"), &[&channel])
            .await;
        let retried = self
            .run(sql!("outbox/sql/retry_dead_letters"), &[&&id[..]])
            .await;
        assert_eq!(retried[0].get::<_, i64>("retried"), 1);
        self.run(sql!("outbox/sql/remove"), &[&&id[..]]).await;
        self.run(sql!("outbox/sql/forget_receivers"), of_receivers)
            .await;
    }

    async fn event_webhooks(&self) {
        let (channel, chats) = ("event_webhooks:e1", [1_000_000_i64]);
        let queued: Parameters<'_> = &[&channel, &&chats[..], &&chats[..]];
        self.run(sql!("outbox/event_webhooks/sql/enqueue"), queued)
            .await;
        self.queue(channel, "1000000").await;
    }

    async fn pushes(&self, from: i64, message: &[i64]) {
        let save = "SELECT public.save_push_subscription($1, $2, 'one', 'sid:1', $3, $4, $5, 'ru')";
        let (realm, user_id) = (messenger::REALM.as_str(), self.reader.id);
        let (point, auth) = ([4_u8; 65], [0_u8; 16]);
        let endpoint = format!("https://push.example/{}", Uuid::new_v4());
        let saved: Parameters<'_> = &[&realm, &user_id, &endpoint, &&point[..], &&auth[..]];
        self.run(save, saved).await;
        let list = sql!("outbox/web_push/sql/subscriptions");
        assert_eq!(self.run(list, &[&realm, &user_id]).await.len(), 1);
        let queued = self
            .run(sql!("outbox/web_push/sql/enqueue"), &[&from, &message[0]])
            .await;
        let receivers: Vec<String> = queued[0].get("receivers");
        let id: [i64; 1] = [receivers[0].parse().expect("the id of a subscription")];
        let read: Parameters<'_> = &[&&id[..], &&[self.chat_id.0][..], &message, &message];
        let read = self.run(sql!("outbox/web_push/sql/read"), read).await;
        assert_eq!(read[0].get::<_, &str>("beginning"), "!");
        let failed: Parameters<'_> = &[&&id[..], &&[true][..]];
        self.run(sql!("outbox/web_push/sql/count_failures"), failed)
            .await;
        self.run(sql!("outbox/web_push/sql/reset_failures"), &[&&id[..]])
            .await;
        self.queue("web_push", &receivers[0]).await;
        let forget = "DELETE FROM public.push_subscriptions AS s WHERE s.id = ANY ($1)";
        self.run(forget, &[&&id[..]]).await;
        let users = [self.reader.id];
        let read: Parameters<'_> = &[&&users[..], &&[self.chat_id.0][..], &message, &message];
        let read = self.run(sql!("outbox/webhooks/sql/read"), read).await;
        assert_eq!(read[0].get::<_, &str>("beginning"), "!");
    }

    async fn digests(&self, from: i64, message: &[i64]) {
        let queued: Parameters<'_> = &[&from, &message[0], &-60.0];
        let queued = self.run(sql!("outbox/mail/sql/enqueue"), queued).await;
        let receivers: Vec<String> = queued[0].get("receivers");
        let users = [self.reader.id];
        let read: Parameters<'_> = &[&&users[..], &&[self.chat_id.0][..], &message, &message];
        let read = self.run(sql!("outbox/mail/sql/read_digests"), read).await;
        assert_eq!(read[0].get::<_, &str>("beginning"), "!");
        let delayed: Parameters<'_> = &[&&users[..], &&receivers[..]];
        self.run(sql!("outbox/mail/sql/delay_quiet"), delayed).await;
        self.queue("mail_digests", &receivers[0]).await;
        self.run(sql!("outbox/mail/sql/unsubscribe"), &[&self.author.id])
            .await;
    }

    /// The e-mail with a link that waits for a receiver, an invitation or a user.
    pub(super) async fn link(&self, receiver: &str, invitation: Option<Uuid>, user: Option<i64>) {
        let read: Parameters<'_> = &[&&[invitation][..], &&[user][..]];
        let read = self.run(sql!("outbox/mail/sql/read_links"), read).await;
        assert_eq!(read.len(), 1);
        let hash = Uuid::new_v4().as_bytes().to_vec();
        let added: Parameters<'_> = &[&hash, &invitation, &user];
        self.run(sql!("outbox/mail/sql/add_link"), added).await;
        // The next run asks for a link within five minutes.
        let forget = "DELETE FROM public.account_links AS l WHERE l.token_hash = $1";
        self.run(forget, &[&hash]).await;
        self.queue("mail_links", receiver).await;
    }

    async fn lease(&self) {
        self.run(sql!("outbox/sql/register_consumer"), &[&"tested"])
            .await;
        let lease: Parameters<'_> = &[&"tested", &self.replica_id, &15.0];
        let taken = self.run(sql!("outbox/sql/take_lease"), lease).await;
        assert_eq!(taken.len(), 1);
        self.run(sql!("outbox/sql/move_position"), &[&"tested", &1_i64])
            .await;
        self.run(
            sql!("outbox/sql/release_lease"),
            &[&"tested", &self.replica_id],
        )
        .await;
    }
}
