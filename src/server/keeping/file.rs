//! The file of a backup: written beside its place, complete or not there; read from a copy, never changed.

use super::KeepingError;
use crate::server::files::FileError;
use crate::server::store::StoreError;
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Connection, Executor};
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Marks a complete backup among SQLite files ("ABK1").
const APPLICATION_ID: u32 = 0x4142_4b31;
/// Where SQLite keeps that mark in a file, and how every file of its begins.
const APPLICATION_ID_AT: usize = 68;
const SQLITE: &[u8] = b"SQLite format 3\0";
const HEADER_BYTES: usize = 100;

/// A backup that is being written. It goes away unless it is finished.
pub struct Part {
    /// Locked, so that two backups to one place do not mix.
    file: File,
    path: PathBuf,
    /// Where it belongs.
    place: PathBuf,
}

impl Part {
    /// Begins beside `place`. What a backup that was killed has left there is removed.
    pub fn begin(place: &Path) -> Result<Self, KeepingError> {
        let place = absolute(place)?;
        refuse_existing(&place)?;
        let path = place.with_added_extension("part");
        let about = FileError::about(&path);
        match File::open(&path) {
            Ok(left_over) => {
                left_over.try_lock().map_err(|_| KeepingError::Busy(path.clone()))?;
                std::fs::remove_file(&path).map_err(&about)?;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(about(error).into()),
        }
        let file = create_private(&path).map_err(&about)?;
        file.try_lock().map_err(|_| KeepingError::Busy(path.clone()))?;
        Ok(Self { file, path, place })
    }

    /// Opens it as a database.
    pub async fn connect(&self) -> Result<AnyConnection, StoreError> {
        connect(&self.path).await
    }

    /// Says that everything is in it. The mark is the last thing written.
    pub async fn mark_complete(mut conn: AnyConnection) -> Result<(), StoreError> {
        conn.execute(AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION_ID}"))).await?;
        Ok(conn.close().await?)
    }

    /// Puts it in its place once its bytes are on the disk.
    pub fn finish(self) -> Result<(), KeepingError> {
        self.file.sync_all().map_err(FileError::about(&self.path))?;
        refuse_existing(&self.place)?;
        std::fs::rename(&self.path, &self.place).map_err(FileError::about(&self.place))?;
        // The name, too, has to outlive a power cut.
        let folder = self.place.parent().unwrap_or(Path::new("/"));
        Ok(File::open(folder).and_then(|folder| folder.sync_all()).map_err(FileError::about(folder))?)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Not there any more when it was finished.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// A private copy of a backup, to be read and brought up to date. It goes away in the end.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Copies `backup` once it is seen to be one.
    pub fn of(backup: &Path) -> Result<Self, KeepingError> {
        let about = FileError::about(backup);
        let mut original = File::open(backup).map_err(&about)?;
        let mut header = Vec::with_capacity(HEADER_BYTES);
        (&mut original).take(HEADER_BYTES as u64).read_to_end(&mut header).map_err(&about)?;
        if !is_backup(&header) {
            return Err(KeepingError::NoBackup(backup.to_owned()));
        }
        let scratch = Self(std::env::temp_dir().join(format!("atobarai-desk-{:032x}", rand::random::<u128>())));
        let about_copy = FileError::about(&scratch.0);
        let mut copy = create_private(&scratch.0).map_err(&about_copy)?;
        std::io::copy(&mut header.chain(&mut original), &mut copy).map_err(&about_copy)?;
        Ok(scratch)
    }

    /// Opens it as a database.
    pub async fn connect(&self) -> Result<AnyConnection, StoreError> {
        connect(&self.0).await
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn is_backup(header: &[u8]) -> bool {
    header.starts_with(SQLITE) && header.get(APPLICATION_ID_AT..APPLICATION_ID_AT + 4) == Some(&APPLICATION_ID.to_be_bytes())
}

/// Without a journal beside it and without waiting for the disk: until it is complete, nobody needs it.
async fn connect(path: &Path) -> Result<AnyConnection, StoreError> {
    sqlx::any::install_default_drivers();
    let options = AnyConnectOptions::from_str(&format!("sqlite://{}", in_address(path)))?.disable_statement_logging();
    let mut conn = AnyConnection::connect_with(&options).await?;
    conn.execute("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF").await?;
    Ok(conn)
}

/// A path as part of an address: whatever could mean something else there is written as `%xx`.
fn in_address(path: &Path) -> String {
    let mut address = String::new();
    for &byte in path.as_os_str().as_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => address.push(char::from(byte)),
            _ => write!(address, "%{byte:02X}").expect("a String takes everything"),
        }
    }
    address
}

/// The path from the root, in a folder that has to be there.
fn absolute(path: &Path) -> Result<PathBuf, FileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or_else(|| FileError::about(path)(ErrorKind::IsADirectory.into()))?;
    Ok(folder.canonicalize().map_err(FileError::about(folder))?.join(name))
}

fn refuse_existing(path: &Path) -> Result<(), FileError> {
    match path.symlink_metadata() {
        Ok(_) => Err(FileError::about(path)(ErrorKind::AlreadyExists.into())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(FileError::about(path)(error)),
    }
}

/// Buyers' names and addresses go in: nobody else on the machine may read it.
fn create_private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}
