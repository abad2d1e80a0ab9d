//! The statements of accounts: invitations, links, log-ins, and the e-mails with links.

use std::net::{IpAddr, Ipv4Addr};

use jiff::{Timestamp, ToSpan as _};
use uuid::Uuid;
use vestnik::contracts::messenger;
use vestnik::db::query::Parameters;

use super::statements::{Statements, sql};

/// Adds rows to the tables of accounts.
pub(super) const FILL: &str = "
    SET session_replication_role = replica;
    INSERT INTO users (id, external_id, email, name, role, realms, deactivated_at)
    SELECT 6000000000000000 + $HEAD * 20 + n, 'd-' || $HEAD || '-' || n,
           'd-' || $HEAD || '-' || n || '@school.test', 'D', 'member', '{}', now()
    FROM generate_series(1, $CHATS * 10) AS n;
    INSERT INTO logins (id, user_id, device, address)
    SELECT gen_random_uuid(), 1000000 + n % 1000, '', '192.0.2.1'
    FROM generate_series(1, $CHATS * 10) AS n;
    INSERT INTO refresh_tokens (token_hash, family, user_id, expires_at)
    SELECT decode(md5($HEAD || l.id::text), 'hex'), l.id, l.user_id, now() + interval '1 day'
    FROM logins AS l;
    INSERT INTO invitations (id, email, role, realm, expires_at)
    SELECT gen_random_uuid(), $HEAD || '-' || n || '@invited.test', 'member', 'messenger',
           now() + interval '1 day'
    FROM generate_series(1, $CHATS * 10) AS n;
    INSERT INTO account_links (token_hash, user_id, created_at, expires_at)
    SELECT decode(md5('link' || $HEAD || n), 'hex'), 1000000 + n % 1000, now() - interval '1 hour',
           now() + interval '1 day'
    FROM generate_series(1, $CHATS * 10) AS n;
    INSERT INTO user_preferences (user_id)
    SELECT 6000000000000000 + $HEAD * 20 + n FROM generate_series(1, $CHATS * 10) AS n;
    SET session_replication_role = origin";

impl Statements {
    pub(super) async fn accounts(&self) {
        self.invitations().await;
        self.reset_links().await;
        self.log_ins().await;
        self.own_account().await;
    }

    async fn invitations(&self) {
        let (id, hash, realm) = (Uuid::now_v7(), random(), messenger::REALM.as_str());
        let email = format!("{id}@school.test");
        let expires_at = tomorrow();
        self.set_role(self.author.id, "admin").await;
        let invited: Parameters<'_> = &[
            &id,
            &email,
            &"member",
            &realm,
            &Some(self.author.id),
            &expires_at,
            &hash,
            &Some("en"),
        ];
        let invite = "SELECT public.invite($1, $2, $3, $4, $5, $6, $7, $8) AS outcome";
        let invited = self.run(invite, invited).await;
        assert_eq!(invited[0].get::<_, &str>("outcome"), "done");
        let shown = self
            .run(sql!("auth/sql/invitation_of_link"), &[&hash])
            .await;
        assert_eq!(shown.len(), 1);
        self.link(&format!("invitation/{id}"), Some(id), None).await;
        let claimed: Parameters<'_> = &[&hash, &true];
        let claimed = self.run(sql!("auth/sql/claim_link"), claimed).await;
        assert_eq!(claimed.len(), 1);
        self.run(sql!("auth/sql/is_link"), &[&hash, &true]).await;
        let accepted: Parameters<'_> = &[&hash, &"Invited", &"hash"];
        let accepted = self.run(sql!("auth/sql/accept_invitation"), accepted).await;
        assert_eq!(accepted.len(), 1);
        self.set_role(self.author.id, "member").await;
    }

    async fn set_role(&self, id: i64, role: &str) {
        let sql = "UPDATE public.users SET role = $2 WHERE id = $1";
        self.run(sql, &[&id, &role]).await;
    }

    async fn reset_links(&self) {
        let (realm, user_id) = (messenger::REALM.as_str(), self.author.id);
        let (hash, expires_at) = (random(), tomorrow());
        self.set_role(self.reader.id, "admin").await;
        let added: Parameters<'_> = &[
            &hash,
            &user_id,
            &self.reader.id,
            &realm,
            &false,
            &expires_at,
        ];
        let add = "SELECT public.add_reset_link($1, $2, $3, $4, $5, $6) AS outcome";
        let added = self.run(add, added).await;
        assert_eq!(added[0].get::<_, &str>("outcome"), "done");
        let email = format!("{}@reader.test", self.reader.id);
        let named: Parameters<'_> = &[&self.reader.id, &email];
        self.run("UPDATE public.users SET email = $2 WHERE id = $1", named)
            .await;
        let password = "
            INSERT INTO public.credentials (user_id, password_hash) VALUES ($1, 'hash')
            ON CONFLICT DO NOTHING";
        self.run(password, &[&self.reader.id]).await;
        let asked: Parameters<'_> = &[&email, &"ru", &realm];
        self.run(sql!("auth/sql/request_reset"), asked).await;
        self.run(sql!("outbox/mail/sql/queue_reset_mails"), &[&100_i64])
            .await;
        let reader = self.reader.id;
        self.link(&format!("password/{reader}"), None, Some(reader))
            .await;
        let reset: Parameters<'_> = &[&hash, &"hash", &expires_at, &realm, &false];
        let reset = self
            .run(
                "SELECT public.reset_password($1, $2, $3, $4, $5) AS id",
                reset,
            )
            .await;
        assert_eq!(reset[0].get::<_, Option<i64>>("id"), Some(user_id));
        self.set_role(self.reader.id, "member").await;
    }

    async fn log_ins(&self) {
        let (id, address) = (Uuid::now_v7(), IpAddr::V4(Ipv4Addr::LOCALHOST));
        let (user_id, expires_at) = (self.author.id, tomorrow());
        // reset_links() has set the password.
        let added: Parameters<'_> = &[
            &id,
            &user_id,
            &"",
            &address,
            &random(),
            &expires_at,
            &"hash",
            &expires_at,
        ];
        assert_eq!(self.run(sql!("auth/sql/add_login"), added).await.len(), 1);
        let ended: Parameters<'_> = &[&id, &user_id, &expires_at];
        let ended = self.run(sql!("auth/sql/end_login"), ended).await;
        assert_eq!(ended[0].get::<_, i32>("ended"), 1);
        self.run(sql!("auth/sql/delete_expired_logins"), &[]).await;
        let (no_text, realm) = (None::<&str>, messenger::REALM.as_str());
        for (place, after) in [(None, None), (Some(i64::MAX >> 13), Some(7_i64))] {
            let listed: Parameters<'_> = &[&realm, &no_text, &place, &after, &50_i64, &false];
            self.run(sql!("auth/sql/deactivated"), listed).await;
        }
    }

    async fn own_account(&self) {
        let (realm, user_id) = (messenger::REALM.as_str(), self.author.id);
        let (picture, reader) = (self.picture().await, self.reader.id);
        let name = format!("Author {picture}");
        let changed: Parameters<'_> = &[
            &realm,
            &user_id,
            &Some(name),
            &true,
            &Some(picture),
            &Some("ru"),
            &Some(true),
            &Some(true),
            &true,
            &Some("22:00"),
            &Some("07:00"),
            &Some("Europe/Moscow"),
        ];
        let change = "SELECT public.change_account(
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS outcome";
        let outcome = self.run(change, changed).await;
        assert_eq!(outcome[0].get::<_, &str>("outcome"), "changed");
        self.run(sql!("directory/sql/preferences"), &[&user_id])
            .await;
        let seen: Parameters<'_> = &[&picture, &realm, &reader, &false, &false];
        let seen = self.run(sql!("files/sql/visible_picture"), seen).await;
        assert_eq!(seen.len(), 1);
        // The author has no quiet hours in the other statements.
        let forget = "DELETE FROM public.user_preferences WHERE user_id = $1";
        self.run(forget, &[&user_id]).await;
    }

    /// A picture that the author has uploaded.
    async fn picture(&self) -> i64 {
        let sql = "
            INSERT INTO public.attachments (key, realm, owner_id, name, mime, size, sha256, width, height)
            VALUES ($1, $2, $3, 'a.png', 'image/png', 1, sha256('a'), 1, 1)
            RETURNING id";
        let (key, realm) = (Uuid::new_v4(), messenger::REALM.as_str());
        let added: Parameters<'_> = &[&key, &realm, &self.author.id];
        self.run(sql, added).await[0].get("id")
    }
}

fn random() -> Vec<u8> {
    Uuid::new_v4().as_bytes().to_vec()
}

fn tomorrow() -> Timestamp {
    Timestamp::now() + 24.hours()
}
