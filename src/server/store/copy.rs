//! Copying the desk's tables from one database to another, whatever their engines.

use super::StoreError;
use super::values::{placeholders, rows_at_once};
use futures::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

/// The tables that are copied, parents before their children.
pub const COPIED: [&str; 16] = [
    "counters",
    "users",
    "shops",
    "links",
    "orders",
    "order_weeks",
    "runs",
    "run_rows",
    "acts",
    "events",
    "changes",
    "audit",
    "settings",
    "carrier_names",
    "saved_views",
    "preferences",
];
/// The tables that are not: people sign in and are invited again, lest a link that was taken back lives on in a copy, and signs
/// of life are of no use to another server.
pub const LEFT_OUT: [&str; 4] = ["sessions", "sign_ins", "invitations", "servers"];

/// A table with its columns.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    holds: Value,
}

/// What the schema is made of (see the first migration).
#[derive(Clone, Copy)]
enum Value {
    Integer,
    Text,
}

/// The tables to copy as a SQLite database has them. One whose schema is older may lack some.
///
/// # Errors
/// When the database fails, or a column is of a type that the schema does not use.
pub async fn tables(sqlite: &mut AnyConnection) -> Result<Vec<Table>, StoreError> {
    let mut tables = Vec::with_capacity(COPIED.len());
    for name in COPIED {
        let columns: Vec<(String, String)> =
            sqlx::query_as("SELECT name, type FROM pragma_table_info($1) ORDER BY cid").bind(name).fetch_all(&mut *sqlite).await?;
        let columns = columns.into_iter().map(Column::try_from).collect::<Result<Vec<_>, _>>()?;
        if !columns.is_empty() {
            tables.push(Table { name, columns });
        }
    }
    Ok(tables)
}

/// Copies every row of a table; returns how many there were.
///
/// # Errors
/// When either database fails.
pub async fn rows(table: &Table, from: &mut AnyConnection, to: &mut AnyConnection) -> Result<u64, StoreError> {
    let sql = format!("SELECT {} FROM {}", table.column_names(), table.name);
    let mut source = sqlx::query(AssertSqlSafe(sql)).fetch(from);
    let rows_at_once = rows_at_once(table.columns.len());
    let mut waiting = Vec::with_capacity(rows_at_once);
    let mut copied = 0;
    while let Some(row) = source.try_next().await? {
        waiting.push(row);
        if waiting.len() == rows_at_once {
            copied += insert(table, &waiting, to).await?;
            waiting.clear();
        }
    }
    Ok(copied + insert(table, &waiting, to).await?)
}

/// Makes room for the counters of another database: the migrations have begun them.
///
/// # Errors
/// When the database fails.
pub async fn clear_counters(conn: &mut AnyConnection) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM counters").execute(conn).await?;
    Ok(())
}

async fn insert(table: &Table, rows: &[AnyRow], to: &mut AnyConnection) -> Result<u64, StoreError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let mut query = sqlx::query(AssertSqlSafe(table.insertion(rows.len())));
    for row in rows {
        for (nth, column) in table.columns.iter().enumerate() {
            query = match column.holds {
                Value::Integer => query.bind(row.try_get::<Option<i64>, _>(nth)?),
                Value::Text => query.bind(row.try_get::<Option<String>, _>(nth)?),
            };
        }
    }
    Ok(query.execute(to).await?.rows_affected())
}

impl Table {
    fn column_names(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn insertion(&self, rows: usize) -> String {
        let values = placeholders(1, rows, self.columns.len());
        format!("INSERT INTO {} ({}) VALUES {values}", self.name, self.column_names())
    }
}

impl TryFrom<(String, String)> for Column {
    type Error = StoreError;

    fn try_from((name, declared): (String, String)) -> Result<Self, StoreError> {
        let holds = match declared.as_str() {
            "BIGINT" => Value::Integer,
            "TEXT" => Value::Text,
            _ => return Err(StoreError::Corrupt("the type of a column")),
        };
        Ok(Self { name, holds })
    }
}
