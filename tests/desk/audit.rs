//! 操作履歴: every act of a person leaves a line, nobody changes one, and who may see them finds them.

use crate::harness::commands::command;
use crate::harness::{Answer, Browser, Order, PASSWORD, SHOP, SP_CODE, TestDesk, USER, binary, csv, encode, people, shift_jis, shop};
use atobarai_desk::api::audit::{AuditFilter, AuditLine, AuditPage};
use atobarai_desk::api::status::{Me, Status};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::audit::AuditKind;
use atobarai_desk::domain::order::Day;
use atobarai_desk::domain::role::Role;
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::clock;
use atobarai_desk::server::secrets::SpCode;
use atobarai_desk::server::store::audit::{self, By, Entry};
use atobarai_desk::simulator::Faults;
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::path::{Path, PathBuf};

async fn page(desk: &TestDesk, filter: AuditFilter) -> AuditPage {
    let (_, _, page): (Me, Status, AuditPage) = desk.browser.call("audit", json!({ "filter": filter })).await.unwrap();
    page
}

async fn lines(desk: &TestDesk) -> Vec<AuditLine> {
    page(desk, AuditFilter::default()).await.lines
}

/// What the newest line says.
async fn newest(desk: &TestDesk) -> (String, AuditKind, String, String) {
    let line = lines(desk).await.into_iter().next().unwrap();
    (line.who, line.kind, line.what, line.shop)
}

async fn says(desk: &TestDesk, kind: AuditKind, what: &str) {
    let line = newest(desk).await;
    assert_eq!((line.0.as_str(), line.1), (USER, kind), "{line:?}");
    assert!(line.2.starts_with(what), "{line:?} and not {what}");
}

#[tokio::test]
async fn whatever_a_person_does_to_orders_leaves_a_line_without_buyers_data() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2").without_house_number(), Order::new("A-3")]).await;
    says(&desk, AuditKind::Import, "受注データを取込（新規 3件、変更なし 0件、内容が違う 0件、エラー 0件、SHA-256 ").await;
    assert_eq!(newest(&desk).await.3, "みほん青果店");
    assert_eq!(lines(&desk).await[0].address, "127.0.0.1");
    desk.import_file(&shift_jis(&csv(&[Order::new("A-4")])), false).await.unwrap();
    says(&desk, AuditKind::Import, "受注データを取込（新規 3件").await;
    desk.done("A-1", ActKind::Register).await;
    says(&desk, AuditKind::Act, "受注 A-1 の与信を実行").await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    says(&desk, AuditKind::Act, "受注 A-1 の伝票番号を入力").await;
    let mut sheet = desk.sheet("A-2").await;
    sheet.contents.buyer.address.push_str("1-2-3");
    let save = json!({ "order_id": sheet.row.id, "contents_version": 1, "contents": sheet.contents, "resend": false });
    let _: serde_json::Value = desk.browser.call("save_contents", save).await.unwrap();
    says(&desk, AuditKind::Act, "受注 A-2 の内容を修正").await;
    let ids = [desk.order("A-3").await.id];
    let run: i64 = desk.browser.call("start_run", json!({ "action": "register", "order_ids": ids })).await.unwrap();
    says(&desk, AuditKind::Act, &format!("一括のNP後払い 与信を実行 1件（実行履歴 {run}）")).await;
    desk.wait_until("A-3", "the run is over", |row| row.standing.lamps.open_act.is_none() && row.standing.lamps.registered).await;
    desk.np.faults(Faults { error_401: 1.0, ..Faults::default() });
    desk.press("A-1", ActKind::Cancel).await.unwrap();
    crate::harness::until("the shop is paused", async || desk.page().await.status.shops[0].paused_because.is_some()).await;
    desk.np.faults(Faults::default());
    desk.browser.call::<()>("resume_shop", json!({ "shop": SHOP })).await.unwrap();
    says(&desk, AuditKind::Act, "止めていた送信を再開").await;

    let before = lines(&desk).await.len();
    desk.press("A-3", ActKind::Register).await.unwrap_err();
    assert_eq!(lines(&desk).await.len(), before, "what was refused was not done");
    let acts = lines(&desk).await.into_iter().filter(|line| line.kind == AuditKind::Act);
    assert!(acts.into_iter().all(|line| line.address == "127.0.0.1"), "whoever does something, does it from somewhere");
    let all = format!("{:?}", lines(&desk).await);
    let buyer = Order::new("A-1");
    for column in ["受注名", "受注電話番号", "受注メールアドレス", "受注住所１"] {
        assert!(!all.contains(buyer.get(column)), "{column} in {all}");
    }
    assert!(!all.contains("1234-5678") && !all.contains(SP_CODE), "{all}");
}

#[tokio::test]
async fn an_answer_that_a_person_settles_leaves_a_line() {
    let desk = TestDesk::with_order(Order::new("B-1")).await;
    crate::lost_register::landed(&desk, "B-1").await;
    let id = desk.order("B-1").await.id;
    let _: serde_json::Value = desk.browser.call("look_up", json!({ "order_id": id })).await.unwrap();
    says(&desk, AuditKind::Act, "受注 B-1 の結果を確認").await;
    desk.wait_until("B-1", "a person is asked again", |row| row.standing.lamps.asks_person).await;
    let np_id = desk.np.only("B-1").np_transaction_id;
    crate::lost_register::enter_np_id(&desk, "B-1", &np_id).await.unwrap();
    says(&desk, AuditKind::Act, &format!("受注 B-1 のNP取引IDを入力（{np_id}）")).await;
}

#[tokio::test]
async fn commands_leave_a_line_too() {
    let mut desk = TestDesk::with_order(Order::new("A-1")).await;
    let file = desk.backup("a.backup").await;
    save_shop(desk.state(), shop("second", "二号店"), &SpCode::new(SP_CODE)).await.unwrap();
    std::fs::write(desk.folder.path("orders.csv"), shift_jis(&csv(&[Order::new("C-1")]))).unwrap();
    let orders = desk.folder.path("orders.csv");
    assert_eq!(command(&desk.config, ["import", orders.to_str().unwrap(), "--shop", SHOP]).await.code, Some(0));
    let mut password = binary(&desk.config);
    password.env("DESK_PASSWORD", PASSWORD).args(["password", USER]);
    assert!(password.status().await.unwrap().success());
    desk.browser = Browser::sign_in(&desk.base(), USER, PASSWORD).await;
    let told = lines(&desk).await;
    for (kind, what) in [
        (AuditKind::Export, "バックアップを作成（受注 1件、処理 0件）"),
        (AuditKind::Settings, "店舗「二号店」（second）を追加"),
        (AuditKind::Import, "受注データを取込（新規 1件"),
        (AuditKind::People, "tester のパスワードを変更"),
    ] {
        let line = told.iter().find(|line| line.what.starts_with(what) && line.who == audit::COMMAND);
        assert_eq!(line.map(|line| line.kind), Some(kind), "{what} in {told:#?}");
    }
    desk.restored_from(&file).await;
    let line = newest_of(&desk, AuditKind::Import).await;
    assert_eq!((line.who.as_str(), line.what.as_str()), (audit::COMMAND, "バックアップから戻した（受注 1件、処理 0件）"));
}

async fn newest_of(desk: &TestDesk, kind: AuditKind) -> AuditLine {
    page(desk, AuditFilter { kind: Some(kind), ..AuditFilter::default() }).await.lines.swap_remove(0)
}

/// Lines of two people, two kinds, two shops and two days, 250 in all.
async fn a_history(desk: &TestDesk) {
    save_shop(desk.state(), shop("second", "二号店"), &SpCode::new(SP_CODE)).await.unwrap();
    let mut tx = desk.state().store.begin().await.unwrap();
    for nth in 0..250 {
        let entry = Entry {
            by: By { who: if nth % 2 == 0 { "田中" } else { "鈴木" }, address: "203.0.113.9".parse().ok() },
            kind: if nth % 5 == 0 { AuditKind::Settings } else { AuditKind::SignIn },
            what: &format!("=記録 {nth}"),
            shop_id: (nth % 10 == 0).then_some(2),
        };
        audit::append(&mut tx, entry).await.unwrap();
    }
    let long_ago = clock::parse("2026-11-01 23:59:59").unwrap();
    sqlx::query("UPDATE audit SET at = $1 WHERE what LIKE '=記録 1_'").bind(long_ago).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_history_is_filtered_and_read_page_by_page() {
    let desk = TestDesk::start().await;
    a_history(&desk).await;
    let of = |change: fn(&mut AuditFilter)| {
        let mut filter = AuditFilter { who: "田中".to_owned(), ..AuditFilter::default() };
        change(&mut filter);
        filter
    };
    for (filter, count) in [
        (of(|filter| filter.kind = Some(AuditKind::Settings)), 25),
        (of(|filter| filter.shop = Some("second".to_owned())), 25),
        (of(|filter| (filter.kind, filter.from) = (Some(AuditKind::Settings), Day::parse("2026-11-02"))), 24),
        (of(|filter| filter.until = Day::parse("2026-11-01")), 5),
        (of(|filter| filter.until = Day::parse("2026-10-31")), 0),
        (of(|filter| (filter.from, filter.until) = (Day::parse("2026-11-01"), Day::parse("2026-11-01"))), 5),
        (of(|filter| filter.who = "田".to_owned()), 0),
    ] {
        assert_eq!(page(&desk, filter.clone()).await.lines.len(), count, "{filter:?}");
    }
    let mut seen = Vec::new();
    let mut next = Some(of(|_| {}));
    let mut pages = 0;
    while let Some(filter) = next {
        let page = page(&desk, filter).await;
        seen.extend(page.lines.iter().map(|line| line.id));
        (next, pages) = (page.older, pages + 1);
    }
    assert_eq!((seen.len(), pages), (125, 2));
    assert!(seen.is_sorted_by(|newer, older| newer > older), "{seen:?}");
    let error = desk.browser.call::<()>("audit", json!({ "filter": of(|filter| filter.shop = Some("nowhere".to_owned())) })).await;
    assert!(format!("{error:?}").contains("店舗が見つかりません。"), "{error:?}");
}

#[tokio::test]
async fn the_page_is_painted_by_the_server_and_its_address_is_the_filter() {
    let desk = TestDesk::start().await;
    a_history(&desk).await;
    let filter = AuditFilter { kind: Some(AuditKind::Settings), who: "田中".to_owned(), ..AuditFilter::default() };
    let html = desk.browser.get(&filter.href()).await.text;
    assert_eq!((html.matches("data-audit=\"settings\"").count(), html.matches("data-audit=\"").count()), (25, 25));
    for words in ["=記録 240", "203.0.113.9", "value=\"田中\"", "CSVで書き出す", "aria-current=\"page\">操作履歴"] {
        assert!(html.contains(words), "{words} in {html}");
    }
    let html = desk.browser.get(AuditFilter::PATH).await.text;
    assert!(html.contains("さらに前の記録") && html.contains("?before="), "{html}");
}

async fn export(browser: &Browser, form: &str) -> Answer {
    let request = browser.request(Method::POST, AuditFilter::EXPORT).header("Content-Type", "application/x-www-form-urlencoded");
    browser.send(request.body(form.to_owned())).await
}

#[tokio::test]
async fn the_history_is_taken_out_for_spreadsheets_and_that_is_a_line_too() {
    let desk = TestDesk::start().await;
    a_history(&desk).await;
    let answer = export(&desk.browser, &format!("kind=settings&who={}&before=1", encode("田中"))).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"), "{answer:?}");
    assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"history-{}.csv\"", clock::today()));
    assert_eq!(answer.header("cache-control"), "no-store");
    let text = answer.text.strip_prefix('\u{feff}').unwrap();
    let rows: Vec<&str> = text.split_terminator("\r\n").collect();
    assert_eq!((rows.len(), rows[0]), (26, "\"日時\",\"操作した人\",\"種類\",\"内容\",\"店舗\",\"接続元\""));
    assert!(rows[1].contains("\"田中\",\"設定\",\"'=記録 240\",\"二号店\",\"203.0.113.9\""), "{}", rows[1]);
    says(&desk, AuditKind::Export, "操作履歴をCSVで書出（kind=settings、who=田中）").await;
    let all = export(&desk.browser, "").await.text;
    assert!(all.lines().count() > 252, "{}", all.lines().count());

    for role in [Role::Viewer, Role::Clerk, Role::Packer] {
        people::add(desk.state(), role.code(), role).await;
        let browser = Browser::sign_in(&desk.base(), role.code(), PASSWORD).await;
        let answer = export(&browser, "").await;
        assert!(answer.status == StatusCode::FORBIDDEN && answer.text.contains("権限がありません"), "{answer:?}");
        assert!(browser.get(AuditFilter::PATH).await.text.contains("権限がありません"), "{role:?}");
    }
    assert_eq!(export(&Browser::new(&desk.base()), "").await.location(), "/login");
    let elsewhere = desk.browser.request(Method::POST, AuditFilter::EXPORT).header("Sec-Fetch-Site", "cross-site");
    assert_eq!(desk.browser.send(elsewhere).await.status, StatusCode::FORBIDDEN);
}

/// Files and folders of the program's text.
pub fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// The table's name stands in one file, beside an INSERT and a SELECT, and in the list of what a backup copies.
#[test]
fn the_program_has_no_statement_that_changes_or_deletes_a_line() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut looked_at = 0;
    for path in sources(&src).into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "rs")) {
        let text = std::fs::read_to_string(&path).unwrap().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        looked_at += 1;
        for statement in ["update audit", "delete from audit", "drop table audit", "truncate audit", "replace into audit"] {
            assert!(!text.contains(statement), "{statement} in {}", path.display());
        }
        if text.contains("into audit") || text.contains("from audit") {
            assert!(path.ends_with("store/audit.rs"), "{}", path.display());
        }
    }
    assert!(looked_at > 100, "{looked_at}");
}
