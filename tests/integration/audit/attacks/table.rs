//! The attacks, a row each.

use super::Outcome::{Found, Refused};
use super::Who::{Owner, Server, Superuser};
use super::{Attack, Outcome, Who};

const fn attack(who: Who, what: &'static str, sql: &'static str, outcome: Outcome) -> Attack {
    Attack {
        who,
        what,
        sql,
        outcome,
    }
}

const NO_INSERT: Outcome = Refused("permission denied for table events");

pub(super) const ATTACKS: &[Attack] = &[
    attack(
        Server,
        "a message with a time of its own",
        "INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at)
         VALUES (1, 'message_sent', 1, '{\"content\": \"!\"}', '2024-01-01')",
        NO_INSERT,
    ),
    attack(
        Server,
        "an imported message",
        "INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
         VALUES (1, 'message_sent', 1, '{\"content\": \"!\"}', '2024-01-01', 'import')",
        NO_INSERT,
    ),
    attack(
        Server,
        "a record of an erasure",
        "INSERT INTO events (chat_id, kind, payload) VALUES (1, 'user_erased', '{\"user_id\": 1}')",
        NO_INSERT,
    ),
    attack(
        Server,
        "a changed text",
        "UPDATE events SET payload = '{}' WHERE position = 3",
        NO_INSERT,
    ),
    attack(
        Server,
        "a moved seal",
        "UPDATE audit.seals SET sealed_at = '2024-01-01'",
        Refused("permission denied for table seals"),
    ),
    attack(
        Owner,
        "one changed letter",
        "$FREE UPDATE events SET payload = payload || '{\"content\": \"Да?\"}' WHERE position = 2",
        Found(&["position 2: this event was altered"]),
    ),
    attack(
        Owner,
        "a field without a text",
        "$FREE UPDATE events SET payload = payload || '{\"up_to_id\": 1}' WHERE position = 7",
        Found(&["position 7: this event was altered"]),
    ),
    attack(
        Owner,
        "another author",
        "$FREE UPDATE events SET actor_id = actor_id + 1 WHERE position IN (3, 7)",
        Found(&[
            "position 3: this event was altered",
            "position 7: this event was altered",
        ]),
    ),
    attack(
        Owner,
        "another date",
        "$FREE UPDATE events SET recorded_at = recorded_at - interval '1 us' WHERE position = 8",
        Found(&["position 8: this event was altered"]),
    ),
    attack(
        Owner,
        "an event of SQL that passes for one of the server",
        "$FREE UPDATE events SET origin = 'server' WHERE position = 1",
        Found(&["position 1: this event was altered"]),
    ),
    attack(
        Owner,
        "another order",
        "$FREE ALTER TABLE events DROP CONSTRAINT events_valid;
         UPDATE events SET position = 100000 WHERE position = 9;
         UPDATE events SET position = 9 WHERE position = 10;
         UPDATE events SET position = 10 WHERE position = 100000",
        Found(&[
            "position 9: this event was altered",
            "position 10: this event was altered",
        ]),
    ),
    attack(
        Owner,
        "a removed event",
        "$FREE DELETE FROM events WHERE position = 11",
        Found(&["position 11: this event was removed"]),
    ),
    attack(
        Owner,
        "a removed event, and the later ones moved up",
        "$FREE ALTER TABLE events DROP CONSTRAINT events_valid;
         DELETE FROM events WHERE position = $LAST - 2;
         UPDATE events SET position = position - 1 WHERE position = $LAST - 1;
         UPDATE events SET position = position - 1 WHERE position = $LAST",
        Found(&[
            "position …: this event was altered",
            "position …: this event was altered",
            "position $LAST: this event was removed",
        ]),
    ),
    attack(
        Owner,
        "a shortened log",
        "$FREE DELETE FROM events WHERE position > 15",
        Found(&["position 16: this event was removed (it and the … after it)"]),
    ),
    attack(
        Owner,
        "a shortened log with its seals",
        "$FREE DELETE FROM audit.seals WHERE to_position = $LAST;
         DELETE FROM events WHERE position > (SELECT max(to_position) FROM audit.seals);
         UPDATE log_head SET position = (SELECT max(to_position) FROM audit.seals)",
        Found(&["position $LAST: no seal ends at this position"]),
    ),
    attack(
        Owner,
        "an event before the beginning",
        "$FREE ALTER TABLE events DROP CONSTRAINT events_valid;
         INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
         SELECT -3, gen_random_uuid(), realm, chat_id, kind, actor_id, payload, recorded_at
         FROM events WHERE position = 2",
        Found(&["position -3: this event was inserted before the beginning of the log"]),
    ),
    attack(
        Owner,
        "a second event at a position",
        "$FREE ALTER TABLE events DROP CONSTRAINT events_pkey;
         INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at,
                             origin)
         SELECT position, gen_random_uuid(), realm, chat_id, kind, actor_id, payload, recorded_at, origin
         FROM events WHERE position = 2",
        Found(&["position 2: …", "…"]),
    ),
    attack(
        Owner,
        "an event after a gap",
        "$FREE INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload,
                                   recorded_at)
         SELECT 5000000000, gen_random_uuid(), realm, chat_id, kind, actor_id, payload, now()
         FROM events WHERE position = 2",
        Found(&["position …: no event has this position (it and the … after it)"]),
    ),
    attack(
        Owner,
        "an event of long ago at the end",
        "$FREE INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload,
                                   recorded_at, origin)
         SELECT $LAST + 1, gen_random_uuid(), realm, chat_id, kind, actor_id, payload, '2024-01-01',
                'server'
         FROM events WHERE position = 2",
        Found(&[
            "position …: this event has the time 2024-01-01T00:00:00Z, but event … before it has …",
        ]),
    ),
    attack(
        Owner,
        "an event of long ago, sealed",
        "$FREE INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload,
                                   recorded_at, origin)
         SELECT $LAST + 1, gen_random_uuid(), realm, chat_id, kind, actor_id, payload, '2024-01-01',
                'server'
         FROM events WHERE position = 2;
         SELECT audit.seal_log()",
        Found(&[
            "position …: this event has the time 2024-01-01T00:00:00Z, but event … before it has …",
        ]),
    ),
    attack(
        Owner,
        "a clock that runs ahead",
        "UPDATE log_head SET latest_at = now() + interval '1 day';
         INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT chat_id, kind, actor_id, payload - 'client_id' FROM events WHERE position = 2;
         SELECT audit.seal_log()",
        Found(&[
            "position …: this seal has the time …, which is to come",
            "position …: this event has the time …, which is to come",
        ]),
    ),
    attack(
        Owner,
        "a removed seal",
        "$FREE DELETE FROM audit.seals WHERE from_position = 8",
        Found(&[
            "position 8: a seal is missing: the next one begins at 15",
            "position 14: no seal ends at this position",
        ]),
    ),
    attack(
        Owner,
        "a changed text under a seal that fits it",
        "$FREE UPDATE events SET payload = payload || '{\"content\": \"!\"}' WHERE position = 9;
         UPDATE audit.seals
         SET event_hashes = audit.range_hashes(from_position, to_position)
         WHERE from_position = 8",
        Found(&["position 8: this seal was altered"]),
    ),
    attack(
        Owner,
        "a changed text under a seal whose hash fits too",
        "$FREE UPDATE events SET payload = payload || '{\"content\": \"!\"}' WHERE position = 9;
         UPDATE audit.seals
         SET event_hashes = audit.range_hashes(from_position, to_position)
         WHERE from_position = 8;
         UPDATE audit.seals AS s SET hash = audit.seal_hash(s) WHERE from_position = 8",
        Found(&[
            "position 14: the seal that ends at this position is another one",
            "position 15: this seal does not continue the previous one",
        ]),
    ),
    attack(
        Owner,
        "another previous seal",
        "$FREE UPDATE audit.seals SET previous_hash = sha256(previous_hash) WHERE from_position = 8",
        Found(&["position 8: this seal does not continue the previous one"]),
    ),
    attack(
        Owner,
        "a moved time of a seal",
        "$FREE UPDATE audit.seals SET sealed_at = sealed_at - interval '1 day' WHERE from_position = 8",
        Found(&["position 8: this seal was altered"]),
    ),
    attack(
        Owner,
        "moved times of all seals",
        "$FREE UPDATE audit.seals SET sealed_at = sealed_at + interval '1 minute'; $HASH",
        Found(&["…: the seal that ends at this position is another one", "…"]),
    ),
    attack(
        Owner,
        "everything sealed again after a change",
        "$FREE UPDATE events SET payload = payload || '{\"content\": \"!\"}' WHERE position = 9; $RESEAL",
        Found(&["position 7: the seal that ends at this position is another one", "…"]),
    ),
    attack(
        Owner,
        "another key of an author",
        "UPDATE audit.author_keys SET key = sha256(key)
         WHERE author_id = (SELECT actor_id FROM events WHERE position = 2)",
        Found(&["position 2: this event was altered", "…"]),
    ),
    attack(
        Owner,
        "a view in place of the log",
        "ALTER TABLE events RENAME TO hidden;
         CREATE VIEW events AS SELECT * FROM hidden WHERE position <> 3",
        Found(&["public.events is no table but a view: nothing in it proves anything"]),
    ),
    attack(
        Owner,
        "rows that a policy hides",
        "ALTER TABLE audit.seals ENABLE ROW LEVEL SECURITY;
         ALTER TABLE audit.seals FORCE ROW LEVEL SECURITY",
        Found(&[
            "audit.seals has row-level security, which can hide rows: nothing in it proves anything",
        ]),
    ),
    attack(
        Owner,
        "a rule",
        "CREATE RULE hide AS ON UPDATE TO events DO INSTEAD NOTHING",
        Found(&[
            "public.events has rules that rewrite what is read or written: nothing in it proves anything",
        ]),
    ),
    attack(
        Owner,
        "a computed column",
        "ALTER TABLE events DROP COLUMN origin CASCADE;
         ALTER TABLE events ADD COLUMN origin text GENERATED ALWAYS AS ('server') STORED",
        Found(&["public.events computes origin: nothing in it proves anything"]),
    ),
    attack(
        Owner,
        "an event in a table that inherits from the log",
        "$FREE CREATE TABLE more () INHERITS (events);
         INSERT INTO more SELECT * FROM events WHERE position = 12;
         DELETE FROM ONLY events WHERE position = 12",
        Found(&["position 12: this event was removed"]),
    ),
    attack(
        Owner,
        "operators and tables of the same names",
        "$FREE CREATE SCHEMA other;
         CREATE FUNCTION other.always(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT false';
         CREATE OPERATOR other.>= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = other.always);
         CREATE TABLE other.events AS SELECT * FROM events;
         DO $$ BEGIN EXECUTE format(
             'ALTER ROLE %I IN DATABASE %I SET search_path = other, public, pg_catalog',
             current_user, current_database()
         ); END $$;
         UPDATE public.events SET payload = payload || '{\"content\": \"!\"}' WHERE position = 2",
        Found(&["position 2: this event was altered"]),
    ),
    attack(
        Owner,
        "one blanked message, and the traces of that removed",
        "$BLANK $RECORD DELETE FROM erasures",
        Found(&[
            "position 2: the erasure of user … (position …) is not complete: the user still has an account",
            "position 2: the erasure of user … (position …) is not complete: the key of the user was kept",
            "position 2: the erasure of user … (position …) is not complete: \
             no finished erasure is on record",
            "position …: this text was left by the erasure of user … (position …)",
        ]),
    ),
    attack(
        Owner,
        "one blanked message of someone whose account and key are deleted with it",
        "$BLANK DELETE FROM users WHERE id = (SELECT actor_id FROM events WHERE position = 2);
         $RECORD UPDATE erasures SET finished_at = now();
         DELETE FROM audit.author_keys
         WHERE author_id = (SELECT actor_id FROM events WHERE position = 2)",
        Found(&["position …: this event was altered", "…"]),
    ),
    attack(
        Owner,
        "one blanked message without a record",
        "$BLANK UPDATE erasures SET finished_at = now()",
        Found(&[
            "position 2: this text was erased, but no record of an erasure of user … follows in its chat \
             (texts erased there: 1)",
        ]),
    ),
    attack(
        Owner,
        "one blanked message that names no user",
        "$FREE UPDATE events AS e
         SET payload = e.payload
             || jsonb_build_object('content', '', 'content_digest', audit.content_digest(e, k.key))
         FROM audit.author_keys AS k
         WHERE e.position = 2
           AND k.author_id = e.actor_id",
        Found(&["position 2: this text was erased, but not with any user"]),
    ),
    attack(
        Owner,
        "another text with the digest of the sealed one",
        "$FREE ALTER TABLE events DROP CONSTRAINT events_valid;
         UPDATE events AS e
         SET payload = e.payload
             || jsonb_build_object('content', '!', 'content_digest', audit.content_digest(e, k.key))
         FROM audit.author_keys AS k
         WHERE e.position = 2
           AND k.author_id = e.actor_id",
        Found(&["position 2: this event was altered"]),
    ),
    attack(
        Superuser,
        "one changed letter without any trigger",
        "SET session_replication_role = replica;
         UPDATE events SET payload = payload || '{\"content\": \"Да?\"}' WHERE position = 2",
        Found(&["position 2: this event was altered"]),
    ),
];
