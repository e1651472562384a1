//! Buyers' data: gone after their time, or when one buyer asks; and nothing is blanked that is still needed.

use crate::harness::{Order, TestDesk, csv, database, shift_jis};
use atobarai_desk::api::AppError;
use atobarai_desk::api::files::ImportOutcome;
use atobarai_desk::api::privacy::{Erased, PrivacySettings};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::server::clock;
use atobarai_desk::server::privacy::retention;
use atobarai_desk::server::store::copy::COPIED;
use atobarai_desk::simulator::Faults;
use serde_json::{Value, json};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Everything about the buyer of [`marked`], and of whom the parcel goes to.
const TRACES: [&str; 10] =
    ["対象子", "ショウキョ", "0901112", "taisho@example.jp", "白金台", "先美", "オクリサキ", "0312344", "三鷹市", "玄関先に置いて"];

/// An order whose every personal word is found again wherever it is kept.
pub fn marked(number: &str) -> Order {
    Order::new(number)
        .cell("受注名", "消去　対象子")
        .cell("受注名カナ", "ショウキョ　タイショウコ")
        .cell("受注電話番号", "09011122223")
        .cell("受注メールアドレス", "taisho@example.jp")
        .cell("受注郵便番号", "108-0071")
        .cell("受注住所１", "東京都港区白金台９－９－９")
        .cell("発送先名", "贈答　先美")
        .cell("発送先カナ", "オクリサキ")
        .cell("発送電話番号", "0312344321")
        .cell("発送郵便番号", "181-0001")
        .cell("発送先住所１", "東京都三鷹市井の頭１－１")
        .cell("備考", "玄関先に置いてください")
}

async fn save_days(desk: &TestDesk, days: i64) -> Result<PrivacySettings, AppError> {
    desk.browser.call("save_retention", json!({ "keep_days": days })).await
}

/// Makes an order's end so many days old.
async fn ended(desk: &TestDesk, number: &str, days: i64) {
    let mut tx = desk.state().store.begin().await.unwrap();
    let changed = sqlx::query("UPDATE orders SET concluded_at = $2 WHERE order_number = $1 AND concluded_at IS NOT NULL")
        .bind(number.to_owned())
        .bind(clock::now_ms() - days * DAY_MS)
        .execute(&mut *tx)
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 1, "{number} has not come to its end");
    tx.commit().await.unwrap();
}

async fn paid(desk: &TestDesk, number: &str) {
    desk.done(number, ActKind::Register).await;
    desk.slip(number, "1234-5678-9012").await.unwrap();
    desk.done(number, ActKind::ReportShipment).await;
    desk.np.simulator.mark_paid(&desk.np.only(number).np_transaction_id).unwrap();
    desk.done(number, ActKind::CheckPayment).await;
}

/// What the tables say, row by row.
pub async fn tables(desk: &TestDesk) -> String {
    let mut all = Vec::new();
    for table in COPIED {
        all.push(format!("{:?}", database::rows(&desk.config.database_url, table).await));
    }
    all.concat()
}

pub fn traces(text: &str) -> Vec<&'static str> {
    TRACES.into_iter().filter(|trace| text.contains(trace)).collect()
}

#[tokio::test]
async fn after_its_time_an_order_keeps_amounts_and_codes_and_nothing_about_its_buyer() {
    let desk = TestDesk::start().await;
    // The first try to import it is complained about, in words of the file.
    let broken = marked("A-1").cell("日付指定", "消去　対象子");
    desk.import_file(&shift_jis(&csv(&[broken])), true).await.unwrap();
    let file = shift_jis(&csv(&[marked("A-1"), Order::new("B-1")]));
    desk.import_file(&file, true).await.unwrap();
    paid(&desk, "A-1").await;
    let before = desk.sheet("A-1").await;
    assert_eq!(traces(&tables(&desk).await).len(), TRACES.len(), "everything is there to be found");

    save_days(&desk, 30).await.unwrap();
    ended(&desk, "A-1", 29).await;
    retention::erase_due(desk.state()).await.unwrap();
    assert_eq!(desk.sheet("A-1").await.contents, before.contents, "not yet");
    ended(&desk, "A-1", 31).await;
    retention::erase_due(desk.state()).await.unwrap();

    assert_eq!(traces(&tables(&desk).await), [""; 0]);
    let bytes = database::bytes(&desk.config.database_url, &desk.folder).await;
    assert_eq!(traces(&String::from_utf8_lossy(&bytes)), [""; 0], "nor in any free page");
    let sheet = desk.sheet("A-1").await;
    assert!(sheet.row.standing.lamps.erased && sheet.row.version > before.row.version);
    assert_eq!(sheet.contents.lines, before.contents.lines);
    assert_eq!((sheet.row.billed_amount, sheet.row.slip_number.clone()), (before.row.billed_amount, before.row.slip_number));
    assert_eq!(
        (sheet.np_transaction_id.clone(), sheet.shop_transaction_id.clone()),
        (before.np_transaction_id, before.shop_transaction_id)
    );
    assert_eq!(sheet.timeline[0].title, "個人情報を消去");
    let sent: Vec<&String> = sheet.timeline.iter().filter_map(|entry| entry.sent.as_ref()).collect();
    assert!(sent.iter().any(|sent| sent.contains("billed_amount")) && sheet.timeline.iter().any(|entry| entry.got.is_some()), "{sent:?}");
    assert!(traces(&serde_json::to_string(&sheet).unwrap_or_default()).is_empty());
    assert_eq!(desk.sheet("B-1").await.contents.buyer.name, "見本　花子", "others keep theirs");

    let report = desk.import_file(&file, true).await.unwrap();
    assert_eq!(report.count(ImportOutcome::Unchanged), 2, "the same file brings nothing back: {report:?}");
    let html = desk.browser.get(&format!("/?open={}", sheet.row.id)).await.text;
    assert!(html.contains("個人情報は消去済み") && !html.contains("id=\"buyer-name\""), "{html}");
}

#[tokio::test]
async fn what_needs_the_buyers_data_is_refused_with_a_sentence_and_the_rest_works() {
    let desk = TestDesk::with_order(marked("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.done("A-1", ActKind::Cancel).await;
    save_days(&desk, 30).await.unwrap();
    ended(&desk, "A-1", 31).await;
    retention::erase_due(desk.state()).await.unwrap();
    let row = desk.order("A-1").await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.buttons()), (Credit::Cancelled, vec![]));
    let sentence = "個人情報は消去済みのため、この受注の内容は変更も送信もできません。";
    assert_eq!(desk.press("A-1", ActKind::Register).await.unwrap_err(), AppError::Refused(sentence.to_owned()));
    let sheet = desk.sheet("A-1").await;
    let save = json!({ "order_id": row.id, "contents_version": row.contents_version, "contents": sheet.contents, "resend": true });
    assert_eq!(desk.browser.call::<()>("save_contents", save).await.unwrap_err(), AppError::Refused(sentence.to_owned()));
    let run: i64 = desk.browser.call("start_run", json!({ "action": "register", "order_ids": [row.id] })).await.unwrap();
    let report = async || desk.browser.ask::<Value>("run", &[("run_id", &run.to_string())]).await.unwrap();
    crate::harness::until("the run is over", async || report().await["summary"]["open"] == 0).await;
    assert_eq!(report().await["rows"][0]["text"], sentence);
}

#[tokio::test]
async fn what_is_still_needed_is_never_blanked() {
    let desk = TestDesk::start().await;
    desk.import(&["open", "held", "shipped", "again"].map(Order::new)).await;
    save_days(&desk, 30).await.unwrap();
    // Cancelled, then asked for once more: it is alive again.
    desk.done("again", ActKind::Register).await;
    desk.done("again", ActKind::Cancel).await;
    ended(&desk, "again", 31).await;
    desk.done("again", ActKind::Register).await;
    desk.done("shipped", ActKind::Register).await;
    // Its end is old, and a question about it is on its way.
    desk.done("open", ActKind::Register).await;
    desk.done("open", ActKind::Cancel).await;
    ended(&desk, "open", 31).await;
    desk.np.faults(Faults { delay: 1.0, delay_ms: 1_500, ..Faults::default() });
    desk.press("open", ActKind::Register).await.unwrap();
    retention::erase_due(desk.state()).await.unwrap();
    for number in ["open", "held", "shipped", "again"] {
        assert_eq!(desk.sheet(number).await.contents.buyer.name, "見本　花子", "{number}");
    }
}

#[tokio::test]
async fn the_setting_is_checked_and_a_start_goes_on_with_it() {
    let mut desk = TestDesk::start().await;
    let orders: Vec<Order> = (0..120).map(|nth| marked(&format!("A-{nth}"))).collect();
    desk.import(&orders).await;
    for wrong in [-1, 1, 29, 3_651, i64::MAX] {
        assert!(matches!(save_days(&desk, wrong).await, Err(AppError::BadInput(_))), "{wrong}");
    }
    let mut tx = desk.state().store.begin().await.unwrap();
    let long_ago = clock::now_ms() - 100 * DAY_MS;
    sqlx::query("UPDATE orders SET credit = 'cancelled', lane = 'rest', concluded_at = $1").bind(long_ago).execute(&mut *tx).await.unwrap();
    sqlx::query("UPDATE order_weeks SET lane = 'rest'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    retention::erase_due(desk.state()).await.unwrap();
    assert_eq!(desk.order("A-1").await.buyer_name, "消去　対象子", "nothing goes unless somebody says so");
    let saved = save_days(&desk, 90).await.unwrap();
    assert_eq!((saved.keep_days, saved.concluded, saved.erased), (90, 120, 0));
    desk.stop().await;
    desk.start_again().await;
    let (_, _, settings): (Value, Value, PrivacySettings) = desk.browser.call("privacy", json!({})).await.unwrap();
    assert_eq!(settings.keep_days, 90);
    let gone = async || desk.browser.call::<(Value, Value, PrivacySettings)>("privacy", json!({})).await.unwrap().2.erased == 120;
    crate::harness::until("all are blanked", gone).await;
    let history = database::rows(&desk.config.database_url, "audit").await;
    let whats: Vec<&String> = history.iter().map(|line| &line["what"]).collect();
    assert!(whats.iter().any(|what| what.contains("個人情報の保存期間を変更（消去しない → 90日）")), "{whats:?}");
    assert!(whats.iter().any(|what| what.contains("保存期間を過ぎた個人情報を消去（受注 50件）")), "{whats:?}");
}

#[tokio::test]
async fn the_page_is_painted_by_the_server() {
    let desk = TestDesk::start().await;
    save_days(&desk, 365).await.unwrap();
    let html = desk.browser.get("/settings/privacy").await.text;
    for words in ["保存期間", "value=\"365\"", "365日を過ぎた受注", "購入者1人のデータ", "aria-current=\"page\">個人情報"]
    {
        assert!(html.contains(words), "{words} in {html}");
    }
}

#[tokio::test]
async fn a_backup_holds_what_was_blanked_as_blank() {
    let mut desk = TestDesk::with_order(marked("A-1")).await;
    let id = desk.order("A-1").await.id;
    let query = json!({ "name": "", "tel": "09011122223", "email": "" });
    let _: Erased = desk.browser.call("erase_buyer", json!({ "query": query, "order_ids": [id] })).await.unwrap();
    let file = desk.backup("a.backup").await;
    assert_eq!(traces(&String::from_utf8_lossy(&std::fs::read(&file).unwrap())), [""; 0]);
    desk.restored_from(&file).await;
    assert!(desk.order("A-1").await.standing.lamps.erased);
}
