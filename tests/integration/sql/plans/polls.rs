//! The statements of polls.

use vestnik::chat::{Queries, ReaderAccess};
use vestnik::contracts::campus;
use vestnik::domain::text::MessageText;
use vestnik::domain::{
    ChatId, ClosePoll, MessageId, NewMessage, OptionIds, PollSettings, SendMessage, UserId, Vote,
};

use super::workload::ServerWorkload;
use crate::support::conversations::event;

impl ServerWorkload {
    /// Asks, votes, closes, reads and deletes in a private chat.
    pub(super) async fn polls(&self, chat_id: ChatId) {
        let campus = &self.campus;
        let poll = PollSettings {
            multiple: true,
            anonymous: false,
            options: 2,
        };
        let text = MessageText::new("?\na\nb".into()).unwrap();
        let message = NewMessage {
            poll: Some(poll),
            ..NewMessage::text(chat_id, text)
        };
        let sent = event(campus.act(0, SendMessage(message)).await);
        let message_id = MessageId(sent.position.0);
        for (user, ids) in [(0, &[0][..]), (1, &[0, 1]), (1, &[1]), (0, &[])] {
            let option_ids = OptionIds::new(ids).unwrap();
            let vote = Vote {
                message_id,
                option_ids,
            };
            event(campus.act(user, vote).await);
        }
        event(campus.act(0, ClosePoll { message_id }).await);

        let queries = Queries::new(self.store.pool.clone(), campus::REALM);
        let own = ReaderAccess::member(campus.id(1));
        let (_, shown) = queries.poll(own, message_id).await.unwrap();
        assert_eq!((shown.counts, shown.own.contains(1)), (vec![0, 1], true));
        let voted = queries.voted_poll(message_id).await.unwrap();
        assert_eq!(voted.expect("the poll is there").votes.len(), 1);
        for option in [None, Some(1)] {
            let voters = queries.voters(message_id, option, UserId(0), 50);
            assert_eq!(voters.await.unwrap().len(), 1);
        }
        event(campus.delete(message_id, 0).await);
    }
}
