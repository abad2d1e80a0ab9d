//! A server that ends with the benchmark, whatever ends that.

use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};

use rustix::process::Pid;
use support::{ProcessTree, eventually};

/// Runs a command until standard input ends.
const GUARD: &str = r#"
    "$@" >&2 </dev/null &
    server=$!
    trap '' TERM INT
    cat >/dev/null
    kill -TERM "$server"
    wait "$server"
"#;

pub(super) struct Guarded(Child);

impl Guarded {
    pub(super) fn spawn(command: &[&str]) -> Self {
        let guard = Command::new("/bin/sh")
            .args(["-c", GUARD, "guard"])
            .args(command)
            .stdin(Stdio::piped())
            .spawn();
        Self(guard.expect("sh can be run"))
    }

    pub(super) fn processes(&self) -> ProcessTree {
        let pid = i32::try_from(self.0.id()).expect("a process id");
        ProcessTree::of(Pid::from_raw(pid).expect("not zero"))
    }

    pub(super) async fn until_listening(&self, address: SocketAddr) {
        let connect = async || TcpStream::connect(address).ok();
        eventually(&format!("a server on {address}"), connect).await;
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
