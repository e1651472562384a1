//! Changing the key, and finding out whether the one at hand fits.

use super::key_file::{self, KeyFileError, Keys};
use super::ring::open_with;
use super::{KeyRing, SecretKey};
use crate::domain::audit::AuditKind;
use crate::server::store::audit::{self, By, Entry};
use crate::server::store::sealed::{self, SealedText};
use crate::server::store::{Store, StoreError, Transaction, schema};
use secrecy::ExposeSecret;
use sqlx::AnyConnection;
use std::path::{Path, PathBuf};

/// Why the key was not changed, as a sentence for the terminal. Then the old one still opens everything.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The key file.
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    /// Something would stay sealed for ever.
    #[error(
        "鍵ファイル {} では {} を開けないため、何も変更していません。正しい鍵ファイルを置いてください。鍵を失ったときは --without-key を付けると、開けないものを消して新しい鍵を作ります。",
        .path.display(), .names.join("、")
    )]
    DoesNotFit {
        /// The key file.
        path: PathBuf,
        /// What does not open.
        names: Vec<String>,
    },
    /// The database is something else.
    #[error("データベース (DATABASE_URL) は atobarai-desk のものではありません。何も変更していません。")]
    NoDesk,
    /// Its schema is another version's.
    #[error(
        "データベース (DATABASE_URL) は別の版の atobarai-desk のものです。この版を一度起動してから、やり直してください。何も変更していません。"
    )]
    OtherVersion,
    /// Most likely another database was meant.
    #[error("データベース (DATABASE_URL) には鍵で封印したものがありません。DATABASE_URL を確かめてください。何も変更していません。")]
    NothingSealed,
    /// The database.
    #[error("データベース (DATABASE_URL) を使えません: {0}")]
    Store(#[from] StoreError),
}

/// What was done.
#[derive(Debug, Default)]
pub struct Rotated {
    /// Secrets that are sealed with the new key now.
    pub sealed: usize,
    /// Secrets that no key opened, and that have to be typed again.
    pub emptied: Vec<String>,
    /// An earlier change had been cut off, and was brought to its end.
    pub went_on: bool,
}

/// Seals every secret of the database with a new key, which takes the place of the old one. Servers may run meanwhile:
/// they read the key file again when a text names another key.
///
/// # Errors
/// With a sentence for the terminal.
pub async fn rotate(database_url: &str, path: &Path, without_key: bool) -> Result<Rotated, RotationError> {
    // Never made when it is not there: a key that seals nothing would take the place of the one that opens the real one.
    let store = Store::open_as_it_is(database_url).await?;
    // From here until the commit nobody else seals (see [`KeyRing::seal`]).
    let mut tx = store.begin().await?;
    match schema::version(&mut tx).await? {
        None => return Err(RotationError::NoDesk),
        Some(version) if version != schema::newest() => return Err(RotationError::OtherVersion),
        Some(_) => {}
    }
    let keys = Keys::read(path)?;
    let texts = sealed::all(&mut tx).await?;
    if texts.is_empty() && keys.next.is_none() {
        return Err(RotationError::NothingSealed);
    }
    let (open, shut): (Vec<_>, Vec<_>) = texts.iter().partition(|text| opens(&keys, text));
    if !shut.is_empty() && !without_key {
        return Err(RotationError::DoesNotFit { path: path.to_owned(), names: shut.into_iter().map(ToString::to_string).collect() });
    }
    // One that was begun before may have sealed something already: it is never thrown away.
    let (next, went_on) = match &keys.next {
        Some(next) => (next.clone(), true),
        None => (key_file::begin_change(path)?, false),
    };
    let rotated = Rotated { sealed: open.len(), emptied: shut.iter().map(ToString::to_string).collect(), went_on };
    // Whether a commit that fails has reached the database is not known: the next key stays beside the current one.
    write(tx, &store, &keys, &next, (&open, &shut)).await?;
    key_file::finish_change(path)?;
    store.close().await;
    Ok(rotated)
}

async fn write(
    mut tx: Transaction,
    store: &Store,
    keys: &Keys,
    next: &SecretKey,
    (open, shut): (&[&SealedText], &[&SealedText]),
) -> Result<(), StoreError> {
    for text in open {
        if let Some(secret) = open_with(keys, text.column, text.row, &text.text) {
            let resealed = next.seal(text.column, text.row, secret.expose_secret());
            sealed::replace(&mut tx, text, resealed).await?;
        }
    }
    for text in shut {
        sealed::replace(&mut tx, text, String::new()).await?;
    }
    let emptied: Vec<String> = shut.iter().map(ToString::to_string).collect();
    let emptied = if emptied.is_empty() { String::new() } else { format!("、開けない{}を消去", emptied.join("、")) };
    let what = format!("鍵を変更（{}件を新しい鍵で封印{emptied}）", open.len());
    audit::append(&mut tx, Entry { by: By::COMMAND, kind: AuditKind::Settings, what: &what, shop_id: None }).await?;
    store.commit(tx).await
}

fn opens(keys: &Keys, text: &SealedText) -> bool {
    open_with(keys, text.column, text.row, &text.text).is_some()
}

/// The sealed texts of a database that the keys do not open.
///
/// # Errors
/// When the database fails.
pub async fn that_do_not_open(conn: &mut AnyConnection, keys: &KeyRing) -> Result<Vec<SealedText>, StoreError> {
    let texts = sealed::all(conn).await?;
    Ok(texts.into_iter().filter(|text| keys.open(text.column, text.row, &text.text).is_err()).collect())
}
