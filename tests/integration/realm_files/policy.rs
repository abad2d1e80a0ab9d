//! `GET /v1/{realm}/policy`.

use serde_json::{Value, json};

use super::ClinicFixture;
use crate::support::assert_refused;

#[tokio::test]
async fn the_policy_needs_no_token() {
    let fixture = ClinicFixture::new().await;
    let anyone = fixture.replica.anonymous_client();
    let clinic = anyone.get("/v1/clinic/policy").await.expect(200);
    assert_eq!(
        clinic,
        json!({
            "realm": "clinic",
            "level": 1,
            "name": { "ru": "Клиника", "en": "Clinic" },
            "features": {
                "private_chats": "with_anyone", "groups": true, "group_makers": null,
                "edits": true, "replies": true, "reactions": true, "pins": true, "search": true,
                "drafts": true, "mutes": true, "polls": true, "files": "all", "blocks": false, "reports": true,
                "desk": true, "accounts": false, "guests": false, "admins_observe": true,
                "reading_needs_reason": false
            },
            "max_text": 4_000,
            "max_members": 50,
            "role_names": {
                "member": { "ru": "Пациент", "en": "Patient" },
                "moderator": { "ru": "Врач", "en": "Doctor" },
                "admin": { "ru": "Главный врач", "en": "Chief physician" }
            }
        })
    );
    assert_refused(
        &anyone.get("/v1/hospital/policy").await,
        404,
        "no_such_realm",
    );
}

/// The features by which the realms of the program differ, `-` in front of what they lack, and the longest
/// text and the largest group.
const OF_PROGRAM: [(&str, &str, i64, i64); 5] = [
    (
        "school",
        "by_key groups -edits reactions polls all -blocks -reports desk accounts -guests admins_observe",
        10_000,
        100,
    ),
    ("campus", MESSENGER, 10_000, 500),
    ("messenger", MESSENGER, 10_000, 500),
    (
        "direct",
        "with_anyone -groups edits reactions polls all blocks -reports -desk -accounts -guests -admins_observe",
        10_000,
        500,
    ),
    (
        "market",
        "about_listings -groups -edits -reactions -polls images blocks reports desk -accounts guests -admins_observe",
        2_000,
        500,
    ),
];

const MESSENGER: &str = "with_anyone groups edits reactions polls all blocks -reports -desk -accounts -guests -admins_observe";

#[tokio::test]
async fn the_realms_of_the_program_tell_where_they_differ() {
    let fixture = ClinicFixture::new().await;
    let anyone = fixture.replica.anonymous_client();
    for (realm, expected, max_text, max_members) in OF_PROGRAM {
        let policy = anyone.get(&format!("/v1/{realm}/policy")).await.expect(200);
        let features = &policy["features"];
        let names = expected.split(' ').map(|name| name.trim_start_matches('-'));
        let shown: Vec<String> = names
            .map(|name| match &features[name] {
                Value::Bool(true) => name.to_owned(),
                Value::Bool(false) => format!("-{name}"),
                // The values of the two features that have more than two.
                _ if *name == features["private_chats"] => name.to_owned(),
                _ if *name == features["files"] => name.to_owned(),
                _ => format!("no {name}"),
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{realm}");
        assert_eq!(
            (&policy["max_text"], &policy["max_members"]),
            (&json!(max_text), &json!(max_members))
        );
        let makers = (realm == "school").then_some(["teacher", "admin"]);
        assert_eq!(features["group_makers"], json!(makers), "{realm}");
    }
}
