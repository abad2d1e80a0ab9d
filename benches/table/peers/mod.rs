//! The servers that Vestnik is compared with: started for a measurement, and stopped after it.

mod guarded;
mod nchan;
mod node;
mod pgbench;
mod redis;

pub use nchan::Nchan;
pub use node::Node;
pub use redis::Redis;

pub use self::pgbench::inserts_per_second;
