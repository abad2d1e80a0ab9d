//! Downloads from a bucket that clients reach themselves.

use reqwest::{Method, Url};

use super::uploads::header;
use super::{PNG, SETTINGS, upload, upload_with_preview};
use crate::bucket::S3;
use crate::support::{Answer, Client, ReplicaProcess, TestDatabase, assert_refused};

/// Where the storage is for the answered request.
fn location(answer: &Answer) -> Url {
    assert_eq!(answer.status, 302, "{}", answer.body);
    assert_eq!(header(answer, "cache-control"), "private, no-store");
    header(answer, "location").parse().expect("a URL")
}

fn parameter(url: &Url, name: &str) -> String {
    let mut found = url.query_pairs().filter(|(known, _)| known == name);
    found.next().expect("the parameter").1.into_owned()
}

/// What the storage answers to a client without a token.
async fn fetched(url: &Url, method: Method) -> (u16, Vec<u8>) {
    let request = Client::new("").request(method, url.as_str());
    let response = request.send().await.expect("the storage answers");
    let status = response.status().as_u16();
    (status, response.bytes().await.expect("a body").to_vec())
}

#[tokio::test]
async fn downloads_are_redirected_after_the_check_of_access() {
    let (database, s3) = (TestDatabase::new().await, S3::start().await);
    // Another name of the same service.
    let public = s3.endpoint().replace("127.0.0.1", "localhost");
    let public = [("STORAGE_PUBLIC_URL", &*public)];
    let settings = [SETTINGS, &s3.settings()[..], &public].concat();
    let replica = ReplicaProcess::spawn_with(&database, &settings).await;
    let ann = replica.client(&database.person("member").await);
    let eve = replica.client(&database.person("member").await);

    let text = upload(&ann, "direct", "отчёт.txt", b"a report").await;
    let path = text.expect(201)["url"].as_str().unwrap().to_owned();
    assert_refused(&eve.get(&path).await, 404, "attachment_not_found");
    let url = location(&ann.get(&path).await);
    assert_eq!(url.host_str(), Some("localhost"));
    assert!(url.path().starts_with("/office/files/of/staff/"), "{url}");
    assert_eq!(parameter(&url, "X-Amz-Expires"), "300");
    assert_eq!(parameter(&url, "response-content-type"), "text/plain");
    let disposition = parameter(&url, "response-content-disposition");
    assert!(
        disposition.starts_with("attachment; filename="),
        "{disposition}"
    );
    assert!(disposition.contains("%D0%BE%D1%82%D1%87"), "{disposition}");
    assert_eq!(
        fetched(&url, Method::GET).await,
        (200, b"a report".to_vec())
    );
    // The signature covers what the file is shown as, and permits nothing else.
    let shown: Url = url
        .as_str()
        .replace("text%2Fplain", "text%2Fhtml")
        .parse()
        .unwrap();
    assert_ne!(shown, url);
    assert_eq!(fetched(&shown, Method::GET).await.0, 403);
    assert_eq!(fetched(&url, Method::DELETE).await.0, 403);
    assert_eq!(fetched(&url, Method::GET).await.0, 200);
    // A URL is signed for GET.
    let head = ann.send(ann.request(Method::HEAD, &path)).await;
    assert_eq!((head.status, header(&head, "content-length")), (200, "8"));

    let picture = upload_with_preview(&ann, "direct").await;
    let url = location(&ann.get(picture["url"].as_str().unwrap()).await);
    assert_eq!(parameter(&url, "response-content-type"), "image/png");
    let disposition = parameter(&url, "response-content-disposition");
    assert!(disposition.starts_with("inline; "), "{disposition}");
    let preview = picture["preview_url"].as_str().unwrap();
    assert_refused(&eve.get(preview).await, 404, "attachment_not_found");
    let url = location(&ann.get(preview).await);
    let (status, bytes) = fetched(&url, Method::GET).await;
    assert_eq!(status, 200);
    assert_eq!(bytes[..8], PNG[..8]);
}
