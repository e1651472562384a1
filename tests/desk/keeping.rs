//! Backups: taken while the desk works, complete or not there, and refused for good reasons.

use crate::harness::commands::{Said, command, files, restore};
use crate::harness::{Folder, Np, Order, TestDesk, binary, database, until};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::audit::AuditKind;
use atobarai_desk::domain::carrier::ShippedBy;
use atobarai_desk::domain::column::Layout;
use atobarai_desk::server::config::Config;
use atobarai_desk::server::store::audit::{self, By, Entry};
use atobarai_desk::server::store::copy::{COPIED, LEFT_OUT};
use atobarai_desk::server::store::{carriers, preferences, saved_views, settings};
use serde_json::json;
use sqlx::{AnyConnection, AssertSqlSafe, Column, Connection, Executor, Row};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

async fn count(conn: &mut AnyConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(conn).await.unwrap()
}

async fn backup(config: &Config, file: &Path) -> Said {
    command(config, [OsStr::new("backup"), file.as_os_str()]).await
}

/// An address of a file that is not changed.
fn read_only(file: &Path) -> String {
    format!("sqlite://{}?mode=ro", file.display())
}

#[tokio::test]
async fn every_table_is_copied_or_left_out_on_purpose() {
    // The search index is made of the orders, whenever it is not there.
    let desk = TestDesk::start().await;
    let mut conn = database::connect(&desk.config.database_url).await;
    let sql = if desk.state().store.is_shared() {
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations' \
         AND table_name NOT LIKE 'order_search%'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations' \
         AND name NOT LIKE 'order_search%'"
    };
    let mut there: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut conn).await.unwrap();
    there.sort();
    let mut known = [&COPIED[..], &LEFT_OUT[..]].concat();
    known.sort_unstable();
    assert_eq!(there, known, "a new table belongs into store::copy");
}

/// What holds after every commit, and in no mixture of two moments.
async fn is_one_moment(file: &Path) -> i64 {
    let mut conn = database::connect(&read_only(file)).await;
    let counted: Vec<(String, i64)> =
        sqlx::query_as("SELECT lane, COUNT(*) FROM orders GROUP BY lane ORDER BY lane").fetch_all(&mut conn).await.unwrap();
    let kept: Vec<(String, i64)> =
        sqlx::query_as("SELECT lane, CAST(SUM(orders) AS BIGINT) FROM order_weeks GROUP BY lane HAVING SUM(orders) <> 0 ORDER BY lane")
            .fetch_all(&mut conn)
            .await
            .unwrap();
    assert_eq!(kept, counted);
    let torn = "SELECT COUNT(*) FROM orders WHERE (open_act IS NOT NULL) <> EXISTS \
                (SELECT 1 FROM acts WHERE order_id = orders.id AND state IN ('queued', 'sent', 'unknown', 'asking'))";
    assert_eq!(count(&mut conn, torn).await, 0, "orders whose open act is missing, or is not theirs");
    assert_eq!(count(&mut conn, "SELECT COUNT(*) FROM acts WHERE order_id NOT IN (SELECT id FROM orders)").await, 0);
    assert_eq!(
        count(&mut conn, "SELECT (SELECT SUM(version) FROM orders) - (SELECT COUNT(*) FROM events)").await,
        0,
        "as many events as versions"
    );
    let next: Vec<(String, i64)> = sqlx::query_as("SELECT name, value FROM counters WHERE name IN ('act', 'event', 'order') ORDER BY name")
        .fetch_all(&mut conn)
        .await
        .unwrap();
    for ((name, value), newest) in next.into_iter().zip([
        "SELECT COALESCE(MAX(id), 0) FROM acts",
        "SELECT COALESCE(MAX(seq), 0) FROM events",
        "SELECT COALESCE(MAX(id), 0) FROM orders",
    ]) {
        assert_eq!(value, count(&mut conn, newest).await, "{name}");
    }
    count(&mut conn, "SELECT COUNT(*) FROM orders").await
}

#[tokio::test]
async fn a_backup_of_a_desk_at_work_is_one_moment_of_it() {
    let desk = TestDesk::start().await;
    let over = Cell::new(false);
    let orders = |nth: usize| (0..20).map(|of| Order::new(&format!("W-{nth}-{of}"))).collect::<Vec<_>>();
    desk.import(&orders(0)).await;
    let work = async {
        for nth in 1.. {
            desk.import(&orders(nth)).await;
            let ids: Vec<i64> = desk.page().await.page.rows.iter().take(20).map(|row| row.id).collect();
            let _: i64 = desk.browser.call("start_run", json!({ "action": ActKind::Register, "order_ids": ids })).await.unwrap();
            if over.get() {
                return;
            }
        }
    };
    let backups = async {
        let mut sizes = Vec::new();
        for nth in 0..5 {
            let before = desk.page().await.page.total;
            let file = desk.backup(&format!("{nth}.backup")).await;
            let held = is_one_moment(&file).await;
            assert!((before..=desk.page().await.page.total).contains(&Some(held)), "{held}");
            sizes.push(held);
        }
        over.set(true);
        sizes
    };
    let ((), sizes) = tokio::join!(work, backups);
    assert!(sizes.first() < sizes.last(), "nothing was written meanwhile: {sizes:?}");
}

#[tokio::test]
async fn a_snapshot_does_not_see_what_is_written_after_its_first_question() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let mut snapshot = desk.state().store.snapshot().await.unwrap();
    assert_eq!(count(&mut snapshot, "SELECT COUNT(*) FROM orders").await, 1);
    desk.import(&[Order::new("A-2")]).await;
    assert_eq!(count(&mut snapshot, "SELECT COUNT(*) FROM orders").await, 1);
    assert_eq!(count(&mut snapshot, "SELECT value FROM counters WHERE name = 'order'").await, 1);
}

#[tokio::test]
async fn a_backup_is_private_tells_what_it_holds_and_overwrites_nothing() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    let file = desk.folder.path("毎日 100%?#.backup");
    let said = backup(&desk.config, &file).await;
    assert_eq!((said.code, said.errors.as_str()), (Some(0), ""));
    assert!(said.out.contains("毎日 100%?#.backup にバックアップしました: 受注 1件、処理 1件"), "{said:?}");
    assert!(said.out.contains("secret.key は含まれていません。"), "{said:?}");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(files(&desk.folder).iter().all(|name| !name.contains(".part")), "{:?}", files(&desk.folder));

    let bytes = std::fs::read(&file).unwrap();
    backup(&desk.config, &file).await.refused("はすでにあります。");
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    backup(&desk.config, &desk.folder.path("nowhere/a.backup")).await.refused("nowhere がありません。");
    backup(&desk.config, &desk.folder.path("..")).await.refused("フォルダーです。");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_neither_backed_up_nor_made() {
    let desk = TestDesk::start().await;
    let folder = Folder::new();
    let file = folder.path("a.backup");
    let gone = format!("{}_gone", desk.config.database_url);
    let missing = if desk.state().store.is_shared() { gone } else { database::sqlite(&folder, "gone.db") };
    let config = Config { database_url: missing, ..desk.config.clone() };
    backup(&config, &file).await.refused("データベース (DATABASE_URL) を開けません");
    let empty = Config { database_url: database::second(&folder).await, ..desk.config.clone() };
    if !desk.state().store.is_shared() {
        std::fs::write(folder.path("second.db"), "").unwrap();
    }
    backup(&empty, &file).await.refused("データベース (DATABASE_URL) は atobarai-desk のものではありません。");
    assert!(!files(&folder).iter().any(|name| name == "gone.db" || name.contains(".backup")), "{:?}", files(&folder));
}

/// Makes each order of the desk `times` times more.
async fn multiply_orders(url: &str, times: usize) {
    let mut conn = database::connect(url).await;
    let row = conn.fetch_one("SELECT * FROM orders").await.unwrap();
    let names: Vec<&str> = row.columns().iter().map(Column::name).collect();
    let value = |name: &&str| match *name {
        "id" => "id + 1000 * n".to_owned(),
        "order_number" => "order_number || '-' || CAST(n AS TEXT)".to_owned(),
        name => name.to_owned(),
    };
    let values: Vec<String> = names.iter().map(value).collect();
    let sql = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {times}) \
         INSERT INTO orders ({}) SELECT {} FROM orders CROSS JOIN numbers",
        names.join(", "),
        values.join(", ")
    );
    conn.execute(AssertSqlSafe(sql)).await.unwrap();
    conn.close().await.unwrap();
}

#[tokio::test]
async fn a_backup_that_is_cut_off_leaves_no_file_and_the_next_one_is_made() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    multiply_orders(&desk.config.database_url, 6_000).await;
    let (file, part) = (desk.folder.path("a.backup"), desk.folder.path("a.backup.part"));
    for signal in ["-TERM", "-KILL"] {
        let mut command = binary(&desk.config);
        let mut child = command.arg("backup").arg(&file).stderr(std::process::Stdio::piped()).spawn().unwrap();
        let begun = async || part.metadata().is_ok_and(|part| part.len() > 0);
        until("the backup is being written", begun).await;
        assert_eq!(part.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let second = backup(&desk.config, &file).await;
        let id = child.id().expect("it ended too early").to_string();
        assert!(tokio::process::Command::new("kill").args([signal, &id]).status().await.unwrap().success());
        assert!(!child.wait().await.unwrap().success());
        second.refused("には別のバックアップが書き込み中です。");
        assert!(!file.exists());
        assert_eq!(part.exists(), signal == "-KILL", "only what is killed outright cannot clear away");
    }
    restore(&desk.config, &part, &[]).await.refused("は atobarai-desk のバックアップではありません。");
    desk.backup("a.backup").await;
    assert!(file.exists() && !part.exists());
}

#[tokio::test]
async fn what_is_restored_equals_row_by_row_on_either_engine() {
    let folder = Folder::new();
    for source in database::of_each_engine(&folder, "source.db").await {
        let mut desk = TestDesk::with(Np::start().await, |config| config.database_url.clone_from(&source)).await;
        at_work(&desk).await;
        desk.stop().await;
        let file = desk.backup("a.backup").await;
        let kept = std::fs::read(&file).unwrap();
        for table in COPIED {
            let rows = database::rows(&source, table).await;
            assert!(!rows.is_empty(), "{table} says nothing here");
            let told = |row: &BTreeMap<String, String>| !tells_of_keeping(row);
            let rows: Vec<_> = rows.into_iter().filter(told).collect();
            let held: Vec<_> = database::rows(&read_only(&file), table).await.into_iter().filter(told).collect();
            assert_eq!(rows, held, "{table}");
        }
        for (nth, target) in database::of_each_engine(&desk.folder, "target.db").await.into_iter().enumerate() {
            let config = Config { database_url: target.clone(), ..desk.config.clone() };
            let said = restore(&config, &file, &[]).await;
            assert_eq!((said.code, said.errors.as_str()), (Some(0), ""));
            assert!(said.out.contains("a.backup から戻しました: 受注 104件、処理 "), "{said:?}");
            for table in COPIED {
                let (mut before, mut after) = (database::rows(&source, table).await, database::rows(&target, table).await);
                // Both the backup and the restore are told about in the history, which counts its lines.
                before.retain(|row| !tells_of_keeping(row));
                after.retain(|row| !tells_of_keeping(row));
                for row in before.iter_mut().chain(&mut after).filter(|_| table == "shops") {
                    row.remove("paused_because");
                }
                assert_eq!(before, after, "{table} of {source} in {target} ({nth})");
            }
            for table in LEFT_OUT {
                assert_eq!(database::rows(&target, table).await, [], "{table}");
            }
        }
        assert_eq!(std::fs::read(&file).unwrap(), kept, "restoring leaves the backup as it is");
    }
}

fn tells_of_keeping(row: &BTreeMap<String, String>) -> bool {
    let is = |column: &str, word: &str| row.get(column).is_some_and(|value| value.contains(word));
    is("what", "バックアップ") || is("name", "\"audit\"")
}

/// Something in every table, in values that are hard to carry, and no act that a restore would take for lost.
async fn at_work(desk: &TestDesk) {
    let mut orders: Vec<Order> = (0..103).map(|nth| Order::new(&format!("A-{nth}"))).collect();
    orders[7] = orders[7].clone().cell("備考", "改行\nと'引用符'と\"二重\"と絵文字なし");
    desk.import(&orders).await;
    desk.done("A-1", ActKind::Register).await;
    desk.done("A-1", ActKind::Cancel).await;
    desk.done("A-2", ActKind::Register).await;
    desk.slip("A-2", "1234-5678-9012").await.unwrap();
    desk.import(&[Order::new("B-1")]).await;
    crate::lost_register::landed(desk, "B-1").await;
    let mut tx = desk.state().store.begin().await.unwrap();
    let entry = Entry { by: By { who: "tester", address: None }, kind: AuditKind::Settings, what: "設定を変更", shop_id: None };
    audit::append(&mut tx, entry).await.unwrap();
    settings::save(&mut tx, "test", &["値"]).await.unwrap();
    saved_views::save(&mut tx, "未出荷", "lane=unsynced", "tester").await.unwrap();
    preferences::save(&mut tx, 1, "layout", &Layout::default()).await.unwrap();
    carriers::map(&mut tx, "ネコポス", Some(ShippedBy::Contracted)).await.unwrap();
    tx.commit().await.unwrap();
    let invited: String = desk.browser.call("invite", json!({ "name": "山田", "role": "clerk", "days": 3 })).await.unwrap();
    assert!(invited.starts_with("/invite?token="));
}
