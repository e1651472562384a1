//! The schema and its versions. A migration that was ever in use is never changed: a later one goes on from there.

use super::StoreError;
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, AnyPool};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The version that this program works with.
pub fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// The version of a database, `None` when it is not one of this program's.
///
/// # Errors
/// When the database does not answer.
pub async fn version(conn: &mut AnyConnection) -> Result<Option<i64>, StoreError> {
    match sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations WHERE success = TRUE").fetch_one(conn).await {
        Ok(version) => Ok(version),
        // There is no such table.
        Err(sqlx::Error::Database(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Makes or changes the tables, up to the newest version.
///
/// # Errors
/// When the database fails, or is of a version that this program does not know.
pub async fn bring_up_to_date(pool: &AnyPool) -> Result<(), StoreError> {
    Ok(MIGRATIONS.run(pool).await?)
}

/// Makes or changes the tables behind one connection, up to this version.
///
/// # Errors
/// When the database fails, or is of a version that this program does not know.
pub async fn bring_to(version: i64, conn: &mut AnyConnection) -> Result<(), StoreError> {
    Ok(MIGRATIONS.run_to(version, conn).await?)
}
