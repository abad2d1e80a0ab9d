//! Resumable uploads.

mod bounds;
mod contents;
mod cuts;
mod protocol;
mod storage;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::support::{Answer, Client, Endpoint, Person};

const MIB: usize = 1024 * 1024;
const OCTETS: &str = "application/offset+octet-stream";

/// Bytes without a media type signature and without repeated parts.
pub(super) fn content(size: usize) -> Vec<u8> {
    let bytes = (0..size).map(|at| u8::try_from((at / 7 + at / 1021) % 251).expect("a byte"));
    let mut bytes: Vec<u8> = bytes.collect();
    bytes[0] = 0;
    bytes
}

/// Begins an upload with these values of `Upload-Length` and the file's name.
pub(super) async fn begin(
    client: &Client,
    realm: &str,
    name: &str,
    length: impl ToString,
) -> Answer {
    let request = client.request(Method::POST, &format!("/v1/{realm}/uploads"));
    let request = request
        .header("tus-resumable", "1.0.0")
        .header("upload-length", length.to_string())
        .header(
            "upload-metadata",
            format!("filename {}", STANDARD.encode(name)),
        );
    client.send(request).await
}

/// The path of a new upload.
async fn begun(client: &Client, realm: &str, name: &str, length: usize) -> String {
    let answer = begin(client, realm, name, length).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    header(&answer, "location").to_owned()
}

pub(super) async fn append(client: &Client, path: &str, offset: usize, bytes: &[u8]) -> Answer {
    let request = client.request(Method::PATCH, path);
    let request = request
        .header("tus-resumable", "1.0.0")
        .header("upload-offset", offset)
        .header("content-type", OCTETS)
        .body(bytes.to_owned());
    client.send(request).await
}

/// Sends HEAD or DELETE.
async fn ask(client: &Client, method: Method, path: &str) -> Answer {
    let request = client.request(method, path);
    client.send(request.header("tus-resumable", "1.0.0")).await
}

pub(super) fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let value = answer.headers.get(name);
    value.map_or("", |value| value.to_str().expect("text"))
}

/// Uploads a file in one request; returns the answer.
pub(super) async fn uploaded(client: &Client, realm: &str, name: &str, bytes: &[u8]) -> Answer {
    let path = begun(client, realm, name, bytes.len()).await;
    append(client, &path, 0, bytes).await
}

async fn download(client: &Client, realm: &str, id: &str) -> Vec<u8> {
    let path = format!("/v1/{realm}/attachments/{id}");
    let response = client.request(Method::GET, &path).send().await;
    let response = response.expect("the server answers");
    assert_eq!(response.status(), 200);
    response.bytes().await.expect("the whole body").to_vec()
}

/// Sends the head of a PATCH that announces `announced` bytes, and the first ones. The connection stays
/// open until the stream is dropped.
async fn part_of_append(
    server: &Endpoint,
    person: &Person,
    path: &str,
    (offset, announced): (usize, usize),
    first: &[u8],
) -> TcpStream {
    let mut stream = TcpStream::connect(server.address())
        .await
        .expect("a server");
    let head = format!(
        "PATCH {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
         Tus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\nContent-Type: {OCTETS}\r\n\
         Content-Length: {announced}\r\n\r\n",
        server.address(),
        person.token
    );
    let sent = [head.as_bytes(), first].concat();
    stream.write_all(&sent).await.expect("the server reads");
    stream
}
