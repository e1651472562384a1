//! Opening the database, and all that differs between its two engines.

use super::{schema, search};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, Executor};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// A reader holds on to the journal for no longer than a question takes.
const TRIES_TO_FORGET: u32 = 10;

/// What a writer changes should find room here until it is committed. Every reader has pages of its own, and the system
/// keeps them all once more: little is enough.
const WRITER_CACHE_KB: u32 = 16_000;
const READER_CACHE_KB: u32 = 4_000;

/// A writer waits behind a long import.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(30);

/// A transaction: [`Store::begin`] makes one that may write, [`Store::snapshot`] one that reads.
pub type Transaction = sqlx::Transaction<'static, Any>;

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or is not there.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value is not one this program writes.
    #[error("stored value is not readable: {0}")]
    Corrupt(&'static str),
    /// Somebody else changed the row since it was read.
    #[error("the row has changed since it was read")]
    Changed,
}

/// Which database serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file, one writer.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// Which database is behind a connection.
    pub fn of(conn: &AnyConnection) -> Self {
        if conn.backend_name() == "PostgreSQL" { Self::Postgres } else { Self::Sqlite }
    }
}

/// The pools, and a bell that rings after each commit that changed orders.
#[derive(Clone, Debug)]
pub struct Store {
    engine: Engine,
    /// One writes at a time, on either engine. SQLite's pool of one makes writers wait in line here instead of failing there.
    write: AnyPool,
    read: AnyPool,
    /// Tells this process apart from others on the same database.
    pub server_id: Arc<str>,
    /// Rung when there is something new in the outbox.
    pub outbox_bell: Arc<Notify>,
    /// Rung when there is something new for the worker.
    pub work_bell: Arc<Notify>,
}

impl Store {
    /// Connects and migrates.
    ///
    /// `url` is `sqlite://PATH` (the file is made when missing), `sqlite::memory:` is not supported, or `postgres://…`.
    ///
    /// # Errors
    /// When the database cannot be opened or migrated.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self::connect(AnyConnectOptions::from_str(&with_create(url))?).await?;
        schema::bring_up_to_date(&store.write).await?;
        let mut tx = store.begin().await?;
        search::prepare(&mut tx).await?;
        tx.commit().await?;
        if store.engine == Engine::Postgres {
            tokio::spawn(listen(url.to_owned(), store.clone()));
        }
        Ok(store)
    }

    /// Connects to a database that has to be there, and leaves its schema as it is.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub async fn open_as_it_is(url: &str) -> Result<Self, StoreError> {
        // Whoever reads everything asks long questions: no reason for a warning.
        Self::connect(AnyConnectOptions::from_str(&without_create(url))?.disable_statement_logging()).await
    }

    async fn connect(options: AnyConnectOptions) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let engine = if options.database_url.scheme().starts_with("postgres") { Engine::Postgres } else { Engine::Sqlite };
        let (write, read) = match engine {
            Engine::Sqlite => (
                sqlite_pool(1, WRITER_CACHE_KB).connect_with(options.clone()).await?,
                sqlite_pool(4, READER_CACHE_KB).connect_lazy_with(options),
            ),
            // Writers wait for the one write lock on a connection each: they must not have those that readers need.
            Engine::Postgres => (postgres_pool(4).connect_with(options.clone()).await?, postgres_pool(10).connect_lazy_with(options)),
        };
        Ok(Self {
            engine,
            write,
            read,
            server_id: format!("{:032x}", rand::random::<u128>()).into(),
            outbox_bell: Arc::new(Notify::new()),
            work_bell: Arc::new(Notify::new()),
        })
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When none is to be had.
    pub async fn read(&self) -> Result<PoolConnection<Any>, StoreError> {
        Ok(self.read.acquire().await?)
    }

    /// Begins a transaction that sees the database as it is at its first question, whatever others write meanwhile. It keeps
    /// nobody from writing.
    ///
    /// # Errors
    /// When the database is not there.
    pub async fn snapshot(&self) -> Result<Transaction, StoreError> {
        Ok(match self.engine {
            Engine::Sqlite => self.read.begin_with("BEGIN").await?,
            Engine::Postgres => self.read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
        })
    }

    /// Begins a transaction that may write. It takes the one write lock at once, on either engine and across servers: what
    /// it reads cannot change before it writes, numbers appear in commit order, and two writers never wait for each other
    /// in a circle.
    ///
    /// # Errors
    /// When the database is not there or stays locked.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        Ok(match self.engine {
            Engine::Sqlite => self.write.begin_with("BEGIN IMMEDIATE").await?,
            Engine::Postgres => {
                let mut tx = self.write.begin().await?;
                sqlx::query("SELECT CAST(pg_advisory_xact_lock(7261834) AS TEXT)").execute(&mut *tx).await?;
                tx
            }
        })
    }

    /// Commits, then wakes whoever waits for the outbox or for work.
    ///
    /// # Errors
    /// When the commit fails; then nothing has changed.
    pub async fn commit(&self, mut transaction: Transaction) -> Result<(), StoreError> {
        if self.engine == Engine::Postgres {
            sqlx::query("NOTIFY desk").execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        // One hub and one worker wait; a bell rung while they are busy is kept for them.
        self.outbox_bell.notify_one();
        self.work_bell.notify_one();
        Ok(())
    }

    /// Whether other servers may live on this database. A SQLite file has one.
    pub fn is_shared(&self) -> bool {
        self.engine == Engine::Postgres
    }

    /// Whether the database answers.
    pub async fn is_alive(&self) -> bool {
        let Ok(mut conn) = self.read().await else { return false };
        sqlx::query("SELECT 1").execute(&mut *conn).await.is_ok()
    }

    /// What was overwritten or deleted leaves the journal beside a SQLite file, too; the file itself keeps none of it
    /// (`secure_delete`). A server of PostgreSQL clears up by itself, in its own time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_what_was_overwritten(&self) -> Result<(), StoreError> {
        if self.engine == Engine::Postgres {
            return Ok(());
        }
        search::forget_what_was_replaced(&self.write).await?;
        for _ in 0..TRIES_TO_FORGET {
            let (busy, _, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.write).await?;
            if busy == 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        tracing::warn!("somebody reads all the time: what was blanked leaves the journal with the next checkpoint");
        Ok(())
    }

    /// Closes both pools; the file is checkpointed.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// Rings the bells when another server has committed. A notification that is lost costs a second: the hub and the worker
/// look by themselves that often.
async fn listen(url: String, store: Store) {
    while !store.write.is_closed() {
        if let Ok(mut listener) = sqlx::postgres::PgListener::connect(&url).await
            && listener.listen("desk").await.is_ok()
        {
            while !store.write.is_closed() && listener.recv().await.is_ok() {
                store.outbox_bell.notify_one();
                store.work_bell.notify_one();
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

fn with_create(url: &str) -> String {
    if url.starts_with("postgres") || url.contains("mode=") {
        return url.to_owned();
    }
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}mode=rwc")
}

/// SQLite makes no file unless it is told to.
fn without_create(url: &str) -> String {
    url.replace("mode=rwc", "mode=rw")
}

fn postgres_pool(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(connections).acquire_timeout(WAIT_FOR_CONNECTION)
}

fn sqlite_pool(connections: u32, cache_kb: u32) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(connections).acquire_timeout(WAIT_FOR_CONNECTION).after_connect(move |conn, _| {
        Box::pin(async move {
            let settings = format!(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; \
                 PRAGMA busy_timeout = 10000; PRAGMA wal_autocheckpoint = 8000; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; \
                 PRAGMA cache_size = -{cache_kb}"
            );
            conn.execute(AssertSqlSafe(settings)).await?;
            Ok(())
        })
    })
}
