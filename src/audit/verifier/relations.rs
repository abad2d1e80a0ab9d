//! Whether the names that are read are plain tables. A view, a foreign table, a policy or a computed column
//! could show other rows than those that the server writes.

use crate::db::query::Parameters;
use crate::db::{DbConnection, Error};

use super::finding::Findings;

const RELATIONS: &str = include_str!("../sql/verifier/relations.sql");

/// The tables that a verification reads, by schema and name.
pub(super) const READ: [(&str, &str); 6] = [
    ("audit", "author_keys"),
    ("audit", "erasure_steps"),
    ("audit", "seals"),
    ("public", "erasures"),
    ("public", "events"),
    ("public", "users"),
];

/// Reports each that is no plain table.
pub(super) async fn check(connection: &DbConnection, findings: &mut Findings) -> Result<(), Error> {
    let (schemas, names): (Vec<&str>, Vec<&str>) = READ.into_iter().unzip();
    let parameters: Parameters<'_> = &[&schemas, &names];
    for row in connection.query(RELATIONS, parameters).await? {
        let (schema, name): (&str, &str) = (row.try_get("schema")?, row.try_get("name")?);
        let problem = match row.try_get::<_, Option<&str>>("kind")? {
            None => Some("does not exist".to_owned()),
            Some("r") => None,
            Some(kind) => Some(format!("is no table but {}", kind_in_words(kind))),
        };
        let generated: Vec<&str> = row.try_get("generated")?;
        let has =
            |column: &str| Ok::<_, Error>(row.try_get::<_, Option<bool>>(column)? == Some(true));
        let problem = if problem.is_some() {
            problem
        } else if has("has_rules")? {
            Some("has rules that rewrite what is read or written".to_owned())
        } else if has("has_policies")? {
            Some("has row-level security, which can hide rows".to_owned())
        } else if !generated.is_empty() {
            Some(format!("computes {}", generated.join(", ")))
        } else {
            let method: Option<&str> = row.try_get("access_method")?;
            let method = method.filter(|method| *method != "heap");
            method.map(|method| format!("is stored by {method}, not by Postgres's heap"))
        };
        if let Some(problem) = problem {
            findings.add_general(format!(
                "{schema}.{name} {problem}: nothing in it proves anything"
            ));
        }
    }
    Ok(())
}

fn kind_in_words(kind: &str) -> &str {
    match kind {
        "v" => "a view",
        "m" => "a materialized view",
        "f" => "a foreign table",
        "p" => "a partitioned table",
        _ => "something else",
    }
}
