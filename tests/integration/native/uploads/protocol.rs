//! What tus 1.0.0 demands of a server.

use reqwest::Method;
use serde_json::Value;

use super::{MIB, OCTETS, append, ask, begin, begun, content, download, header, uploaded};
use crate::native::{NativeFixture, PNG, REALMS};
use crate::support::assert_refused;

#[tokio::test]
async fn file_arrives_in_several_requests() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    // Several parts of the storage, cut where none of them ends.
    let bytes = content(1_700_001);
    let path = begun(&ann, "direct", "отчёт.bin", bytes.len()).await;
    let mut offset = 0;
    for size in [1, 700_000, 0, 524_288, 475_711] {
        let answer = append(&ann, &path, offset, &bytes[offset..offset + size]).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
        offset += size;
        assert_eq!(header(&answer, "upload-offset"), offset.to_string());
        assert_eq!(header(&answer, "attachment-id"), "");
        let shown = ask(&ann, Method::HEAD, &path).await;
        assert_eq!(header(&shown, "upload-offset"), offset.to_string());
        assert!(header(&shown, "upload-expires").ends_with(" GMT"));
        assert_eq!(header(&shown, "cache-control"), "no-store");
    }
    let last = append(&ann, &path, offset, &bytes[offset..]).await;
    assert_eq!(last.status, 204, "{}", last.body);
    let id = header(&last, "attachment-id");
    assert!(download(&ann, "direct", id).await == bytes);
    let info = ann.get(&format!("/v1/direct/attachments/{id}/info")).await;
    let info = info.expect(200);
    assert_eq!(
        (&info["name"], &info["size"]),
        (&"отчёт.bin".into(), &1_700_001.into())
    );
    let shown = ask(&ann, Method::HEAD, &path).await;
    assert_eq!((shown.status, header(&shown, "attachment-id")), (200, id));
    assert_eq!(header(&shown, "upload-length"), "1700001");
    assert_eq!(
        header(&shown, "upload-metadata"),
        "filename 0L7RgtGH0ZHRgi5iaW4="
    );
    // Repeating the end changes nothing.
    let again = append(&ann, &path, bytes.len(), b"").await;
    assert_eq!((again.status, header(&again, "attachment-id")), (204, id));
}

#[tokio::test]
async fn every_realm_takes_resumable_uploads() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let answer = uploaded(&two.one, realm, "a.png", PNG).await;
        let id: i64 = header(&answer, "attachment-id").parse().expect("an id");
        let body = serde_json::json!({ "attachment_ids": [id] });
        let sent = two
            .one
            .post(&two.chat("/messages"), &body)
            .await
            .expect(201);
        assert_eq!(sent["attachments"][0]["kind"], "image", "{realm}");
        assert_eq!(sent["attachments"][0]["width"], 1, "{realm}");
    }
    let admin = fixture.client(&fixture.admin);
    let refused = begin(&admin, "school", "a.png", 1).await;
    assert_refused(&refused, 403, "read_only_role");
}

#[tokio::test]
async fn server_names_its_version_and_refuses_others() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    for (realm, largest) in [("direct", "524288000"), ("market", "26214400")] {
        let anonymous = fixture.replica.anonymous_client();
        let request = anonymous.request(Method::OPTIONS, &format!("/v1/{realm}/uploads"));
        let answer = anonymous.send(request).await;
        assert_eq!(answer.status, 204);
        assert_eq!(header(&answer, "tus-version"), "1.0.0");
        assert_eq!(header(&answer, "tus-max-size"), largest);
        assert_eq!(
            header(&answer, "tus-extension"),
            "creation,expiration,termination"
        );
    }
    let path = begun(&ann, "direct", "a", 1).await;
    for version in ["", "0.2.2", "1.0.1"] {
        for method in [Method::HEAD, Method::PATCH, Method::DELETE] {
            let request = ann.request(method.clone(), &path);
            let request = request.header("tus-resumable", version);
            let answer = ann.send(request).await;
            assert_eq!(answer.status, 412, "{version} {method}");
            assert_eq!(header(&answer, "tus-version"), "1.0.0");
            assert_eq!(header(&answer, "tus-resumable"), "1.0.0");
        }
    }
    let request = ann.request(Method::POST, "/v1/direct/uploads");
    let refused = ann.send(request.header("upload-length", 1)).await;
    assert_refused(&refused, 412, "unsupported_tus_version");
}

#[tokio::test]
async fn hostile_lengths_are_refused() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    for length in ["-1", "+1", "1.5", "0x1", "a", ""] {
        let refused = begin(&ann, "direct", "a", length).await;
        assert_refused(&refused, 400, "invalid_upload");
    }
    for length in [
        "524288001",
        "9223372036854775808",
        "99999999999999999999999",
    ] {
        let refused = begin(&ann, "direct", "a", length).await;
        assert_refused(&refused, 413, "body_too_large");
    }
    let refused = begin(&ann, "market", "a.png", 26_214_401).await;
    assert_refused(&refused, 413, "body_too_large");
    for deferred in [None, Some("1")] {
        let request = ann.request(Method::POST, "/v1/direct/uploads");
        let request = request.header("tus-resumable", "1.0.0");
        let request = match deferred {
            Some(deferred) => request.header("upload-defer-length", deferred),
            None => request,
        };
        assert_refused(&ann.send(request).await, 400, "invalid_upload");
    }
    let metadata = ["filename *", "filename gA==", &"x YQ==,".repeat(600)];
    for metadata in metadata {
        let request = ann.request(Method::POST, "/v1/direct/uploads");
        let request = request.header("tus-resumable", "1.0.0");
        let request = request
            .header("upload-length", 1)
            .header("upload-metadata", metadata);
        assert_refused(&ann.send(request).await, 400, "invalid_upload");
    }
    assert_eq!(
        fixture
            .database
            .number("SELECT count(*) FROM attachments")
            .await,
        0
    );
}

#[tokio::test]
async fn malformed_requests_change_nothing() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let path = begun(&ann, "direct", "a", 4).await;
    append(&ann, &path, 0, b"ab").await.expect(204);
    for offset in [0, 1, 3, 4] {
        assert_refused(
            &append(&ann, &path, offset, b"cd").await,
            409,
            "wrong_offset",
        );
    }
    let patch = |content_type: &str, offset: &str| {
        let request = ann.request(Method::PATCH, &path).body("cd");
        let request = request.header("tus-resumable", "1.0.0");
        let request = request.header("content-type", content_type);
        ann.send(request.header("upload-offset", offset))
    };
    for content_type in ["application/octet-stream", "application/json", ""] {
        let refused = patch(content_type, "2").await;
        assert_refused(&refused, 415, "unsupported_media_type");
    }
    for offset in ["-2", "", "two", "2.0"] {
        assert_refused(&patch(OCTETS, offset).await, 400, "invalid_upload");
    }
    assert_refused(&append(&ann, &path, 2, b"cde").await, 413, "body_too_large");
    let shown = ask(&ann, Method::HEAD, &path).await;
    assert_eq!(header(&shown, "upload-offset"), "2");
    let last = append(&ann, &path, 2, b"cd").await;
    assert_eq!(
        download(&ann, "direct", header(&last, "attachment-id")).await,
        b"abcd"
    );
}

#[tokio::test]
async fn empty_file_is_finished_at_once() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let answer = begin(&ann, "direct", "", 0).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let id = header(&answer, "attachment-id");
    assert_eq!(download(&ann, "direct", id).await, b"");
    let info = ann.get(&format!("/v1/direct/attachments/{id}/info")).await;
    assert_eq!(info.expect(200)["name"], Value::from("file"));
}

#[tokio::test]
async fn only_the_owner_finds_an_upload() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let path = begun(&ann, "direct", "a", 4).await;
    let elsewhere = path.replace("direct", "campus");
    let bob = fixture.client(&fixture.bob);
    let anonymous = fixture.replica.anonymous_client();
    let missing = "/v1/direct/uploads/999999".to_owned();
    for (client, path, status) in [
        (&bob, &path, 404),
        (&ann, &elsewhere, 404),
        (&ann, &missing, 404),
        (&anonymous, &path, 401),
    ] {
        for method in [Method::HEAD, Method::DELETE] {
            let answer = ask(client, method.clone(), path).await;
            assert_eq!(answer.status, status, "{method} {path}");
        }
        assert_eq!(append(client, path, 0, b"abcd").await.status, status);
    }
    assert_refused(
        &append(&bob, &path, 0, b"abcd").await,
        404,
        "upload_not_found",
    );
    assert_eq!(begin(&anonymous, "direct", "a", 1).await.status, 401);
    append(&ann, &path, 0, b"abcd").await.expect(204);
}

#[tokio::test]
async fn pages_of_allowed_origins_may_upload() {
    let origin = "https://app.example";
    let fixture = NativeFixture::with(&[("ALLOWED_ORIGINS", origin)]).await;
    let client = fixture.client(&fixture.ann);
    let preflight = client
        .request(Method::OPTIONS, "/v1/direct/uploads/1")
        .header("origin", origin)
        .header("access-control-request-method", "PATCH");
    let answer = client.send(preflight).await;
    let allowed = header(&answer, "access-control-allow-headers");
    for name in [
        "act-as",
        "tus-resumable",
        "upload-length",
        "upload-metadata",
        "upload-offset",
    ] {
        assert!(allowed.contains(name), "{name} in {allowed}");
    }
    for path in ["/v1/direct/uploads", "/v1/direct/uploads/1"] {
        let discovery = client.request(Method::OPTIONS, path);
        let answer = client.send(discovery.header("origin", origin)).await;
        assert_eq!(
            (answer.status, header(&answer, "tus-version")),
            (204, "1.0.0")
        );
        assert_eq!(header(&answer, "tus-max-size"), "524288000");
    }
    let path = begun(&client, "direct", "a", 1).await;
    let request = client.request(Method::HEAD, &path).header("origin", origin);
    let answer = client.send(request.header("tus-resumable", "1.0.0")).await;
    let exposed = header(&answer, "access-control-expose-headers");
    for name in [
        "location",
        "upload-offset",
        "upload-expires",
        "attachment-id",
        "content-disposition",
        "content-range",
        "etag",
    ] {
        assert!(exposed.contains(name), "{name} in {exposed}");
    }
}

#[tokio::test]
async fn post_overrides_the_method_of_uploads_only() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let post = async |method: &str, path: &str, bytes: &[u8]| {
        let request = ann.request(Method::POST, path);
        let request = request
            .header("tus-resumable", "1.0.0")
            .header("x-http-method-override", method)
            .header("upload-offset", 0)
            .header("content-type", OCTETS)
            .body(bytes.to_owned());
        ann.send(request).await
    };
    let bytes = content(MIB);
    let path = begun(&ann, "direct", "a", MIB).await;
    let appended = post("PATCH", &path, &bytes).await;
    assert_eq!(appended.status, 204, "{}", appended.body);
    let stored = download(&ann, "direct", header(&appended, "attachment-id")).await;
    assert!(stored == bytes, "the download equals the upload");
    let path = begun(&ann, "direct", "b", MIB).await;
    for other in ["PUT", "GET", "HEAD", "patch", ""] {
        assert_eq!(post(other, &path, b"").await.status, 405, "{other}");
    }
    assert_eq!(post("DELETE", &path, b"").await.status, 204);
    assert_eq!(ask(&ann, Method::HEAD, &path).await.status, 404);
    // Neither another method nor another route.
    let request = ann.request(Method::GET, &path);
    let request = request.header("tus-resumable", "1.0.0");
    let answer = ann
        .send(request.header("x-http-method-override", "DELETE"))
        .await;
    assert_eq!(answer.status, 405);
    let answer = post("DELETE", "/v1/direct/push/subscriptions/one", b"{}").await;
    assert_eq!(answer.status, 405, "{}", answer.body);
}
