//! Finding orders by parts of words, in any language, while somebody types: an index of grams beside the orders.
//!
//! Every stretch of letters and digits is cut into overlapping grams: four characters of ASCII, where digits repeat so
//! much, else two, where one name is often two characters. A question is cut the same way, without the beginnings of long
//! stretches, for numbers begin alike; where all of it is shorter than a gram, it asks for the grams that begin so. The
//! index names candidates, and `LIKE` on the order has the last word.
//!
//! Both engines index words: SQLite by FTS5, PostgreSQL by `tsvector`. A gram is written in hexadecimal digits, so that
//! neither has an opinion about its characters.

use super::engine::Engine;
use super::values::{placeholders, rows_at_once};
use super::{StoreError, Transaction};
use crate::domain::chars;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Executor};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

/// Orders indexed in one round when the index is built anew.
const AT_ONCE: i64 = 500;
/// Pages of SQLite's index that are written in one step when it is rewritten, and what others get between two steps.
const PAGES_AT_ONCE: i64 = 500;
const BREATH: Duration = Duration::from_millis(20);
/// Characters of a stretch that are asked for: a phone number without what all phone numbers begin with.
const TELLING: usize = 8;

/// Words of a question that are looked for one by one.
const MOST_WORDS: usize = 20;

/// How both sides of a search are written: folded, and without LIKE's own signs, which then have no power in a question
/// and hide no order that has them.
pub(super) fn searchable(text: &str) -> String {
    chars::search_key(text).chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect()
}

/// The words of a question, each as [`searchable`], with one space in between: an order has all of them, wherever they stand.
/// `03ー` may be the beginning of `03ー1234` or of a word. What stands around a dash decides what it is, so one at an edge is
/// not asked for.
pub(super) fn asked(text: &str) -> String {
    let words = text.split_whitespace().map(|word| searchable(word.trim_matches(chars::is_dash)));
    let words: BTreeSet<String> = words.filter(|word| !word.is_empty()).collect();
    // What is pasted by the page is one text: no order has all of its words anywhere.
    let between = if words.len() > MOST_WORDS { "" } else { " " };
    words.into_iter().collect::<Vec<_>>().join(between)
}

/// Makes the index where it is not there, and fills it with the orders that came before it.
///
/// # Errors
/// When the database fails.
pub(super) async fn prepare(tx: &mut Transaction) -> Result<(), StoreError> {
    match Engine::of(tx) {
        Engine::Sqlite => {
            tx.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS order_search USING fts5 \
                 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii')",
            )
            .await?;
        }
        Engine::Postgres => {
            tx.execute("CREATE TABLE IF NOT EXISTS order_search (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)").await?;
            tx.execute("CREATE INDEX IF NOT EXISTS order_search_words ON order_search USING GIN (words)").await?;
        }
    }
    let Some(newest) = sqlx::query_scalar::<_, Option<i64>>("SELECT MAX(id) FROM orders").fetch_one(&mut **tx).await? else {
        return Ok(());
    };
    // All or nothing: the newest order is in the index when the others are.
    if is_indexed(tx, newest).await? {
        return Ok(());
    }
    tracing::info!(orders = newest, "building the search index");
    let mut after = 0;
    loop {
        let orders: Vec<(i64, String)> = sqlx::query_as("SELECT id, search FROM orders WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(after)
            .bind(AT_ONCE)
            .fetch_all(&mut **tx)
            .await?;
        let Some((last, _)) = orders.last() else { return Ok(()) };
        after = *last;
        set_all(tx, &orders.iter().map(|(id, text)| (*id, text.as_str())).collect::<Vec<_>>()).await?;
    }
}

async fn is_indexed(conn: &mut AnyConnection, id: i64) -> Result<bool, StoreError> {
    let sql = match Engine::of(conn) {
        Engine::Sqlite => "SELECT COUNT(*) FROM order_search WHERE rowid = $1",
        Engine::Postgres => "SELECT COUNT(*) FROM order_search WHERE id = $1",
    };
    let found: i64 = sqlx::query_scalar(sql).bind(id).fetch_one(conn).await?;
    Ok(found > 0)
}

/// Indexes an order by its `search` text, in the place of what was indexed before.
///
/// # Errors
/// When the database fails.
pub(super) async fn set(tx: &mut Transaction, id: i64, text: &str) -> Result<(), StoreError> {
    let words = words(text);
    let sql = match Engine::of(tx) {
        Engine::Sqlite => "INSERT OR REPLACE INTO order_search (rowid, words) VALUES ($1, $2)",
        Engine::Postgres => {
            "INSERT INTO order_search (id, words) VALUES ($1, CAST($2 AS TSVECTOR)) ON CONFLICT (id) DO UPDATE SET words = excluded.words"
        }
    };
    sqlx::query(sql).bind(id).bind(words).execute(&mut **tx).await?;
    Ok(())
}

/// As [`set`], for orders that are not in the index yet.
///
/// # Errors
/// When the database fails.
pub(super) async fn set_all(tx: &mut Transaction, orders: &[(i64, &str)]) -> Result<(), StoreError> {
    for orders in orders.chunks(rows_at_once(2)) {
        let rows = placeholders(1, orders.len(), 2);
        let sql = match Engine::of(tx) {
            Engine::Sqlite => format!("INSERT INTO order_search (rowid, words) VALUES {rows}"),
            Engine::Postgres => {
                format!(
                    "INSERT INTO order_search (id, words) SELECT CAST(v.column1 AS BIGINT), CAST(v.column2 AS TSVECTOR) FROM (VALUES {rows}) AS v"
                )
            }
        };
        let query = sqlx::query(AssertSqlSafe(sql));
        let query = orders.iter().fold(query, |query, (id, text)| query.bind(*id).bind(words(text)));
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// Rewrites SQLite's index without what it only marks as gone, in steps: others write in between. PostgreSQL clears up by
/// itself, in its own time.
///
/// # Errors
/// When the database fails.
pub(super) async fn forget_what_was_replaced(pool: &AnyPool) -> Result<(), StoreError> {
    // A negative number begins to merge everything there is, positive ones go on with it.
    let mut pages = -PAGES_AT_ONCE;
    loop {
        let mut conn = pool.acquire().await?;
        let before: i64 = sqlx::query_scalar("SELECT total_changes()").fetch_one(&mut *conn).await?;
        sqlx::query("INSERT INTO order_search (order_search, rank) VALUES ('merge', $1)").bind(pages).execute(&mut *conn).await?;
        let after: i64 = sqlx::query_scalar("SELECT total_changes()").fetch_one(&mut *conn).await?;
        drop(conn);
        // One change is the command itself.
        if after - before < 2 {
            return Ok(());
        }
        pages = PAGES_AT_ONCE;
        tokio::time::sleep(BREATH).await;
    }
}

/// Names the candidates for a [`question`], which is an argument of this name.
pub(super) fn candidates(engine: Engine, question: &str) -> String {
    match engine {
        Engine::Sqlite => format!("SELECT rowid FROM order_search WHERE order_search MATCH {question}"),
        Engine::Postgres => format!("SELECT id FROM order_search WHERE words @@ CAST({question} AS TSQUERY)"),
    }
}

/// Whether the index alone answers: the text is one gram, or less.
pub(super) fn is_exact(text: &str) -> bool {
    runs(text).first().is_some_and(|run| run.len() == text.chars().count() && run.len() <= size(run))
}

/// How many orders the index names, counted no further than `most`.
///
/// # Errors
/// When the database fails.
pub(super) async fn count(conn: &mut AnyConnection, text: &str, most: i64) -> Result<i64, StoreError> {
    let engine = Engine::of(conn);
    let Some(question) = question(engine, text) else { return Ok(0) };
    let sql = format!("SELECT COUNT(*) FROM ({} LIMIT $2) AS named", candidates(engine, "$1"));
    Ok(sqlx::query_scalar(AssertSqlSafe(sql)).bind(question).bind(most).fetch_one(conn).await?)
}

/// The question in the index's language; `None` when it holds no letter and no digit.
pub(super) fn question(engine: Engine, text: &str) -> Option<String> {
    let (beginning, and) = match engine {
        Engine::Sqlite => ("*", " AND "),
        Engine::Postgres => (":*", " & "),
    };
    let runs = runs(text);
    let mut terms: BTreeSet<String> = runs.iter().flat_map(|run| telling(run)).collect();
    if terms.is_empty() {
        terms = runs.iter().map(|run| format!("{}{beginning}", written(run))).collect();
    }
    (!terms.is_empty()).then(|| terms.into_iter().collect::<Vec<_>>().join(and))
}

/// The grams at the end of a stretch; none of one that is shorter than a gram.
fn telling(run: &[char]) -> impl Iterator<Item = String> {
    run[run.len().saturating_sub(TELLING)..].windows(size(run)).map(written)
}

/// Every gram of a text, and the beginnings that its runs end with, once each.
fn words(text: &str) -> String {
    let mut words = BTreeSet::new();
    for run in runs(text) {
        let size = size(&run);
        for start in 0..run.len() {
            words.insert(written(&run[start..run.len().min(start + size)]));
        }
    }
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// Stretches of letters and digits, ASCII apart from the rest.
fn runs(text: &str) -> Vec<Vec<char>> {
    let mut runs: Vec<Vec<char>> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let kind = (c.is_alphanumeric() && u32::from(c) <= 0xF_FFFF).then_some(c.is_ascii());
        if let (Some(_), true) = (kind, kind == last) {
            runs.last_mut().expect("a kind was seen before").push(c);
        } else if kind.is_some() {
            runs.push(vec![c]);
        }
        last = kind;
    }
    runs
}

fn size(run: &[char]) -> usize {
    if run.first().is_some_and(char::is_ascii) { 4 } else { 2 }
}

/// Five hexadecimal digits for each character: what begins alike is written alike.
fn written(gram: &[char]) -> String {
    let mut word = String::with_capacity(gram.len() * 5);
    for c in gram {
        let _ = write!(word, "{:05x}", u32::from(*c));
    }
    word
}

#[cfg(test)]
mod tests {
    use super::{Engine, asked, is_exact, question, searchable, words};
    use proptest::prelude::*;

    /// Whether the index, asked with this question, names the text.
    fn finds(text: &str, asked: &str) -> bool {
        let words = words(text);
        let words: Vec<&str> = words.split(' ').collect();
        let Some(question) = question(Engine::Sqlite, asked) else { return true };
        question.split(" AND ").all(|term| match term.strip_suffix('*') {
            Some(beginning) => words.iter().any(|word| word.starts_with(beginning)),
            None => words.contains(&term),
        })
    }

    /// A word of the index as it was before it was written.
    fn read(term: &str) -> String {
        let code = |digits: &[u8]| u32::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap();
        let chars = term.trim_end_matches('*').as_bytes().chunks(5).map(|digits| char::from_u32(code(digits)).unwrap());
        chars.chain(term.ends_with('*').then_some('*')).collect()
    }

    #[test]
    fn grams_are_short_where_names_are() {
        assert_eq!(words("山田"), "05c7107530 07530");
        assert_eq!(question(Engine::Postgres, "山").as_deref(), Some("05c71:*"));
        assert_eq!(question(Engine::Sqlite, "12345").as_deref(), Some("00031000320003300034 AND 00032000330003400035"));
        assert_eq!(question(Engine::Sqlite, "・"), None);
    }

    #[test]
    fn a_question_asks_for_what_tells_orders_apart() {
        let asked = |text| question(Engine::Sqlite, text).unwrap().split(" AND ").map(read).collect::<Vec<_>>();
        assert_eq!(asked("09012345678"), ["1234", "2345", "3456", "4567", "5678"]);
        assert_eq!(asked("b-12345"), ["1234", "2345"]);
        assert_eq!(asked("山田 花子"), ["山田", "花子"]);
        assert_eq!(asked("山 花"), ["山*", "花*"]);
    }

    #[test]
    fn who_types_a_number_with_dashes_finds_it_at_every_key() {
        let order = searchable("03ー1234－5678");
        for typed in ["03", "03ー", "03ー1", "03ー1234－", "ー1234", "－5678"] {
            assert!(order.contains(&asked(typed)) && finds(&order, &asked(typed)), "{typed}");
        }
        assert_eq!(asked("コーヒー豆"), "コーヒー豆");
    }

    #[test]
    fn words_are_asked_for_one_by_one() {
        assert_eq!(asked(" 田中　サクラ - 田中"), "サクラ 田中");
        let order = searchable("田中　さくら");
        assert!(finds(&order, &asked("さくら 田中")) && !finds(&order, &asked("さくら 山田")));
        assert!(!is_exact(&asked("田中 さくら")));
        let pasted = (0..2_000).map(|nth| nth.to_string()).collect::<Vec<_>>().join("\n");
        assert!(!asked(&pasted).contains(' '));
    }

    proptest! {
        #[test]
        fn what_the_index_alone_answers_it_answers_as_like_does(text in "[a-c0-2山田・]{1,12}", asked in "[a-c0-2山田・]{1,4}") {
            if is_exact(&asked) {
                prop_assert_eq!(finds(&text, &asked), text.contains(&asked), "{} in {}", asked, text);
            }
        }

        #[test]
        fn every_part_of_a_text_finds_it(text in "[a-z0-9山田太郎タロウー・()]{1,24}", from in 0_usize..24, len in 1_usize..24) {
            let chars: Vec<char> = text.chars().collect();
            let from = from.min(chars.len() - 1);
            let part: String = chars[from..chars.len().min(from + len)].iter().collect();
            prop_assert!(finds(&searchable(&text), &asked(&part)), "{} in {}", part, text);
        }
    }
}
