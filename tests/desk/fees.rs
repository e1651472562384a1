//! 手数料設定 at the import, in the preview, and by hand: what is billed, what NP is told, and what never moves.

use crate::harness::{Order, SHOP, SP_CODE, TestDesk, csv, shift_jis, shop};
use crate::shop_settings::change;
use atobarai_desk::api::AppError;
use atobarai_desk::api::acts::RunRowState;
use atobarai_desk::api::files::{ImportOutcome, ImportReport};
use atobarai_desk::api::orders::Desk as DeskPage;
use atobarai_desk::api::shops::FeePreview;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::fee::{FeeForm, FeeMode, FeeRow, FeeStep, fee_of};
use atobarai_desk::domain::lamp::{Credit, Shipment};
use atobarai_desk::domain::shop::ShopForm;
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::secrets::SpCode;
use serde_json::{Value, json};

const fn row(from: i64, to: i64, fee: i64) -> FeeRow {
    FeeRow { from, to, fee }
}

fn form(mode: FeeMode, rows: &[FeeRow]) -> FeeForm {
    FeeForm { mode, rows: rows.to_vec() }
}

async fn set_rule(desk: &TestDesk, mode: FeeMode, rows: &[FeeRow]) {
    let fee = form(mode, rows);
    change(desk, |form| ShopForm { fee, ..form }).await.unwrap();
}

fn file(orders: &[Order]) -> Vec<u8> {
    shift_jis(&csv(orders))
}

/// What the report says about the fee and the bill of each order.
fn told(report: &ImportReport) -> Vec<(Option<(i64, i64)>, &str)> {
    let fee = |step: FeeStep| (step.before.0, step.after.0);
    report.rows.iter().map(|row| (row.fee.map(fee), row.billed_amount.as_str())).collect()
}

/// The fee among the lines, and the bill.
async fn billed(desk: &TestDesk, number: &str) -> (i64, i64) {
    let contents = desk.sheet(number).await.contents;
    assert_eq!(contents.lines_total(), Some(contents.billed_amount), "{number}");
    assert_eq!(desk.order(number).await.billed_amount, contents.billed_amount);
    (fee_of(&contents).0, contents.billed_amount.0)
}

/// 5,850 yen before the fee; 330 yen are charged by the cart, or nothing.
fn three() -> [Order; 3] {
    [Order::new("A-1"), Order::new("A-2").cell("手数料", "0"), Order::new("A-3").cell("支払方法", "クレジットカード")]
}

#[tokio::test]
async fn each_mode_does_at_the_import_what_the_preview_said() {
    for (mode, with_fee, without) in [
        (FeeMode::Leave, (None, "6,180"), (None, "5,850")),
        (FeeMode::Replace, (Some((330, 205)), "6,055"), (Some((0, 205)), "6,055")),
        (FeeMode::Add, (Some((330, 535)), "6,385"), (Some((0, 205)), "6,055")),
    ] {
        let desk = TestDesk::start().await;
        set_rule(&desk, mode, &[row(1, 5_849, 999), row(5_850, 5_850, 205), row(5_851, 999_999, 999)]).await;
        let expected = [with_fee, without, (None, "6,180")];
        let preview = desk.import_file(&file(&three()), false).await.unwrap();
        assert_eq!(told(&preview), expected, "{mode:?}");
        let done = desk.import_file(&file(&three()), true).await.unwrap();
        assert_eq!(told(&done), expected, "{mode:?}");
        for (number, (fee, amount)) in ["A-1", "A-2", "A-3"].into_iter().zip(expected) {
            let charged = fee.map_or(if number == "A-2" { 0 } else { 330 }, |(_, after)| after);
            assert_eq!(billed(&desk, number).await, (charged, amount.replace(',', "").parse().unwrap()), "{mode:?} {number}");
            let titles: Vec<String> = desk.sheet(number).await.timeline.into_iter().map(|entry| entry.title).collect();
            let note = fee.map(|(before, after)| format!("手数料設定を適用（手数料 {before}円 → {after}円、請求額 {amount}円）"));
            assert_eq!(titles, note.into_iter().collect::<Vec<_>>(), "{mode:?} {number}");
        }
        assert_eq!(desk.done("A-1", ActKind::Register).await.standing.lamps.credit, Credit::Ok, "NP takes lines and bill for equal");
        let bill = with_fee.1.replace(',', "").parse::<u32>().unwrap();
        assert_eq!(desk.np.only("A-1").billed_amount, bill);
    }
}

#[tokio::test]
async fn the_same_file_again_is_no_change_and_another_rule_recomputes_nothing() {
    let desk = TestDesk::start().await;
    set_rule(&desk, FeeMode::Replace, &[row(1, 999_999, 205)]).await;
    desk.import(&three()).await;
    for rows in [&[row(1, 999_999, 205)], &[row(1, 999_999, 550)]] {
        set_rule(&desk, FeeMode::Add, rows).await;
        let again = desk.import_file(&file(&three()), true).await.unwrap();
        assert_eq!(again.count(ImportOutcome::Unchanged), 3, "{again:#?}");
        assert!(again.rows.iter().all(|row| row.fee.is_none()), "nothing is said to change");
        assert_eq!(billed(&desk, "A-1").await, (205, 6_055));
    }
    let changed = Order::new("A-1").cell("備考", "急ぎ");
    let report = desk.import_file(&file(&[changed]), true).await.unwrap();
    assert_eq!((report.rows[0].outcome, report.rows[0].fee), (ImportOutcome::Different, None));
    assert_eq!(billed(&desk, "A-1").await, (205, 6_055));
}

#[tokio::test]
async fn a_rule_with_faults_is_refused_by_the_names_of_its_rows() {
    let desk = TestDesk::start().await;
    set_rule(&desk, FeeMode::Replace, &[row(1, 999_999, 205)]).await;
    for (rows, sentence) in [
        (&[row(1, 2_000, 205), row(1_000, 5_000, 0)], "1行目と2行目の範囲が重なっています（1,000円〜2,000円）。"),
        (&[row(1, 999, 205), row(2_000, 5_000, 0)], "1行目と2行目の間に、手数料の決まらない金額があります（1,000円〜1,999円）。"),
    ] {
        let fee = form(FeeMode::Add, rows);
        let typed = fee.clone();
        let error = change(&desk, |form| ShopForm { fee, ..form }).await.unwrap_err();
        assert_eq!(error, AppError::BadInput(sentence.to_owned()));
        assert_eq!(preview(&desk, &typed).await.unwrap_err(), AppError::BadInput(sentence.to_owned()));
    }
    let stored = crate::shop_settings::settings(&desk, SHOP).await.form.fee;
    assert_eq!(stored, form(FeeMode::Replace, &[row(1, 999_999, 205)]));
}

async fn preview(desk: &TestDesk, fee: &FeeForm) -> Result<Vec<FeePreview>, AppError> {
    desk.browser.call("preview_fee", json!({ "shop": SHOP, "fee": fee })).await
}

#[tokio::test]
async fn the_preview_shows_the_last_twenty_as_if_they_were_imported_now() {
    let desk = TestDesk::start().await;
    save_shop(desk.state(), shop("second", "二号店"), &SpCode::new(SP_CODE)).await.unwrap();
    desk.browser.import("second", &file(&[Order::new("B-1")]), true).await.unwrap();
    let old: Vec<Order> =
        (0..25).map(|nth| Order::new(&format!("O-{nth:02}")).cell("受注日", &format!("2026/11/01 10:{nth:02}:00"))).collect();
    desk.import(&old).await;
    set_rule(&desk, FeeMode::Add, &[row(1, 999_999, 100)]).await;
    desk.import(&three()).await;
    let before = desk.page().await;

    let shown = preview(&desk, &form(FeeMode::Add, &[row(1, 5_849, 0), row(5_850, 9_999, 205)])).await.unwrap();
    let numbers: Vec<&str> = shown.iter().map(|order| order.order_number.as_str()).collect();
    assert_eq!((shown.len(), numbers[0], numbers[1], numbers[2], numbers[19]), (20, "A-2", "A-1", "O-24", "O-07"), "NP's, newest first");
    let amounts = |order: &FeePreview| [order.billed_now, order.fee_now, order.fee_then, order.billed_then].map(|yen| yen.0);
    assert_eq!(amounts(&shown[0]), [5_950, 100, 205, 6_055], "an earlier rule is taken back first");
    assert_eq!(amounts(&shown[1]), [6_280, 430, 535, 6_385]);
    assert_eq!((amounts(&shown[2]), shown[2].is_covered), ([6_180, 330, 535, 6_385], true));
    let outside = preview(&desk, &form(FeeMode::Replace, &[row(1, 100, 205)])).await.unwrap();
    assert_eq!((amounts(&outside[2]), outside[2].is_covered), ([6_180, 330, 330, 6_180], false));
    assert_eq!(desk.page().await, before, "a preview changes nothing");
}

/// What became of the order.
async fn by_hand(desk: &TestDesk, number: &str, fee_amount: i64) -> (RunRowState, String) {
    let id = desk.order(number).await.id;
    let report = crate::panel::run(desk, json!({ "fee": fee_amount }), &[id]).await;
    (report.rows[0].state, report.rows[0].text.clone())
}

#[tokio::test]
async fn a_fee_by_hand_moves_lines_and_bill_and_stands_in_the_timeline() {
    let desk = TestDesk::start().await;
    desk.import(&three()).await;
    let seen = desk.order("A-1").await;
    assert_eq!(by_hand(&desk, "A-1", 205).await.0, RunRowState::Done);
    assert_eq!(billed(&desk, "A-1").await, (205, 6_055));
    let row = desk.order("A-1").await;
    assert_eq!(
        (row.version, row.contents_version, row.standing.lamps.unsent),
        (seen.version + 1, seen.contents_version + 1, false),
        "NP has not seen it yet"
    );
    assert_eq!(desk.sheet("A-1").await.timeline[0].title, "手数料を入力（手数料 330円 → 205円、請求額 6,055円）");
    let again = (RunRowState::LeftOut, "すでにこの内容のため、変更はありません。".to_owned());
    assert_eq!(by_hand(&desk, "A-1", 205).await, again);
    assert_eq!(desk.order("A-1").await.version, row.version, "the same fee again is no change");
    by_hand(&desk, "A-2", 500).await;
    by_hand(&desk, "A-2", 0).await;
    assert_eq!(billed(&desk, "A-2").await, (0, 5_850));

    assert_eq!(desk.done("A-1", ActKind::Register).await.standing.lamps.credit, Credit::Ok);
    by_hand(&desk, "A-1", 330).await;
    assert!(desk.order("A-1").await.standing.lamps.unsent, "NP has other contents");
    desk.done("A-1", ActKind::Update).await;
    assert_eq!((desk.np.only("A-1").billed_amount, desk.order("A-1").await.standing.lamps.unsent), (6_180, false));
}

#[tokio::test]
async fn a_fee_by_hand_is_marked_where_np_has_or_refused_another() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【エラーE0100053】")).await;
    let is_marked = async || desk.order("A-1").await.standing.lamps.unsent;
    desk.done("A-1", ActKind::Register).await;
    let (refused, _) = billed(&desk, "A-1").await;
    by_hand(&desk, "A-1", refused + 500).await;
    assert!(is_marked().await, "what was refused is another by now");
    by_hand(&desk, "A-1", refused).await;
    assert!(!is_marked().await, "it is what was refused once more");
}

#[tokio::test]
async fn a_parcel_is_not_reported_while_np_has_another_bill() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    let (fee, bill) = billed(&desk, "A-1").await;
    by_hand(&desk, "A-1", fee + 500).await;
    let unsent = AppError::Refused("修正した内容がNPに送られていません。先に与信内容変更を送ってください。".to_owned());
    assert_eq!(desk.press("A-1", ActKind::ReportShipment).await.unwrap_err(), unsent);
    let found = async || {
        let desk: DeskPage = desk.browser.call("desk", json!({ "view": "unsent=1" })).await.unwrap();
        desk.page.rows.len()
    };
    assert_eq!(found().await, 1);
    desk.done("A-1", ActKind::Update).await;
    assert_eq!(found().await, 0);
    assert_eq!(desk.done("A-1", ActKind::ReportShipment).await.standing.lamps.shipment, Shipment::Synced);
    assert_eq!(i64::from(desk.np.only("A-1").billed_amount), bill + 500);
}

#[tokio::test]
async fn a_fee_by_hand_is_refused_where_the_order_may_not_be_edited() {
    let desk = TestDesk::start().await;
    desk.import(&three()).await;
    let sentence = async |number: &str, fee_amount: i64| {
        let before = desk.order(number).await;
        let (state, told) = by_hand(&desk, number, fee_amount).await;
        assert_eq!((state, desk.order(number).await), (RunRowState::LeftOut, before));
        told
    };
    assert_eq!(sentence("A-3", 205).await, "お支払い方法がNP後払いではない受注です。");
    for wrong in [-1, 1_000_000] {
        let arguments = json!({ "action": { "fee": wrong }, "order_ids": [desk.order("A-1").await.id] });
        let sentence = AppError::BadInput("手数料は0円から999,999円までの整数で入力してください。".to_owned());
        assert_eq!(desk.browser.call::<i64>("start_run", arguments).await.unwrap_err(), sentence);
    }
    let told = sentence("A-1", 999_999).await;
    assert_eq!(told, "手数料を999,999円にすると、請求額（いま6,180円）が1円から999,999円までに収まりません。");
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    desk.done("A-1", ActKind::ReportShipment).await;
    assert_eq!(sentence("A-1", 205).await, "伝票番号同期が済んだ受注は変更できません。");
    let mut tx = desk.state().store.begin().await.unwrap();
    sqlx::query("UPDATE shops SET paused_because = 'テスト'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    desk.press("A-2", ActKind::Register).await.unwrap();
    assert_eq!(sentence("A-2", 205).await, "この受注は別の処理が進行中です。終わるまでお待ちください。");
}

#[tokio::test]
async fn the_mark_of_the_mall_and_the_rules_step_are_kept_with_the_order() {
    let desk = TestDesk::start().await;
    set_rule(&desk, FeeMode::Replace, &[row(1, 999_999, 330)]).await;
    desk.import(&three()).await;
    let mut conn = desk.state().store.read().await.unwrap();
    let kept: Vec<(i64, Option<i64>, Option<i64>)> =
        sqlx::query_as("SELECT mall_fee, fee_before, fee_after FROM orders ORDER BY order_number").fetch_all(&mut *conn).await.unwrap();
    assert_eq!(kept, [(0, Some(330), Some(330)), (0, Some(0), Some(330)), (0, None, None)]);
    drop(conn);
    assert_eq!(desk.sheet("A-1").await.timeline, [], "the fee was right already");
    // A mall that charges the fee itself: 加算する adds nothing on top of it.
    let mut tx = desk.state().store.begin().await.unwrap();
    sqlx::query("UPDATE orders SET mall_fee = 1").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let shown = preview(&desk, &form(FeeMode::Add, &[row(1, 999_999, 205)])).await.unwrap();
    let fees: Vec<Value> = shown.iter().map(|order| json!([order.fee_now, order.fee_then])).collect();
    assert_eq!(fees, [json!([330, 0]), json!([330, 330])], "A-2 came without one, A-1 with one");
}
