//! 操作履歴. Lines are added, never changed: there is no other statement about this table than these.

use super::{StoreError, Transaction, take_numbers};
use crate::api::audit::AuditLine;
use crate::domain::audit::AuditKind;
use crate::server::clock;
use sqlx::any::AnyArguments;
use sqlx::{Any, AnyConnection, Arguments, AssertSqlSafe};
use std::fmt::Write as _;
use std::net::IpAddr;

/// Who does what is done on the command line.
pub const COMMAND: &str = "コマンド";

/// By whom something is done.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The account's name, or what stands in its place.
    pub who: &'a str,
    /// Where the request came from, where there was one.
    pub address: Option<IpAddr>,
}

impl By<'_> {
    /// Who is at the command line.
    pub const COMMAND: By<'static> = By { who: COMMAND, address: None };
}

/// One line to be written.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// By whom.
    pub by: By<'a>,
    /// What it is about.
    pub kind: AuditKind,
    /// In words, without any secret and without buyers' data.
    pub what: &'a str,
    /// The shop, where it is about one.
    pub shop_id: Option<i64>,
}

/// Adds a line in the transaction of what it tells about: neither is there without the other.
///
/// # Errors
/// When the database fails.
pub async fn append(tx: &mut Transaction, entry: Entry<'_>) -> Result<(), StoreError> {
    let id = take_numbers(tx, "audit", 1).await?;
    sqlx::query("INSERT INTO audit (id, at, who, kind, what, shop_id, address) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(clock::now_ms())
        .bind(entry.by.who.to_owned())
        .bind(entry.kind.code())
        .bind(entry.what.to_owned())
        .bind(entry.shop_id)
        .bind(entry.by.address.map_or_else(String::new, |address| address.to_string()))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Which lines are asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// What they are about.
    pub kind: Option<AuditKind>,
    /// The whole name.
    pub who: Option<String>,
    /// The shop.
    pub shop_id: Option<i64>,
    /// Not before this time, unix milliseconds.
    pub from: Option<i64>,
    /// Before this time, unix milliseconds.
    pub until: Option<i64>,
    /// Older than this line.
    pub before: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: i64,
    who: String,
    kind: String,
    what: String,
    shop: String,
    address: String,
}

/// The newest lines that are wanted, newest first.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn lines(conn: &mut AnyConnection, wanted: &Wanted, limit: i64) -> Result<Vec<AuditLine>, StoreError> {
    let mut conditions = Conditions { text: String::new(), arguments: AnyArguments::default() };
    conditions.arguments.add(limit).map_err(sqlx::Error::Encode)?;
    conditions.demand("a.kind =", wanted.kind.map(AuditKind::code))?;
    conditions.demand("a.who =", wanted.who.clone())?;
    conditions.demand("a.shop_id =", wanted.shop_id)?;
    conditions.demand("a.at >=", wanted.from)?;
    conditions.demand("a.at <", wanted.until)?;
    conditions.demand("a.id <", wanted.before)?;
    let sql = format!(
        "SELECT a.id, a.at, a.who, a.kind, a.what, COALESCE(shops.name, '') AS shop, a.address FROM audit a \
         LEFT JOIN shops ON shops.id = a.shop_id {} ORDER BY a.id DESC LIMIT $1",
        conditions.text
    );
    let rows: Vec<Row> = sqlx::query_as_with(AssertSqlSafe(sql), conditions.arguments).fetch_all(conn).await?;
    rows.into_iter().map(AuditLine::try_from).collect()
}

/// `WHERE …` with what its numbers stand for.
struct Conditions {
    text: String,
    arguments: AnyArguments,
}

impl Conditions {
    fn demand<'a, T: sqlx::Encode<'a, Any> + sqlx::Type<Any>>(&mut self, condition: &str, value: Option<T>) -> Result<(), StoreError> {
        let Some(value) = value else { return Ok(()) };
        self.arguments.add(value).map_err(sqlx::Error::Encode)?;
        let word = if self.text.is_empty() { "WHERE" } else { " AND" };
        let _ = write!(self.text, "{word} {condition} ${}", self.arguments.len());
        Ok(())
    }
}

impl TryFrom<Row> for AuditLine {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            at: clock::to_the_second(row.at),
            who: row.who,
            kind: AuditKind::from_code(&row.kind).ok_or(StoreError::Corrupt("audit.kind"))?,
            what: row.what,
            shop: row.shop,
            address: row.address,
        })
    }
}
