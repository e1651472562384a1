//! A database of its own for each test: a file, or with `DESK_TEST_POSTGRES` one on that server.

use super::Folder;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};

/// Every table that the migrations make.
const TABLES: [&str; 12] =
    ["acts", "changes", "counters", "events", "lane_counts", "orders", "run_rows", "runs", "servers", "sessions", "shops", "users"];

/// The address of an empty database.
pub async fn fresh(folder: &Folder) -> String {
    let Ok(server) = std::env::var("DESK_TEST_POSTGRES") else {
        return format!("sqlite://{}", folder.path("desk.db").display());
    };
    sqlx::any::install_default_drivers();
    let name = format!("desk_{:016x}", rand::random::<u64>());
    let mut conn = AnyConnection::connect(&format!("{server}/postgres")).await.unwrap();
    conn.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    format!("{server}/{name}")
}

/// Everything a thief of the database would hold: the bytes of the files, or every row of a server's tables.
pub async fn bytes(url: &str, folder: &Folder) -> Vec<u8> {
    if url.starts_with("sqlite") {
        return ["desk.db", "desk.db-wal", "desk.db-shm"]
            .iter()
            .flat_map(|name| std::fs::read(folder.path(name)).unwrap_or_default())
            .collect();
    }
    let mut conn = AnyConnection::connect(url).await.unwrap();
    let mut all = String::new();
    for table in TABLES {
        let sql = AssertSqlSafe(format!("SELECT CAST(row_to_json({table}) AS TEXT) FROM {table}"));
        let rows: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut conn).await.unwrap();
        all.push_str(&rows.join("\n"));
    }
    all.into_bytes()
}
