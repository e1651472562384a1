//! Taking a backup while the desk works.

use super::file::Part;
use super::{Copied, KeepingError, copy_tables};
use crate::domain::audit::AuditKind;
use crate::server::store::audit::{self, By, Entry};
use crate::server::store::{Store, StoreError, copy, schema};
use std::path::Path;

/// What was backed up.
#[derive(Clone, Copy, Debug)]
pub struct BackedUp {
    /// How much it is.
    pub copied: Copied,
    /// 操作履歴 has a line about it, unless the database is older than this program.
    pub noted: bool,
}

/// Writes everything that the database holds at one moment into a new file. Servers on the database go on meanwhile.
///
/// # Errors
/// With a sentence for the terminal; then there is no such file.
pub async fn backup(database_url: &str, place: &Path) -> Result<BackedUp, KeepingError> {
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
    // The backup is good without it: a full disk is no reason to have none.
    let noted = version != schema::newest() || note(&store, copied).await.is_ok();
    Ok(BackedUp { copied, noted })
}

async fn note(store: &Store, copied: Copied) -> Result<(), StoreError> {
    let what = format!("バックアップを作成（受注 {}件、処理 {}件）", copied.orders, copied.acts);
    let mut tx = store.begin().await?;
    audit::append(&mut tx, Entry { by: By::COMMAND, kind: AuditKind::Export, what: &what, shop_id: None }).await?;
    store.commit(tx).await
}
