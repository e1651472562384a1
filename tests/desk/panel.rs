//! What 処理パネル changes in orders: each edit is checked, previewed, done and told; nothing is changed in silence.

use crate::harness::{Order, TestDesk, USER, until};
use atobarai_desk::api::AppError;
use atobarai_desk::api::acts::{ConcernKind, RunPreview, RunReport, RunRowState};
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::{Credit, Shipment};
use atobarai_desk::server::clock;
use atobarai_desk::server::store::{erasure, order_state};
use serde_json::{Value, json};

/// Runs an action to its end.
pub async fn run(desk: &TestDesk, action: Value, order_ids: &[i64]) -> RunReport {
    let run: i64 = desk.browser.call("start_run", json!({ "action": action, "order_ids": order_ids })).await.unwrap();
    report(desk, run).await
}

pub async fn report(desk: &TestDesk, run: i64) -> RunReport {
    let id = run.to_string();
    until("the run has ended", async || desk.browser.ask::<RunReport>("run", &[("run_id", &id)]).await.unwrap().summary.open == 0).await;
    desk.browser.ask("run", &[("run_id", &id)]).await.unwrap()
}

pub async fn preview(desk: &TestDesk, action: &Value, order_ids: &[i64]) -> RunPreview {
    desk.browser.call("preview_run", json!({ "action": action, "order_ids": order_ids })).await.unwrap()
}

pub async fn desk_with(orders: Vec<Order>) -> (TestDesk, Vec<i64>) {
    let desk = TestDesk::start().await;
    desk.import(&orders).await;
    let mut ids = Vec::new();
    for order in &orders {
        ids.push(desk.order(&order.number).await.id);
    }
    (desk, ids)
}

pub fn told(report: &RunReport) -> Vec<(&str, RunRowState, &str)> {
    report.rows.iter().map(|row| (row.label.as_str(), row.state, row.text.as_str())).collect()
}

/// What of a row is looked at.
type Shown = fn(&OrderRow) -> String;

const NOTHING: &str = "すでにこの内容のため、変更はありません。";

pub fn concerns(preview: &RunPreview) -> Vec<(ConcernKind, Vec<i64>)> {
    preview.concerns.iter().map(|concern| (concern.kind, concern.order_ids.clone())).collect()
}

#[tokio::test]
async fn statuses_labels_and_notes_are_changed_and_stand_in_the_timeline() {
    let (desk, ids) = desk_with(vec![Order::new("A-1"), Order::new("A-2")]).await;
    let old = desk.order("A-1").await.status;
    let changes: [(Value, String, Shown, &str); 6] = [
        (json!({ "status": " 発送準備 " }), format!("受注ステータスを変更（{old} → 発送準備）"), |row| row.status.clone(), "発送準備"),
        (
            json!({ "check_item": { "name": "要連絡", "on": true } }),
            "チェック項目「要連絡」を付けた".to_owned(),
            |row| row.check_items.join("/"),
            "要連絡",
        ),
        (
            json!({ "check_item": { "name": "ギフト", "on": true } }),
            "チェック項目「ギフト」を付けた".to_owned(),
            |row| row.check_items.join("/"),
            "要連絡/ギフト",
        ),
        (
            json!({ "check_item": { "name": "要連絡", "on": false } }),
            "チェック項目「要連絡」を外した".to_owned(),
            |row| row.check_items.join("/"),
            "ギフト",
        ),
        (
            json!({ "text": { "field": "note", "text": "玄関前", "appends": false } }),
            "備考・注意を入力".to_owned(),
            |row| row.note.clone(),
            "玄関前",
        ),
        (
            json!({ "text": { "field": "note", "text": "不在時は連絡", "appends": true } }),
            "備考・注意に追記".to_owned(),
            |row| row.note.clone(),
            "玄関前 不在時は連絡",
        ),
    ];
    for (action, what, of, value) in changes {
        let before = desk.order("A-1").await;
        assert_eq!(
            preview(&desk, &action, &ids).await,
            RunPreview { will_send: 2, left_out: Vec::new(), concerns: Vec::new() },
            "{action}"
        );
        assert_eq!(desk.order("A-1").await, before, "a preview changes nothing");
        let report = run(&desk, action.clone(), &ids).await;
        assert_eq!((report.summary.done, report.summary.failed, report.summary.left_out), (2, 0, 0), "{action}");
        assert_eq!(told(&report), [("A-1", RunRowState::Done, what.as_str()), ("A-2", RunRowState::Done, what.as_str())]);
        let after = desk.order("A-1").await;
        assert_eq!((of(&after).as_str(), after.version), (value, before.version + 1));
        let newest = desk.sheet("A-1").await.timeline[0].clone();
        assert_eq!(newest.title, what);
        if !action.to_string().contains("appends\":true") {
            assert_eq!(preview(&desk, &action, &ids).await.left_out, [(NOTHING.to_owned(), 2)], "{action}");
        }
    }
    assert_eq!(desk.last_line().await.split(' ').next(), Some(USER));
}

#[tokio::test]
async fn days_and_times_are_entered_and_blanked_by_a_half_width_space() {
    let (desk, ids) = desk_with(vec![Order::new("A-1")]).await;
    let set = |field: &str, text: &str| json!({ "text": { "field": field, "text": text, "appends": false } });
    let today = clock::today().to_string();
    let with_slashes = today.replace('-', "/");
    for (field, typed, value, of) in [
        ("deliver_on", with_slashes.as_str(), today.as_str(), (|row| row.deliver_on) as fn(OrderRow) -> String),
        ("shipped_on", &today, &today, |row| row.shipped_on),
        ("deliver_time", "午前中", "午前中", |row| row.deliver_time),
        ("note", "玄関前", "玄関前", |row| row.note),
    ] {
        let action = set(field, typed);
        assert_eq!(concerns(&preview(&desk, &action, &ids).await), [], "nothing is there that could go");
        run(&desk, action, &ids).await;
        assert_eq!(of(desk.order("A-1").await), value);
        assert_eq!(concerns(&preview(&desk, &set(field, " "), &ids).await), [(ConcernKind::Replaced, ids.clone())]);
        run(&desk, set(field, " "), &ids).await;
        assert_eq!(of(desk.order("A-1").await), "", "{field}");
    }
}

#[tokio::test]
async fn what_was_typed_is_checked_before_anything_is_changed() {
    let (desk, ids) = desk_with(vec![Order::new("A-1")]).await;
    let before = desk.page().await;
    let text = |field: &str, text: &str, appends: bool| json!({ "text": { "field": field, "text": text, "appends": appends } });
    for (action, sentence) in [
        (json!({ "status": " " }), "受注ステータスを入力してください。"),
        (json!({ "status": "あ".repeat(201) }), "受注ステータスは200文字以内で入力してください。"),
        (json!({ "status": "ない" }), "受注ステータス「ない」は設定にありません。設定の「受注ステータス」で追加してください。"),
        (json!({ "status": "改\u{7}行" }), "受注ステータスに使えない文字があります。入力し直してください。"),
        (json!({ "carrier": "" }), "配送業者を入力してください。"),
        (json!({ "check_item": { "name": "", "on": true } }), "チェック項目を入力してください。"),
        (
            text("note", "", false),
            "備考・注意に入力する内容がありません。空白にするには、上書きを選んで半角スペースを1つ入力してください。",
        ),
        (
            text("note", " ", true),
            "備考・注意に入力する内容がありません。空白にするには、上書きを選んで半角スペースを1つ入力してください。",
        ),
        (text("note", &"あ".repeat(1_001), false), "備考・注意は1000文字以内で入力してください。"),
        (text("deliver_on", "明日", false), "お届け日は「2026-11-24」の形で入力してください。"),
        (text("shipped_on", "2026-11-24", true), "出荷日には追記できません。上書きを選んでください。"),
        (json!({ "fee": -1 }), "手数料は0円から999,999円までの整数で入力してください。"),
    ] {
        let arguments = json!({ "action": action, "order_ids": ids });
        let refused = AppError::BadInput(sentence.to_owned());
        assert_eq!(desk.browser.call::<RunPreview>("preview_run", arguments.clone()).await.unwrap_err(), refused);
        assert_eq!(desk.browser.call::<i64>("start_run", arguments).await.unwrap_err(), refused);
    }
    assert_eq!(desk.page().await, before);
}

#[tokio::test]
async fn what_np_knows_already_is_left_as_it_is_and_the_rest_is_changed() {
    let (desk, ids) = desk_with(vec![Order::new("synced"), Order::new("open"), Order::new("erased")]).await;
    desk.done("synced", ActKind::Register).await;
    desk.parcel("synced", "1234-5678-9012", "佐川急便").await.unwrap();
    desk.done("synced", ActKind::ReportShipment).await;
    let mut tx = desk.state().store.begin().await.unwrap();
    let state = order_state::load(&mut tx, ids[2]).await.unwrap().unwrap();
    erasure::blank(&mut tx, &state, USER, clock::now_ms(), str::to_owned).await.unwrap();
    desk.state().store.commit(tx).await.unwrap();

    let report_of = async |action: Value| run(&desk, action, &ids).await;
    let carrier = report_of(json!({ "carrier": "福山通運" })).await;
    let reported = "伝票番号同期が済んだ受注は変更できません。";
    assert_eq!(told(&carrier)[0], ("synced", RunRowState::LeftOut, reported));
    assert_eq!((carrier.summary.done, carrier.summary.left_out), (2, 1));
    assert_eq!((desk.order("synced").await.carrier, desk.order("open").await.carrier), ("佐川急便".to_owned(), "福山通運".to_owned()));
    let shipped = report_of(json!({ "text": { "field": "shipped_on", "text": "2026-11-24", "appends": false } })).await;
    assert_eq!(told(&shipped)[0], ("synced", RunRowState::LeftOut, reported));
    let note = report_of(json!({ "text": { "field": "note", "text": "山田様", "appends": false } })).await;
    assert_eq!(told(&note)[2], ("erased", RunRowState::LeftOut, "個人情報は消去済みのため、この受注の内容は変更も送信もできません。"));
    let status = report_of(json!({ "status": "出荷済" })).await;
    assert_eq!(status.summary.done, 3, "the shop's own word is nobody's data");
}

#[tokio::test]
async fn a_carrier_that_was_refused_may_be_reported_again() {
    let (desk, ids) = desk_with(vec![Order::new("A-1").marked("【出荷エラーE0100109】"), Order::new("A-2")]).await;
    desk.done("A-2", ActKind::Register).await;
    desk.parcel("A-2", "1234-5678-9012", "謎の運送").await.unwrap();
    let left = preview(&desk, &json!("report_shipment"), &ids[1..]).await;
    assert_eq!(left.will_send, 0, "{left:?}");
    assert_eq!(preview(&desk, &json!({ "carrier": "もっと謎の運送" }), &ids[1..]).await.concerns.len(), 2, "NP does not know it either");
    run(&desk, json!({ "carrier": "佐川急便" }), &ids[1..]).await;
    let row = desk.order("A-2").await;
    assert_eq!((row.standing.lamps.shipment, row.slip_number.as_deref()), (Shipment::Ready, Some("1234-5678-9012")));
    assert_eq!(run(&desk, json!("report_shipment"), &ids[1..]).await.summary.done, 1);
    assert_eq!(desk.order("A-2").await.standing.lamps.shipment, Shipment::Synced);
}

#[tokio::test]
async fn parcels_that_look_wrong_and_reported_ones_are_named_before_anything_is_done() {
    let (desk, ids) = desk_with(vec![Order::new("A-1"), Order::new("A-2")]).await;
    for (number, slip) in [("A-1", "1234-5678-9012"), ("A-2", "1234-5678-9013")] {
        desk.done(number, ActKind::Register).await;
        desk.slip(number, slip).await.unwrap();
    }
    let day = |day: &str| json!({ "text": { "field": "shipped_on", "text": day, "appends": false } });
    for doubted in
        [day("2099-01-01"), day("2020-01-01"), json!({ "text": { "field": "deliver_on", "text": "2020-01-01", "appends": false } })]
    {
        assert_eq!(concerns(&preview(&desk, &doubted, &ids).await), [(ConcernKind::Unusual, ids.clone())], "{doubted}");
    }
    run(&desk, day(&clock::today().to_string()), &ids).await;
    let carrier = preview(&desk, &json!({ "carrier": "佐川急便" }), &ids).await;
    assert_eq!(concerns(&carrier), [(ConcernKind::Unusual, ids.clone())], "their numbers are another carrier's");
    let report = preview(&desk, &json!("report_shipment"), &ids).await;
    assert_eq!((report.will_send, concerns(&report)), (2, vec![(ConcernKind::Doubted, vec![ids[0]])]), "its check digit is wrong");
    assert_eq!(run(&desk, json!("report_shipment"), &ids[1..]).await.summary.done, 1);
    assert_eq!(concerns(&preview(&desk, &json!("cancel"), &ids).await), [(ConcernKind::Reported, vec![ids[1]])]);
}

#[tokio::test]
async fn contents_are_sent_again_as_stored_and_credits_are_cancelled_in_bulk() {
    let (desk, ids) = desk_with(vec![Order::new("A-1"), Order::new("A-2")]).await;
    desk.done("A-1", ActKind::Register).await;
    let run_of = async |action: Value| run(&desk, action, &ids).await;
    let charged = preview(&desk, &json!({ "fee": 500 }), &ids).await;
    assert_eq!(concerns(&charged), [(ConcernKind::Resend, vec![ids[0]])], "NP has a credit for another amount");
    run_of(json!({ "fee": 500 })).await;
    assert_eq!(concerns(&preview(&desk, &json!("update"), &ids).await), []);
    let updated = run_of(json!("update")).await;
    assert_eq!((updated.summary.done, updated.summary.left_out), (1, 1));
    assert_eq!(desk.np.only("A-1").calls.update, 1);
    let cancelled = run_of(json!("cancel")).await;
    assert_eq!((cancelled.summary.done, cancelled.summary.left_out), (1, 1));
    assert_eq!(desk.order("A-1").await.standing.lamps.credit, Credit::Cancelled);
}
