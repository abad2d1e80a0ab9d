//! nginx with nchan: it keeps messages in memory, and authenticates no subscriber.

use std::net::SocketAddr;

use support::load::{Opening, RepeatedRequest};
use support::{ProcessTree, ports};
use tempfile::TempDir;

use super::guarded::Guarded;

const MODULE: &str = "/usr/lib/nginx/modules/ngx_nchan_module.so";

/// One worker, which is what delivers most for each second of processor time.
const CONFIGURATION: &str = "
    load_module $MODULE;
    daemon off;
    worker_processes 1;
    pid $FOLDER/pid;
    error_log stderr crit;
    $USER
    events { worker_connections 18000; }
    http {
        access_log off;
        keepalive_requests 1000000000;
        keepalive_timeout 1h;
        nchan_max_reserved_memory 256m;
        server {
            listen 127.0.0.1:$PORT backlog=4096;
            location = /publish {
                nchan_publisher;
                nchan_channel_id $arg_chat;
                nchan_message_buffer_length 4096;
                nchan_message_timeout 5m;
            }
            location = /subscribe {
                nchan_subscriber eventsource websocket;
                nchan_channel_id $arg_chat;
                nchan_subscriber_first_message newest;
            }
        }
    }";

pub struct Nchan {
    pub address: SocketAddr,
    server: Guarded,
    _folder: TempDir,
}

impl Nchan {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let port = ports::free();
        let is_root = rustix::process::geteuid().is_root();
        let path = folder.path().display().to_string();
        let configuration = CONFIGURATION
            .replace("$MODULE", MODULE)
            .replace("$FOLDER", &path)
            .replace("$USER", if is_root { "user root;" } else { "" })
            .replace("$PORT", &port.to_string());
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, configuration).expect("the directory is ours");
        let file = file.display().to_string();
        let server = Guarded::spawn(&["/usr/sbin/nginx", "-p", &path, "-e", "stderr", "-c", &file]);
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        server.until_listening(address).await;
        Self {
            address,
            server,
            _folder: folder,
        }
    }

    pub fn processes(&self) -> ProcessTree {
        self.server.processes()
    }

    /// The request that publishes this text.
    pub fn publish(text: &str) -> RepeatedRequest {
        RepeatedRequest::anonymous_post("/publish?chat=1", text)
    }

    /// An event stream.
    pub fn stream(&self) -> Opening {
        Opening::anonymous_event_stream(self.address, "/subscribe?chat=1")
    }

    pub fn websocket(&self) -> Opening {
        Opening::websocket(self.address, None, "/subscribe?chat=1")
    }
}
