//! 処理パネル beside NP's acts: each edit is previewed, run, reported, repeated; nothing is changed in silence.

use crate::harness::{Order, TestDesk, USER, until};
use atobarai_desk::api::AppError;
use atobarai_desk::api::acts::{ConcernKind, RUN_EXPORT, Repeat, RunPreview, RunReport, RunRowState};
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::api::tracking::Tracking;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::{Credit, Shipment};
use atobarai_desk::server::clock;
use atobarai_desk::server::store::runs::{self, NewRun};
use atobarai_desk::server::store::{Store, erasure, order_state};
use serde_json::{Value, json};

/// Runs an action to its end.
pub async fn run(desk: &TestDesk, action: Value, order_ids: &[i64]) -> RunReport {
    let run: i64 = desk.browser.call("start_run", json!({ "action": action, "order_ids": order_ids })).await.unwrap();
    report(desk, run).await
}

async fn report(desk: &TestDesk, run: i64) -> RunReport {
    let id = run.to_string();
    until("the run has ended", async || desk.browser.ask::<RunReport>("run", &[("run_id", &id)]).await.unwrap().summary.open == 0).await;
    desk.browser.ask("run", &[("run_id", &id)]).await.unwrap()
}

async fn preview(desk: &TestDesk, action: &Value, order_ids: &[i64]) -> RunPreview {
    desk.browser.call("preview_run", json!({ "action": action, "order_ids": order_ids })).await.unwrap()
}

async fn desk_with(orders: Vec<Order>) -> (TestDesk, Vec<i64>) {
    let desk = TestDesk::start().await;
    desk.import(&orders).await;
    let mut ids = Vec::new();
    for order in &orders {
        ids.push(desk.order(&order.number).await.id);
    }
    (desk, ids)
}

fn told(report: &RunReport) -> Vec<(&str, RunRowState, &str)> {
    report.rows.iter().map(|row| (row.label.as_str(), row.state, row.text.as_str())).collect()
}

/// What of a row is looked at.
type Shown = fn(&OrderRow) -> String;

const NOTHING: &str = "すでにこの内容のため、変更はありません。";

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
    for (field, typed, value, of) in [
        ("deliver_on", "2026/12/01", "2026-12-01", (|row| row.deliver_on) as fn(OrderRow) -> String),
        ("shipped_on", "2026-11-30", "2026-11-30", |row| row.shipped_on),
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
    run(&desk, json!({ "carrier": "佐川急便" }), &ids[1..]).await;
    let row = desk.order("A-2").await;
    assert_eq!((row.standing.lamps.shipment, row.slip_number.as_deref()), (Shipment::Ready, Some("1234-5678-9012")));
    assert_eq!(run(&desk, json!("report_shipment"), &ids[1..]).await.summary.done, 1);
    assert_eq!(desk.order("A-2").await.standing.lamps.shipment, Shipment::Synced);
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

#[tokio::test]
async fn what_is_meant_for_hardly_any_order_is_not_done_with_many() {
    let (desk, ids) = desk_with(vec![Order::new("A-1"), Order::new("A-2"), Order::new("A-3").without_house_number()]).await;
    for number in ["A-1", "A-2", "A-3"] {
        desk.done(number, ActKind::Register).await;
    }
    desk.done("A-1", ActKind::Cancel).await;

    let cancelled = "キャンセル済の受注です。もう一度与信を得るときは、受注ごとに「与信を実行」を押してください。";
    let left_out = preview(&desk, &json!("register"), &ids[..1]).await.left_out;
    assert_eq!(left_out, [(cancelled.to_owned(), 1)]);
    let report = run(&desk, json!("register"), &ids[..1]).await;
    assert_eq!(told(&report), [("A-1", RunRowState::LeftOut, cancelled)]);
    assert_eq!((report.summary.repeatable, desk.np.only("A-1").calls.register), (0, 1));

    let unchanged = "NPに送った内容から変わっていない、与信OKの受注です。";
    let update = preview(&desk, &json!("update"), &ids[1..]).await;
    assert_eq!((update.will_send, &update.left_out[..]), (1, &[(unchanged.to_owned(), 1)][..]));
    assert!(concerns(&update).contains(&(ConcernKind::Unchanged, vec![ids[2]])), "a hold may be sent again, and is named");
    let report = run(&desk, json!("update"), &ids[1..]).await;
    assert_eq!((told(&report)[0], desk.np.only("A-2").calls.update), (("A-2", RunRowState::LeftOut, unchanged), 0));

    // One by one both are a person's decision.
    assert_eq!(desk.done("A-1", ActKind::Register).await.standing.lamps.credit, Credit::Ok);
    desk.done("A-2", ActKind::Update).await;
    assert_eq!(desk.np.only("A-2").calls.update, 1);
}

fn concerns(preview: &RunPreview) -> Vec<(ConcernKind, Vec<i64>)> {
    preview.concerns.iter().map(|concern| (concern.kind, concern.order_ids.clone())).collect()
}

#[tokio::test]
async fn only_what_failed_is_done_again() {
    let (desk, ids) = desk_with(vec![
        Order::new("good"),
        Order::new("card").cell("支払方法", "クレジットカード"),
        Order::new("bad").cell("受注電話番号", "090-1"),
    ])
    .await;
    let first = run(&desk, json!("register"), &ids).await;
    assert_eq!((first.summary.done, first.summary.failed, first.summary.left_out), (1, 1, 1));
    assert_eq!(first.summary.repeatable, 1, "another payment does not pass");
    let repeat: Repeat = desk.browser.ask("repeat_run", &[("run_id", &first.summary.id.to_string())]).await.unwrap();
    assert_eq!((serde_json::to_value(&repeat.action).unwrap(), repeat.order_ids), (json!("register"), ids[2..].to_vec()));

    let fee = run(&desk, json!({ "fee": 205 }), &ids).await;
    assert_eq!((fee.summary.done, fee.summary.left_out, fee.summary.repeatable), (2, 1, 0));
    let fee = run(&desk, json!({ "fee": 999_999 }), &ids).await;
    assert_eq!((fee.summary.left_out, fee.summary.repeatable), (3, 2));
    let repeat: Repeat = desk.browser.ask("repeat_run", &[("run_id", &fee.summary.id.to_string())]).await.unwrap();
    assert_eq!((serde_json::to_value(&repeat.action).unwrap(), repeat.order_ids), (json!({ "fee": 999_999 }), vec![ids[0], ids[2]]));

    let all = run(&desk, json!({ "status": "出荷済" }), &ids).await;
    let error = desk.browser.ask::<Repeat>("repeat_run", &[("run_id", &all.summary.id.to_string())]).await.unwrap_err();
    assert_eq!(error, AppError::NotFound("再実行する受注はありません。".to_owned()));
}

#[tokio::test]
async fn what_was_entered_is_not_kept_with_the_run() {
    let (desk, ids) = desk_with(vec![Order::new("A-1")]).await;
    let typed = "山田様は月曜不在";
    let note = run(&desk, json!({ "text": { "field": "note", "text": typed, "appends": false } }), &ids).await;
    assert_eq!(note.summary.title, "一括入力 備考・注意（上書き）");
    assert_eq!(note.summary.repeatable, 0);
    let mut conn = desk.state().store.read().await.unwrap();
    let kept: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM runs WHERE edit IS NOT NULL").fetch_one(&mut *conn).await.unwrap();
    assert_eq!(kept, 0);
    drop(conn);
    assert!(!desk.last_line().await.contains(typed));
    let error = desk.browser.ask::<Repeat>("repeat_run", &[("run_id", &note.summary.id.to_string())]).await.unwrap_err();
    assert!(error.to_string().contains("受注画面から実行し直してください"), "{error}");
}

#[tokio::test]
async fn an_edit_that_a_stop_cut_off_goes_on_after_the_start() {
    let (mut desk, ids) = desk_with((0..5).map(|nth| Order::new(&format!("A-{nth}"))).collect()).await;
    desk.stop().await;
    // As the first transaction of a run leaves it.
    let store = Store::open(&desk.config.database_url).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let action = serde_json::from_value(json!({ "fee": 500 })).unwrap();
    let run = runs::open(&mut tx, NewRun { action: Some(&action), title: "手数料", shop_id: None, who: USER, total: 5 }).await.unwrap();
    runs::add_orders(&mut tx, run, &ids).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    desk.start_again().await;
    let report = report(&desk, run).await;
    assert_eq!((report.summary.done, report.summary.open), (5, 0));
    assert_eq!(desk.order("A-3").await.billed_amount.0, 6_350);
}

#[tokio::test]
async fn the_rows_of_a_run_are_handed_out_as_a_file() {
    let (desk, ids) = desk_with(vec![Order::new("=A-1")]).await;
    let done = run(&desk, json!({ "status": "出荷済" }), &ids).await;
    let form = |id: i64| {
        desk.browser
            .request(reqwest::Method::POST, RUN_EXPORT)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("run={id}"))
    };
    let file = desk.browser.send(form(done.summary.id)).await;
    let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "\"店舗\",\"受注番号\",\"結果\",\"コード\",\"内容\"");
    assert!(lines[1].starts_with("\"みほん青果店\",\"'=A-1\",\"完了\",\"\",\"受注ステータスを変更"), "{}", lines[1]);
    assert!(desk.last_line().await.contains("をCSVで書出"));
    assert_eq!(desk.browser.send(form(4_711)).await.status, 404);
}

#[tokio::test]
async fn the_carriers_page_is_named_for_parcels_that_were_shipped() {
    let (desk, ids) = desk_with(vec![Order::new("none"), Order::new("sagawa"), Order::new("else"), Order::new("meitetsu")]).await;
    run(&desk, json!({ "text": { "field": "shipped_on", "text": "2026-11-24", "appends": false } }), &ids[1..]).await;
    let shipped = async |number: &str, slip: &str, carrier: &str| {
        let row = desk.order(number).await;
        let parcel = json!({ "slip_number": slip, "carrier": carrier, "shipped_on": "2026-11-24" });
        desk.browser
            .call::<OrderRow>("save_parcel", json!({ "order_id": row.id, "before": row.parcel(), "parcel": parcel }))
            .await
            .unwrap();
    };
    shipped("sagawa", "1234-5678-9012", "佐川急便").await;
    shipped("else", "1111-2222-3333", "謎の運送").await;
    shipped("meitetsu", "1111-2222-4444", "名鉄運輸").await;
    let found: Vec<Tracking> = desk.browser.call("tracking", json!({ "order_ids": ids })).await.unwrap();
    let pages: Vec<Result<&str, &str>> = found.iter().map(|one| one.page.as_deref().map_err(String::as_str)).collect();
    assert_eq!(pages[0], Err("出荷日が入力されていません。"));
    assert_eq!(pages[1], Ok("https://k2k.sagawa-exp.co.jp/p/web/okurijosearch.do?okurijoNo=123456789012"));
    assert_eq!(pages[2], Err("配送業者の追跡画面がわかりません。配送業者の画面で伝票番号を入力してください。"));
    assert_eq!(pages[3], Err("名鉄運輸の追跡画面は伝票番号から直接開けません。配送業者の画面で入力してください。"));
    let too_many: Vec<i64> = (0..101).collect();
    let error = desk.browser.call::<Vec<Tracking>>("tracking", json!({ "order_ids": too_many })).await.unwrap_err();
    assert_eq!(error, AppError::BadInput("配送状況を一度に確認できるのは100件までです。".to_owned()));
}
