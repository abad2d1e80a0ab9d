//! Several replicas on one log: crashes, restarts, lost connections, nginx.

mod callers;
mod crash;
mod lost_connections;
mod manual_sql_append;
mod nginx;
mod nginx_limits;
mod presence;
mod restored_backup;
mod secrets;
mod shutdown;
