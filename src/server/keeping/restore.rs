//! Putting a backup into an empty database.

use super::file::Scratch;
use super::{Copied, KeepingError, copy_tables};
use crate::domain::audit::AuditKind;
use crate::server::acts;
use crate::server::config::Config;
use crate::server::secrets::{KeyRing, that_do_not_open};
use crate::server::startup;
use crate::server::store::audit::{self, By, Entry};
use crate::server::store::sealed::{self, SealedText};
use crate::server::store::{StoreError, Transaction, copy, restored, schema};
use sqlx::AnyConnection;
use std::path::Path;

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// How much it is.
    pub copied: Copied,
    /// Acts that were open, and count as lost now.
    pub lost: usize,
    /// Secrets that did not open with the key at hand, and have to be typed again.
    pub emptied: Vec<String>,
}

/// Puts the backup into the database of the settings, in one transaction. The file stays as it is.
///
/// Secrets that the key at hand does not open are a reason to stop, unless `without_key`: a forgotten key file is found
/// more often than a lost one. Then they are left out, since a desk does not start with what it cannot open. Should the
/// key turn up, the backup still has them.
///
/// # Errors
/// With a sentence for the terminal; then nothing was restored.
pub async fn restore(config: Config, backup: &Path, without_key: bool) -> Result<Restored, KeepingError> {
    let scratch = Scratch::of(backup)?;
    // The first question reads the file already: one that has lost its end is found out here or a line later.
    let mut from = scratch.connect().await.map_err(|_| KeepingError::Damaged(backup.to_owned()))?;
    make_readable(&mut from, backup).await?;
    let shut = that_do_not_open(&mut from, &KeyRing::load(&config.secret_key_file)?).await?;
    let names = shut.iter().map(ToString::to_string).collect();
    if !shut.is_empty() && !without_key {
        return Err(KeepingError::KeyDoesNotFit { key_file: config.secret_key_file, names });
    }
    let state = startup::open(config).await?;
    let mut tx = state.store.begin().await?;
    if !restored::is_unused(&mut tx).await? {
        return Err(KeepingError::NotEmpty);
    }
    let tables = copy::tables(&mut from).await?;
    let copied = copy_tables(&tables, &mut from, &mut tx).await?;
    leave_out(&mut tx, &shut).await?;
    let lost = acts::restored::settle_down(&state, &mut tx).await?;
    let what = format!("バックアップから戻した（受注 {}件、処理 {}件）", copied.orders, copied.acts);
    audit::append(&mut tx, Entry { by: By::COMMAND, kind: AuditKind::Import, what: &what, shop_id: None }).await?;
    state.store.commit(tx).await?;
    state.store.close().await;
    Ok(Restored { copied, lost, emptied: names })
}

/// Checks every page of the file, and brings its tables up to date.
async fn make_readable(conn: &mut AnyConnection, backup: &Path) -> Result<(), KeepingError> {
    let checked: Result<Vec<String>, sqlx::Error> = sqlx::query_scalar("PRAGMA quick_check").fetch_all(&mut *conn).await;
    if !checked.is_ok_and(|found| found == ["ok"]) {
        return Err(KeepingError::Damaged(backup.to_owned()));
    }
    let version = schema::version(conn).await?.ok_or_else(|| KeepingError::NoBackup(backup.to_owned()))?;
    if version > schema::newest() {
        return Err(KeepingError::NewerBackup(backup.to_owned()));
    }
    Ok(schema::bring_to(schema::newest(), conn).await?)
}

async fn leave_out(tx: &mut Transaction, shut: &[SealedText]) -> Result<(), StoreError> {
    for text in shut {
        sealed::replace(tx, text, String::new()).await?;
    }
    Ok(())
}
