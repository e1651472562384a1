//! Taking a backup while the desk works.

use super::file::Part;
use super::{Copied, KeepingError, copy_tables};
use crate::server::store::{Store, copy, schema};
use std::path::Path;

/// Writes everything that the database holds at one moment into a new file. Servers on the database go on meanwhile.
///
/// # Errors
/// With a sentence for the terminal; then there is no such file.
pub async fn backup(database_url: &str, place: &Path) -> Result<Copied, KeepingError> {
    let store = Store::open_as_it_is(database_url).await.map_err(KeepingError::NoDatabase)?;
    let mut from = store.snapshot().await?;
    let version = schema::version(&mut from).await?.ok_or(KeepingError::NoDesk)?;
    if version > schema::newest() {
        return Err(KeepingError::NewerDesk);
    }
    let part = Part::begin(place)?;
    let mut file = part.connect().await?;
    // The database may be older than this program: a backup before an update leaves it so.
    schema::bring_to(version, &mut file).await?;
    let tables = copy::tables(&mut file).await?;
    let mut to = sqlx::Connection::begin(&mut file).await?;
    let copied = copy_tables(&tables, &mut from, &mut to).await?;
    to.commit().await?;
    Part::mark_complete(file).await?;
    part.finish()?;
    Ok(copied)
}
