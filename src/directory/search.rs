//! Finding people by a part of their name, or by their address.
//!
//! # Why twice
//! What many have in common is found among the next few people in the order of the list; to
//! gather all of them first, by the index, would cost by how many there are. What few have is
//! not found so, but there are few to gather. The second half runs only where the first, which
//! has a bound, has not filled the page.

use super::people::{Person, person};
use super::{Directory, Error};
use crate::db::query::{self, Parameters};
use crate::domain::Realm;

/// `$1` after whom, `$2` a pattern, `$3` how many, `$4` what is looked for, `$5` the realm.
const SEARCH: &str = "
    WITH walked AS MATERIALIZED (
        SELECT u.*
        FROM public.users AS u
        WHERE u.id > $1
          AND u.role <> 'guest'
        ORDER BY u.id
        LIMIT 1000
    ), near AS MATERIALIZED (
        SELECT w.*
        FROM walked AS w
        WHERE (w.name ILIKE $2 OR lower(w.email) = lower($4))
          AND public.is_member_of_realm(w.role, w.realms, $5)
        ORDER BY w.id
        LIMIT $3
    ), far AS MATERIALIZED (
        SELECT u.*
        FROM (
            (
                SELECT u.*
                FROM public.users AS u
                WHERE public.grams_of(u.name) @> public.needle_grams($4)
                OFFSET 0
            )
            UNION ALL
            (
                SELECT u.*
                FROM public.users AS u
                WHERE lower(u.email) = lower($4)
                  -- Nobody is found twice.
                  AND (u.name ILIKE $2) IS NOT TRUE
                OFFSET 0
            )
        ) AS u
        WHERE (SELECT count(*) FROM walked) = 1000
          AND (SELECT count(*) FROM near) < $3
          AND u.id > (SELECT max(w.id) FROM walked AS w)
          AND u.role <> 'guest'
          AND (u.name ILIKE $2 OR lower(u.email) = lower($4))
          AND public.is_member_of_realm(u.role, u.realms, $5)
        ORDER BY u.id
        LIMIT $3
    )
    SELECT found.id, found.email, found.name, found.role, found.created_at,
           found.external_id
    FROM (SELECT * FROM near UNION ALL SELECT * FROM far) AS found
    ORDER BY found.id
    LIMIT $3";

const ALL: &str = "
    SELECT u.id, u.email, u.name, u.role, u.created_at, u.external_id
    FROM public.users AS u
    WHERE u.id > $1
      AND u.role <> 'guest'
      AND public.is_member_of_realm(u.role, u.realms, $3)
    ORDER BY u.id
    LIMIT $2";

impl Directory {
    /// People of a realm with an account whose name contains `text`, or whose address it is, by
    /// id, after `after`.
    pub async fn search(
        &self,
        realm: Realm,
        text: Option<&str>,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Person>, Error> {
        let realm = realm.as_str();
        let rows = match text {
            Some(text) => {
                let pattern = query::like_contains(text);
                let parameters: Parameters<'_> = &[&after, &pattern, &limit, &text, &realm];
                query::all(&self.pool, SEARCH, parameters).await?
            }
            None => query::all(&self.pool, ALL, &[&after, &limit, &realm]).await?,
        };
        rows.iter().map(person).collect()
    }
}
