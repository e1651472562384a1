//! Putting a backup into an empty database.

use super::file::Scratch;
use super::{Copied, KeepingError, copy_tables};
use crate::server::acts;
use crate::server::config::Config;
use crate::server::secrets::{SecretKey, SpCode};
use crate::server::startup;
use crate::server::store::{copy, restored, schema, shops};
use sqlx::AnyConnection;
use std::path::Path;

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// How much it is.
    pub copied: Copied,
    /// Acts that were open, and count as lost now.
    pub lost: usize,
    /// Codes of the shops whose SP code does not open with the key at hand.
    pub without_sp_code: Vec<String>,
}

/// Puts the backup into the database of the settings, in one transaction. The file stays as it is.
///
/// SP codes that the key at hand does not open are a reason to stop, unless `without_key`: a forgotten key file is found
/// more often than a lost one. They are kept as they are even then, since the key may turn up.
///
/// # Errors
/// With a sentence for the terminal; then nothing was restored.
pub async fn restore(config: Config, backup: &Path, without_key: bool) -> Result<Restored, KeepingError> {
    let scratch = Scratch::of(backup)?;
    // The first question reads the file already: one that has lost its end is found out here or a line later.
    let mut from = scratch.connect().await.map_err(|_| KeepingError::Damaged(backup.to_owned()))?;
    make_readable(&mut from, backup).await?;
    let without_sp_code = shops_that_stay_sealed(&mut from, &config.secret_key_file).await?;
    if !without_sp_code.is_empty() && !without_key {
        return Err(KeepingError::KeyDoesNotFit { key_file: config.secret_key_file, shops: without_sp_code });
    }
    let state = startup::open(config).await?;
    let mut tx = state.store.begin().await?;
    if !restored::is_unused(&mut tx).await? {
        return Err(KeepingError::NotEmpty);
    }
    let tables = copy::tables(&mut from).await?;
    let copied = copy_tables(&tables, &mut from, &mut tx).await?;
    let lost = acts::restored::settle_down(&state, &mut tx).await?;
    state.store.commit(tx).await?;
    state.store.close().await;
    Ok(Restored { copied, lost, without_sp_code })
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

async fn shops_that_stay_sealed(conn: &mut AnyConnection, key_file: &Path) -> Result<Vec<String>, KeepingError> {
    // Not made when it is not there: a new key opens nothing, and would lie where the old one belongs.
    let key = SecretKey::load(key_file)?;
    let opens = |shop: &shops::Shop| key.as_ref().is_some_and(|key| key.open::<SpCode>(shop.id, &shop.sp_code_sealed).is_ok());
    let shops = shops::all(conn).await?;
    Ok(shops.into_iter().filter(|shop| !opens(shop)).map(|shop| shop.code).collect())
}
