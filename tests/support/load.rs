//! HTTP load for benchmarks.

use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::{Endpoint, Person};

/// A request that is repeated.
pub struct RepeatedRequest {
    bytes: Vec<u8>,
}

impl RepeatedRequest {
    /// A user's POST.
    pub fn post(person: &Person, path: &str, body: &Value) -> Self {
        let body = body.to_string();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            person.token,
            body.len()
        );
        Self {
            bytes: (head + &body).into_bytes(),
        }
    }
}

/// Sends all requests concurrently, each again as soon as it is answered; returns the latencies.
pub async fn load(
    endpoint: &Endpoint,
    requests: Vec<RepeatedRequest>,
    lasting: Duration,
) -> Vec<Duration> {
    let until = Instant::now() + lasting;
    let senders: Vec<_> = requests
        .into_iter()
        .map(|request| {
            let address = endpoint.url.trim_start_matches("http://").to_owned();
            tokio::spawn(async move {
                let mut connection = Connection::open(&address).await;
                let mut took = Vec::new();
                while Instant::now() < until {
                    let sent = Instant::now();
                    connection.exchange(&request.bytes).await;
                    took.push(sent.elapsed());
                }
                took
            })
        })
        .collect();
    let mut all = Vec::new();
    for sender in senders {
        all.extend(sender.await.expect("a sender does not fail"));
    }
    all
}

/// A minimal HTTP client, so that the load costs little compared with the server.
struct Connection(BufReader<TcpStream>);

impl Connection {
    async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("TCP_NODELAY can be set");
        Self(BufReader::new(stream))
    }

    async fn exchange(&mut self, request: &[u8]) {
        self.0
            .get_mut()
            .write_all(request)
            .await
            .expect("the server reads");
        let (mut line, mut length) = (String::new(), 0);
        self.0
            .read_line(&mut line)
            .await
            .expect("the server answers");
        assert!(line.starts_with("HTTP/1.1 20"), "{line}");
        while line != "\r\n" {
            line.clear();
            self.0
                .read_line(&mut line)
                .await
                .expect("the server answers");
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.0
            .read_exact(&mut body)
            .await
            .expect("the body follows");
    }
}

/// The middle value.
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
