//! A database of its own for each test: a file, or with `DESK_TEST_POSTGRES` one on that server.

use super::Folder;
use atobarai_desk::server::store::copy::{COPIED, LEFT_OUT};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Column, Connection, Executor, Row};
use std::collections::BTreeMap;

/// The address of an empty database.
pub async fn fresh(folder: &Folder) -> String {
    match std::env::var("DESK_TEST_POSTGRES") {
        Ok(server) => postgres(&server).await,
        Err(_) => sqlite(folder, "desk.db"),
    }
}

/// The address of an empty database beside the desk's own, on the same engine.
pub async fn second(folder: &Folder) -> String {
    match std::env::var("DESK_TEST_POSTGRES") {
        Ok(server) => postgres(&server).await,
        Err(_) => sqlite(folder, "second.db"),
    }
}

/// The addresses of empty databases: one of each engine that this run of the tests has.
pub async fn of_each_engine(folder: &Folder, name: &str) -> Vec<String> {
    let mut urls = vec![sqlite(folder, name)];
    if let Ok(server) = std::env::var("DESK_TEST_POSTGRES") {
        urls.push(postgres(&server).await);
    }
    urls
}

/// The address of a file in the test's folder.
pub fn sqlite(folder: &Folder, name: &str) -> String {
    format!("sqlite://{}", folder.path(name).display())
}

async fn postgres(server: &str) -> String {
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
    for table in COPIED.iter().chain(&LEFT_OUT) {
        let sql = AssertSqlSafe(format!("SELECT CAST(row_to_json({table}) AS TEXT) FROM {table}"));
        let rows: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut conn).await.unwrap();
        all.push_str(&rows.join("\n"));
    }
    all.into_bytes()
}

pub async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(url).await.unwrap()
}

/// Every row of a table, columns by name, in an order that does not depend on the engine.
pub async fn rows(url: &str, table: &str) -> Vec<BTreeMap<String, String>> {
    let mut conn = connect(url).await;
    let rows = sqlx::query(AssertSqlSafe(format!("SELECT * FROM {table}"))).fetch_all(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    let value = |row: &AnyRow, nth| match row.try_get::<Option<i64>, _>(nth) {
        Ok(number) => format!("{number:?}"),
        Err(_) => format!("{:?}", row.get::<Option<String>, _>(nth)),
    };
    let cells = |row: &AnyRow| row.columns().iter().map(|column| (column.name().to_owned(), value(row, column.ordinal()))).collect();
    let mut rows: Vec<BTreeMap<String, String>> = rows.iter().map(cells).collect();
    rows.sort();
    rows
}
