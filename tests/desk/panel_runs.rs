//! The runs of 処理パネル: what they leave out, do again, keep, go on with, and hand out.

use crate::harness::{Order, USER};
use crate::panel::{concerns, desk_with, preview, report, run, told};
use atobarai_desk::api::AppError;
use atobarai_desk::api::acts::{ConcernKind, RUN_EXPORT, Repeat, RunReport, RunRowState};
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::api::tracking::Tracking;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::domain::role::Role;
use atobarai_desk::server::store::Store;
use atobarai_desk::server::store::runs::{self, NewRun};
use serde_json::json;

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
    assert_eq!((told(&report)[1], desk.np.only("A-2").calls.update), (("A-2", RunRowState::LeftOut, unchanged), 0));

    // One by one both are a person's decision.
    assert_eq!(desk.done("A-1", ActKind::Register).await.standing.lamps.credit, Credit::Ok);
    desk.done("A-2", ActKind::Update).await;
    assert_eq!(desk.np.only("A-2").calls.update, 1);
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
    let packer = desk.sign_in_new("梱包の人", Role::Packer).await;
    let shown: RunReport = packer.ask("run", &[("run_id", &first.summary.id.to_string())]).await.unwrap();
    assert_eq!(shown.summary.repeatable, 0, "nothing is offered that is refused afterwards");
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
