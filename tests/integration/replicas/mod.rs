//! Several replicas on one log, and what may happen to them.

mod crash;
mod log_went_back;
mod lost_connections;
mod nginx;
mod nginx_limits;
mod plain_sql;
mod presence;
mod secrets;
mod shutdown;
