//! What a restored desk may take for granted: nothing. NP may have done more since than it knows.

use crate::harness::commands::{files, restore};
use crate::harness::{Browser, Folder, Np, Order, PASSWORD, SHOP, SP_CODE, TestDesk, USER, binary, database, once};
use crate::lost_register::enter_np_id;
use atobarai_desk::api::AppError;
use atobarai_desk::api::acts::RunReport;
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::domain::act::{ActKind, Press};
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::server::config::Config;
use atobarai_desk::server::store::{runs, shops};
use atobarai_desk::simulator::{Endpoint, Faults};
use serde_json::json;
use sqlx::Executor;
use std::path::{Path, PathBuf};
use std::time::Duration;

const PAUSED: &str = "バックアップから戻しました。NPの管理画面と照らし合わせてから再開してください。";

async fn paused(desk: &TestDesk) -> Option<String> {
    desk.page().await.status.shops[0].paused_because.clone()
}

async fn resume(desk: &TestDesk) -> Result<(), AppError> {
    desk.browser.call("resume_shop", json!({ "shop": SHOP })).await
}

async fn look_up(desk: &TestDesk, number: &str) {
    let id = desk.order(number).await.id;
    let _: OrderRow = desk.browser.call("look_up", json!({ "order_id": id })).await.unwrap();
}

/// Long enough for a worker that does what it must not do.
async fn a_while() {
    tokio::time::sleep(Duration::from_millis(1_300)).await;
}

#[tokio::test]
async fn credit_that_was_given_after_the_backup_is_not_asked_for_twice() {
    let mut desk = TestDesk::with_order(Order::new("A-1")).await;
    let file = desk.backup("a.backup").await;
    assert_eq!(desk.done("A-1", ActKind::Register).await.standing.lamps.credit, Credit::Ok);

    desk.restored_from(&file).await;
    assert_eq!(desk.order("A-1").await.standing.lamps.credit, Credit::None);
    assert_eq!(paused(&desk).await.as_deref(), Some(PAUSED));
    desk.press("A-1", ActKind::Register).await.unwrap();
    a_while().await;
    assert_eq!(desk.np.bodies("POST /v1/transactions").len(), 1, "nothing is sent before somebody has looked");
    resume(&desk).await.unwrap();
    let row = desk.wait_until("A-1", "a person is asked", |row| row.standing.lamps.asks_person).await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.buttons()), (Credit::Unknown, vec![Press::LookUp, Press::EnterNpId]));
    enter_np_id(&desk, "A-1", &desk.np.only("A-1").np_transaction_id).await.unwrap();
    desk.wait_until("A-1", "the id settles it", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!((desk.np.ledger().len(), paused(&desk).await), (1, None));
}

/// A desk with an act in every open state and a run that has not begun, and its backup.
async fn in_the_middle() -> (TestDesk, PathBuf, i64) {
    let desk = TestDesk::with(Np::start().await, |config| config.first_wait = Duration::from_mins(1)).await;
    let numbers = ["queued", "sent", "unknown", "asking", "in-a-run"];
    desk.import(&numbers.map(Order::new)).await;
    let register = || vec![Endpoint::Register];
    for number in ["asking", "unknown"] {
        desk.np.faults(once(Faults { lose_after: 1.0, only: register(), ..Faults::default() }));
        desk.press(number, ActKind::Register).await.unwrap();
        desk.wait_until(number, "the answer is lost", |row| row.standing.lamps.credit == Credit::Unknown).await;
    }
    look_up(&desk, "asking").await;
    desk.wait_until("asking", "a person is asked", |row| row.standing.lamps.asks_person).await;
    desk.np.faults(once(Faults { delay: 1.0, delay_ms: 4_000, only: register(), ..Faults::default() }));
    desk.press("sent", ActKind::Register).await.unwrap();
    crate::harness::until("NP has it", async || desk.np.of("sent").len() == 1).await;

    let mut tx = desk.state().store.begin().await.unwrap();
    let shop = shops::by_code(&mut tx, SHOP).await.unwrap().unwrap();
    shops::set_paused(&mut tx, shop.id, Some("テスト")).await.unwrap();
    let run = runs::open(&mut tx, crate::harness::register_run(1)).await.unwrap();
    let id: i64 = sqlx::query_scalar("SELECT id FROM orders WHERE order_number = 'in-a-run'").fetch_one(&mut *tx).await.unwrap();
    runs::add_orders(&mut tx, run, &[id]).await.unwrap();
    tx.commit().await.unwrap();
    desk.press("queued", ActKind::Register).await.unwrap();
    let file = desk.backup("a.backup").await;
    (desk, file, run)
}

#[tokio::test]
async fn what_was_open_at_the_backup_counts_as_lost_and_waits_for_a_person() {
    let (mut desk, file, run) = in_the_middle().await;
    let asking = desk.last_act("asking").await;
    let states = ["queued", "sent", "unknown", "asking"];
    for state in states {
        assert_eq!(desk.last_act(state).await.state, state);
    }
    let said = desk.restored_from(&file).await;
    assert!(said.out.contains("終わっていなかった処理 3件は"), "{said:?}");
    assert!(said.out.contains("すべての店舗の送信を止めてあります。"), "{said:?}");
    let sent_before = desk.np.requests().len();
    for (number, losses, attempts) in [("queued", 1, 0), ("sent", 1, 1), ("unknown", 2, 1)] {
        let (act, row) = (desk.last_act(number).await, desk.order(number).await);
        assert_eq!((act.state.as_str(), act.doubtful, act.losses, act.attempts), ("unknown", 1, losses, attempts), "{number}");
        assert_eq!(act.trouble.as_deref(), Some("バックアップから戻したため、NPに届いたかどうか分かりません。"));
        assert_eq!((row.standing.lamps.credit, row.standing.lamps.buttons()), (Credit::Unknown, vec![Press::LookUp]), "{number}");
    }
    assert_eq!(desk.last_act("asking").await, asking);
    assert!(desk.order("asking").await.standing.lamps.asks_person);
    let report: RunReport = desk.browser.ask("run", &[("run_id", &run.to_string())]).await.unwrap();
    assert_eq!((report.summary.open, report.summary.left_out), (0, 1));
    assert_eq!(report.rows[0].text, "バックアップから戻したため、実行していません。");
    assert_eq!(desk.order("in-a-run").await.standing.lamps.credit, Credit::None);
    look_up(&desk, "queued").await;
    a_while().await;
    assert_eq!((desk.np.requests().len(), paused(&desk).await.as_deref()), (sent_before, Some(PAUSED)));

    resume(&desk).await.unwrap();
    desk.wait_until("queued", "what NP never had is registered", |row| row.standing.lamps.credit == Credit::Ok).await;
    for number in ["sent", "unknown"] {
        look_up(&desk, number).await;
        desk.wait_until(number, "NP has it already", |row| row.standing.lamps.asks_person).await;
    }
    for number in ["sent", "unknown", "asking"] {
        enter_np_id(&desk, number, &desk.np.only(number).np_transaction_id).await.unwrap();
        desk.wait_until(number, "the id settles it", |row| row.standing.lamps.credit == Credit::Ok).await;
    }
    assert_eq!(desk.np.ledger().len(), 4);
}

/// A database that is not there yet, with the key of the desk.
async fn elsewhere(desk: &TestDesk) -> (Folder, Config) {
    let folder = Folder::new();
    let config = Config { database_url: database::second(&folder).await, ..desk.config.clone() };
    (folder, config)
}

#[tokio::test]
async fn a_database_that_people_work_with_is_not_restored_into() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let file = desk.backup("a.backup").await;
    desk.import(&[Order::new("A-2")]).await;
    let before = desk.page().await;
    restore(&desk.config, &file, &[]).await.refused("このデータベースにはすでに店舗か利用者があります。");
    assert_eq!(desk.page().await, before);
}

/// Changes a copy of a backup.
async fn changed(file: &Path, name: &str, sql: &'static str) -> PathBuf {
    let copy = file.with_file_name(name);
    std::fs::copy(file, &copy).unwrap();
    let mut conn = database::connect(&format!("sqlite://{}", copy.display())).await;
    conn.execute(sql).await.unwrap();
    sqlx::Connection::close(conn).await.unwrap();
    copy
}

#[tokio::test]
async fn files_that_are_no_whole_backup_of_a_known_version_are_refused() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let file = desk.backup("a.backup").await;
    let (folder, config) = elsewhere(&desk).await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', TRUE, x'00', 0)";
    let newer = changed(&file, "newer.backup", newer).await;
    let unmarked = changed(&file, "unmarked.backup", "PRAGMA application_id = 0").await;
    let no_desk = changed(&file, "no-desk.backup", "DROP TABLE _sqlx_migrations").await;
    let half = file.with_file_name("half.backup");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    let text = file.with_file_name("orders.csv");
    std::fs::write(&text, "受注番号").unwrap();
    for (file, sentence) in [
        (&file.with_file_name("gone.backup"), "gone.backup がありません。"),
        (&newer, "newer.backup は新しい版の atobarai-desk のバックアップです。"),
        (&unmarked, "unmarked.backup は atobarai-desk のバックアップではありません。"),
        (&no_desk, "no-desk.backup は atobarai-desk のバックアップではありません。"),
        (&half, "half.backup は壊れています。"),
        (&text, "orders.csv は atobarai-desk のバックアップではありません。"),
        (&folder.path(""), "はファイルではなくフォルダーです。"),
    ] {
        let before = std::fs::read(file).ok();
        restore(&config, file, &[]).await.refused(sentence);
        assert_eq!(std::fs::read(file).ok(), before, "{sentence}");
    }
    assert_eq!(files(&folder), [""; 0], "no database was begun");
    assert_eq!(restore(&config, &file, &[]).await.code, Some(0));
}

#[tokio::test]
async fn without_its_key_a_backup_is_restored_only_when_told_so_and_sp_codes_are_typed_again() {
    let mut desk = TestDesk::with_order(Order::new("A-1")).await;
    let file = desk.backup("a.backup").await;
    desk.stop().await;
    let (folder, mut config) = elsewhere(&desk).await;
    config.secret_key_file = folder.path("secret.key");
    restore(&config, &file, &[]).await.refused("secret.key では SPコード（main） を開けません。");
    assert_eq!(files(&folder), [""; 0], "no other key was made in its place");
    std::fs::write(folder.path("secret.key"), "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=").unwrap();
    restore(&config, &file, &[]).await.refused("secret.key では SPコード（main） を開けません。");
    assert_eq!(files(&folder), ["secret.key"]);
    let said = restore(&config, &file, &["--without-key"]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("SPコード（main） は鍵に合わないため戻していません。入力し直してください"), "{said:?}");

    desk.config = config;
    desk.start_again().await;
    desk.browser = Browser::sign_in(&desk.base(), USER, PASSWORD).await;
    for error in [desk.press("A-1", ActKind::Register).await.unwrap_err(), resume(&desk).await.unwrap_err()] {
        assert!(matches!(&error, AppError::Refused(sentence) if sentence.contains("SPコードが設定されていません")), "{error:?}");
    }
    let mut shop = binary(&desk.config);
    shop.env("DESK_SP_CODE", SP_CODE);
    shop.args(["shop", SHOP, "--name", "みほん青果店", "--merchant-code", "SIM00001", "--environment", "simulator"]);
    assert!(shop.status().await.unwrap().success());
    desk.press("A-1", ActKind::Register).await.unwrap();
    a_while().await;
    assert_eq!((paused(&desk).await.as_deref(), desk.np.ledger().len()), (Some(PAUSED), 0), "typing the SP code again is no look at NP");
    resume(&desk).await.unwrap();
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
}
