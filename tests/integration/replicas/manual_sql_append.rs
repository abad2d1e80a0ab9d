//! Events that are appended with plain SQL are delivered.

use crate::support::School;

#[tokio::test]
async fn events_appended_by_sql_reach_every_replica() {
    let school = School::new().await;
    let other = school.another_replica().await;
    let mut streams = school.open_streams(&other).await;
    let (chat_id, teacher) = (school.pair.chat_id, school.pair.teacher.id);

    // An event of an unknown kind does not break the streams.
    let sql = format!(
        r#"ALTER TABLE events DROP CONSTRAINT events_valid;
           INSERT INTO events (chat_id, kind, actor_id, payload)
           VALUES ({chat_id}, 'message_pinned', {teacher}, '{{}}'),
                  ({chat_id}, 'message_sent', {teacher}, '{{"content": "typed"}}')"#
    );
    school.database.execute(&sql).await;

    for stream in &mut streams {
        let frame = stream.next().await;
        assert_eq!(frame.content(), "typed");
        assert_eq!(frame.data["message"]["sender_id"], teacher);
    }
}
