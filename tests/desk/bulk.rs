//! Bulk actions: one line per row, left-outs named, answers settled by id.

use crate::harness::{Order, TestDesk, until};
use atobarai_desk::api::AppError;
use atobarai_desk::api::acts::{RUN_LIMIT, RunPreview, RunReport, RunRowState, RunSummary};
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::domain::reason::Code;
use atobarai_desk::simulator::{Faults, State};
use serde_json::{Value, json};
use std::collections::HashMap;

async fn ids(desk: &TestDesk, orders: &[Order]) -> Vec<i64> {
    let page: atobarai_desk::api::row::Page = desk.browser.call("page", json!({ "view": "", "offset": 0 })).await.unwrap();
    let by_number: HashMap<String, i64> = page.rows.into_iter().map(|row| (row.order_number, row.id)).collect();
    orders.iter().map(|order| by_number[&order.number]).collect()
}

async fn run(desk: &TestDesk, kind: ActKind, order_ids: &[i64]) -> RunReport {
    let run: i64 = desk.browser.call("start_run", json!({ "action": kind, "order_ids": order_ids })).await.unwrap();
    let fields = [("run_id", run.to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    until("the run has ended", async || desk.browser.ask::<RunReport>("run", &fields).await.unwrap().summary.open == 0).await;
    desk.browser.ask("run", &fields).await.unwrap()
}

/// Sixty orders of every kind, by the number's first letter.
fn mixed() -> Vec<Order> {
    let of = |letter: char, count: u32| (0..count).map(move |nth| Order::new(&format!("{letter}-{nth:02}")));
    let mut orders: Vec<Order> = of('O', 36).collect();
    orders.extend(of('H', 6).map(Order::without_house_number));
    orders.extend(of('N', 5).map(|order| order.marked("【NG001】")));
    orders.extend(of('E', 4).map(|order| order.marked("【エラーE0100059】")));
    orders.extend(of('P', 4).map(|order| order.cell("受注電話番号", "090-1")));
    orders.extend(of('C', 5).map(|order| order.cell("支払方法", "クレジットカード")));
    orders
}

#[tokio::test]
async fn a_run_over_sixty_mixed_orders_has_a_line_for_each_and_names_what_it_left_out() {
    let desk = TestDesk::start().await;
    let orders = mixed();
    assert_eq!(orders.len(), 60);
    desk.import(&orders).await;
    let order_ids = ids(&desk, &orders).await;
    let preview: RunPreview =
        desk.browser.call("preview_run", json!({ "action": ActKind::Register, "order_ids": order_ids })).await.unwrap();
    assert_eq!(preview.left_out, [("お支払い方法がNP後払いではない受注です。".to_owned(), 5)]);
    assert_eq!(preview.will_send, 55);
    // The same among so many others that they are looked at in several goes.
    let unknown: Vec<i64> = (1_000_000..1_001_500).collect();
    let among = [&order_ids[..30], &unknown, &order_ids[30..]].concat();
    let wide: RunPreview = desk.browser.call("preview_run", json!({ "action": ActKind::Register, "order_ids": among })).await.unwrap();
    assert_eq!((wide.will_send, &wide.concerns), (55, &preview.concerns));
    assert_eq!(wide.left_out.iter().map(|(_, orders)| orders).sum::<i64>(), 1_505);

    let report = run(&desk, ActKind::Register, &order_ids).await;
    let labels: Vec<&str> = report.rows.iter().map(|row| row.label.as_str()).collect();
    let mut expected: Vec<&str> = orders.iter().map(|order| order.number.as_str()).collect();
    expected.sort_by_key(|label| match label.as_bytes()[0] {
        b'E' | b'P' => 0,
        b'H' | b'N' => 1,
        _ => 2,
    });
    assert_eq!(labels, expected, "what somebody has to look at first, else in the order of the ticked rows");
    for row in &report.rows {
        let (state, text) = match row.label.chars().next().unwrap() {
            'O' => (RunRowState::Done, "与信OK"),
            'H' => (RunRowState::Attention, "保留"),
            'N' => (RunRowState::Attention, "与信NG"),
            'E' => (RunRowState::Failed, "エラー"),
            'P' => (RunRowState::Failed, "NPには送っていません"),
            _ => (RunRowState::LeftOut, "お支払い方法がNP後払いではない受注です。"),
        };
        assert_eq!(row.state, state, "{row:?}");
        assert!(row.text.contains(text), "{row:?}");
    }
    let RunSummary { total, open, done, attention, failed, left_out, started_by, kind, .. } = report.summary;
    assert_eq!((total, open, done, attention, failed, left_out), (60, 0, 36, 11, 8, 5));
    assert_eq!((started_by.as_str(), kind.as_str()), ("tester", "register"));
    assert_eq!(desk.np.ledger().len(), 47, "one transaction for each that NP took");
    assert!(desk.np.ledger().iter().all(|transaction| transaction.calls.register == 1 && transaction.overlaps == 0));
    assert!(desk.np.bodies("POST /v1/transactions").len() < 47, "they travel in batches");
}

#[tokio::test]
async fn a_batch_with_partial_success_is_settled_by_id_whatever_its_order() {
    let desk = TestDesk::start().await;
    desk.np.faults(Faults { shuffle: 1.0, ..Faults::default() });
    let kinds = [
        ("", Credit::Ok, None),
        ("【保留RE021】", Credit::Hold, Some("RE021")),
        ("【エラーE0100083】", Credit::Error, Some("E0100083")),
        ("【NG002】", Credit::Ng, Some("NG002")),
    ];
    let orders: Vec<Order> = (0..24).map(|nth| Order::new(&format!("A-{nth:02}")).marked(kinds[nth % 4].0)).collect();
    desk.import(&orders).await;
    run(&desk, ActKind::Register, &ids(&desk, &orders).await).await;
    assert_eq!(desk.np.bodies("POST /v1/transactions").len(), 1, "one call for all of them");
    for ((_, credit, code), order) in kinds.iter().cycle().zip(&orders) {
        let sheet = desk.sheet(&order.number).await;
        let told = sheet.row.standing.reasons.first().map(Code::as_str);
        assert_eq!((sheet.row.standing.lamps.credit, told), (*credit, *code), "{}", order.number);
        let at_np = desk.np.of(&order.number).pop().map(|transaction| transaction.np_transaction_id);
        assert_eq!(sheet.np_transaction_id, at_np, "{}", order.number);
    }
}

#[tokio::test]
async fn slips_are_reported_in_bulk_and_rows_that_cannot_be_are_named() {
    let desk = TestDesk::start().await;
    let orders: Vec<Order> = (1..=4).map(|nth| Order::new(&format!("A-{nth}"))).collect();
    desk.import(&orders).await;
    let order_ids = ids(&desk, &orders).await;
    run(&desk, ActKind::Register, &order_ids).await;
    desk.slip("A-1", "1111-1111-1111").await.unwrap();
    desk.parcel("A-2", "2222-2222-2222", "みほん便").await.unwrap();
    desk.parcel("A-3", "3333-3333-3333", "佐川急便").await.unwrap();
    let preview: RunPreview =
        desk.browser.call("preview_run", json!({ "action": ActKind::ReportShipment, "order_ids": order_ids })).await.unwrap();
    assert_eq!((preview.will_send, preview.left_out.len()), (2, 2), "{preview:?}");

    let report = run(&desk, ActKind::ReportShipment, &order_ids).await;
    let states: Vec<RunRowState> = report.rows.iter().map(|row| row.state).collect();
    assert_eq!(states, [RunRowState::Done, RunRowState::LeftOut, RunRowState::Done, RunRowState::LeftOut]);
    assert!(report.rows[1].text.contains("「みほん便」") && report.rows[3].text.contains("伝票番号が入力されていません"), "{report:#?}");
    let slips: Vec<Option<String>> = (1..=4).map(|nth| desk.np.only(&format!("A-{nth}")).slip_no).collect();
    assert_eq!(slips, [Some("1111-1111-1111".to_owned()), None, Some("3333-3333-3333".to_owned()), None]);
    assert_eq!(desk.np.only("A-3").carrier.as_deref(), Some("50000"));
}

#[tokio::test]
async fn an_order_ticked_twice_or_gone_does_no_harm() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let id = desk.order("A-1").await.id;
    let report = run(&desk, ActKind::Register, &[id, id, 4711]).await;
    let states: Vec<RunRowState> = report.rows.iter().map(|row| row.state).collect();
    assert_eq!(states, [RunRowState::Done, RunRowState::LeftOut]);
    assert!(report.rows[1].text.contains("見つかりません"), "{report:#?}");
    assert_eq!((desk.np.only("A-1").state, desk.np.only("A-1").calls.register), (State::Ok, 1));
}

#[tokio::test]
async fn a_run_over_nothing_or_over_too_much_is_refused() {
    let desk = TestDesk::start().await;
    for (order_ids, sentence) in [
        (Vec::new(), "注文にチェックを付けてください。".to_owned()),
        ((0..=RUN_LIMIT).collect::<Vec<usize>>(), format!("一度に処理できるのは{RUN_LIMIT}件までです。")),
    ] {
        let arguments = json!({ "action": ActKind::Register, "order_ids": order_ids });
        let error = desk.browser.call::<i64>("start_run", arguments.clone()).await.unwrap_err();
        assert_eq!(error, AppError::BadInput(sentence.clone()));
        assert_eq!(desk.browser.call::<RunPreview>("preview_run", arguments).await.unwrap_err(), AppError::BadInput(sentence));
    }
    assert_eq!(desk.browser.ask::<Vec<RunSummary>>("runs", &[]).await.unwrap(), []);
}

#[tokio::test]
async fn a_press_overtakes_a_run_that_is_under_way() {
    let desk = TestDesk::with(crate::harness::Np::start().await, |config| {
        config.batch_size = 1;
        config.concurrency = 1;
    })
    .await;
    let orders: Vec<Order> = (0..30).map(|nth| Order::new(&format!("A-{nth:02}"))).chain([Order::new("Z-1")]).collect();
    desk.import(&orders).await;
    let order_ids = ids(&desk, &orders[..30]).await;
    let _: i64 = desk.browser.call("start_run", json!({ "action": ActKind::Register, "order_ids": order_ids })).await.unwrap();
    desk.wait_until("A-29", "the run is recorded", |row: &OrderRow| row.standing.lamps.credit != Credit::None).await;
    desk.press("Z-1", ActKind::Register).await.unwrap();
    desk.wait_until("A-29", "the run ends", |row| row.standing.lamps.credit == Credit::Ok).await;
    let sent: Vec<Value> = desk.np.bodies("POST /v1/transactions").iter().map(|body| serde_json::from_str(body).unwrap()).collect();
    let place = |number: &str| sent.iter().position(|body| body["transactions"][0]["shop_transaction_id"] == number).unwrap();
    assert!(place("Z-1") < place("A-29"), "{} of {}", place("Z-1"), sent.len());
}

#[tokio::test]
async fn everything_a_view_shows_can_be_selected_not_only_what_is_loaded() {
    let desk = TestDesk::start().await;
    let orders: Vec<Order> = (0..230).map(|nth| Order::new(&format!("A-{nth:03}"))).collect();
    desk.import(&orders).await;
    desk.import(&[Order::new("B-1").cell("支払方法", "銀行振込")]).await;
    desk.done("A-007", ActKind::Register).await;
    let keys = async |view: serde_json::Value| -> Vec<i64> { desk.browser.call("keys", json!({ "view": view })).await.unwrap() };
    let before = keys(json!("lane=before")).await;
    let found = keys(json!("shop=main&q=A-00")).await;
    let nowhere = keys(json!("shop=other")).await;
    assert_eq!((before.len(), found.len(), nowhere.len()), (229, 10, 0));
    assert!(!before.contains(&desk.order("A-007").await.id));
    let report = run(&desk, ActKind::Register, &before).await;
    assert_eq!((report.summary.done, report.summary.left_out), (229, 0));
}
