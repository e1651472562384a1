//! The sealed texts of all columns that hold such.

use super::{StoreError, Transaction};
use crate::server::secrets::SealedColumn;
use sqlx::{AnyConnection, AssertSqlSafe};

/// One sealed text.
#[derive(Clone, Debug)]
pub struct SealedText {
    /// Where it stands.
    pub column: SealedColumn,
    /// The key of its row.
    pub row: i64,
    /// What people call the row.
    pub name: String,
    /// The text.
    pub text: String,
}

impl std::fmt::Display for SealedText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}（{}）", self.column.label(), self.name)
    }
}

/// Every sealed text of the database. A column that an older schema lacks has none.
///
/// # Errors
/// When the database fails.
pub async fn all(conn: &mut AnyConnection) -> Result<Vec<SealedText>, StoreError> {
    let mut found = Vec::new();
    for &column in SealedColumn::ALL {
        let (table, sealed, name) = (column.table(), column.column(), column.name_column());
        let sql = format!("SELECT id, {name}, {sealed} FROM {table} WHERE {sealed} IS NOT NULL AND {sealed} <> '' ORDER BY {name}");
        let rows: Vec<(i64, String, String)> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *conn).await?;
        found.extend(rows.into_iter().map(|(row, name, text)| SealedText { column, row, name, text }));
    }
    Ok(found)
}

/// Puts another sealed text in the place of one; empty text when there is no secret any more.
///
/// # Errors
/// When the database fails.
pub async fn replace(tx: &mut Transaction, old: &SealedText, text: String) -> Result<(), StoreError> {
    let sql = format!("UPDATE {} SET {} = $2 WHERE id = $1", old.column.table(), old.column.column());
    sqlx::query(AssertSqlSafe(sql)).bind(old.row).bind(text).execute(&mut **tx).await?;
    Ok(())
}
