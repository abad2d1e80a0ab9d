//! The statements of files.

use uuid::Uuid;
use vestnik::contracts::messenger;
use vestnik::db::query::Parameters;

use super::statements::{Statements, sql};

/// Of some content.
const SHA256: &[u8] = &[7; 32];

impl Statements {
    pub(super) async fn files(&self) {
        let (realm, owner) = (messenger::REALM.as_str(), self.author.id);
        let waveform = Some(vec![0_i16, 100]);
        let begun: Parameters<'_> = &[
            &Uuid::new_v4(),
            &realm,
            &owner,
            &"a.txt",
            &100_i64,
            &true,
            &waveform,
        ];
        let begun = self.run(sql!("files/sql/begin_upload"), begun).await;
        let id: i64 = begun[0].get("id");
        let (mime, width, height) = ("image/png", Some(1_i32), Some(1_i32));
        let completed: Parameters<'_> = &[
            &id,
            &mime,
            &1_i64,
            &width,
            &height,
            &true,
            &None::<i64>,
            &SHA256,
        ];
        self.run(sql!("files/sql/complete_upload"), completed).await;
        for (user_id, found) in [(owner, 1), (self.reader.id, 0)] {
            let seen: Parameters<'_> = &[&id, &realm, &user_id];
            let rows = self.run(sql!("files/sql/visible_file"), seen).await;
            assert_eq!(rows.len(), found);
        }
        for sees_all in [true, false] {
            let seen: Parameters<'_> = &[&id, &realm, &sees_all];
            self.run(sql!("files/sql/file_of_any_chat"), seen).await;
        }
        let waiting = self.run(sql!("files/sql/next_without_preview"), &[&i64::MIN]);
        assert_eq!(waiting.await.len(), 1);
        let postponed = self.run(sql!("files/sql/postpone"), &[&id]).await;
        assert_eq!(postponed.len(), 1);
        let preview: Parameters<'_> = &[&id, &"image/png", &1_i64, &"hash"];
        self.run(sql!("files/sql/set_preview"), preview).await;
        self.run(sql!("files/sql/forgo_preview"), &[&id]).await;
        let waiting = self.run(sql!("files/sql/next_unprobed"), &[]);
        assert_eq!(waiting.await.len(), 1);
        let probed: Parameters<'_> = &[&id, &width, &height, &Some(1_i64)];
        self.run(sql!("files/sql/set_media"), probed).await;
        self.run(sql!("files/sql/forgo_media"), &[&id]).await;
        self.run(sql!("files/sql/bytes_of_user"), &[&owner, &realm])
            .await;
        self.run(sql!("files/sql/next_deleted_file"), &[]).await;
        self.run("SELECT public.expire_unposted_attachments(100)", &[])
            .await;
    }

    pub(super) async fn resumable_uploads(&self) {
        let (realm, owner) = (messenger::REALM.as_str(), self.author.id);
        let key = Uuid::new_v4();
        let begun: Parameters<'_> = &[
            &key,
            &realm,
            &owner,
            &"a.txt",
            &3_i64,
            &"",
            &2_i32,
            &100_i64,
            &100_i64,
            &false,
            &None::<Vec<i16>>,
        ];
        let begun = self
            .run(sql!("files/sql/begin_resumable_upload"), begun)
            .await;
        let id: i64 = begun[0].get("id");
        let found: Parameters<'_> = &[&id, &realm, &owner];
        let found = self.run(sql!("files/sql/find_upload"), found).await;
        assert_eq!(found.len(), 1);
        let leased: Parameters<'_> = &[&id, &0_i64, &10_f64];
        let leased = self.run(sql!("files/sql/lease_upload"), leased).await;
        let lease: i32 = leased[0].get("lease");
        let renewed: Parameters<'_> = &[&id, &lease, &10_f64];
        self.run(sql!("files/sql/renew_lease"), renewed).await;
        let stored: Parameters<'_> = &[&id, &lease, &1_i32, &2_i64, &10_f64];
        self.run(sql!("files/sql/store_part"), stored).await;
        let completed: Parameters<'_> = &[
            &id,
            &"m",
            &3_i64,
            &None::<i32>,
            &None::<i32>,
            &false,
            &None::<i64>,
            &SHA256,
        ];
        self.run(sql!("files/sql/complete_upload"), completed).await;
        let needless = self.run(sql!("files/sql/next_needless_parts"), &[]);
        assert_eq!(needless.await.len(), 1);
        self.run(sql!("files/sql/end_upload"), &[&id]).await;
        self.run(sql!("files/sql/forget_uploads"), &[]).await;
    }
}
