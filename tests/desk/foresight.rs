//! What NP would say is told before anything is sent: in the sheet, in the panel's preview, in the import's report.

use crate::harness::{Order, TestDesk, csv, shift_jis};
use atobarai_desk::api::acts::{ConcernKind, RunPreview};
use atobarai_desk::domain::postal::ZipEntry;
use atobarai_desk::domain::preflight::zip_mismatches;
use atobarai_desk::server::clock;
use serde_json::json;
use std::collections::BTreeMap;

/// An order whose postal code belongs to another town.
fn elsewhere(number: &str) -> Order {
    Order::new(number).cell("受注郵便番号", "530-0001")
}

#[tokio::test]
async fn a_postal_code_of_another_town_is_told_in_the_sheet_with_the_age_of_the_table() {
    let desk = TestDesk::start().await;
    desk.import(&[elsewhere("A-1"), Order::new("A-2")]).await;
    let sheet = desk.sheet("A-1").await;
    let found = zip_mismatches(&sheet.contents, |digits| sheet.zips.get(digits).cloned());
    assert_eq!(found.len(), 1);
    let month = &sheet.zips["5300001"].month;
    assert_eq!(
        found[0].message,
        format!("郵便番号530-0001は「大阪府大阪市北区」です（{month}の郵便番号表）。郵便番号か住所を確かめてください。")
    );
    assert_eq!(found[0].code.as_str(), "E0100059");
    assert!(!found[0].is_certain(), "NP's table is a newer one: the order is not kept from it");
    let fitting = desk.sheet("A-2").await;
    assert!(zip_mismatches(&fitting.contents, |digits| fitting.zips.get(digits).cloned()).is_empty());

    let typed: BTreeMap<String, ZipEntry> = desk.browser.call("zips", json!({ "zips": ["107-0052", "9999999", "1"] })).await.unwrap();
    assert_eq!(typed.keys().collect::<Vec<_>>(), ["1070052", "9999999"]);
    assert!(typed["9999999"].places.is_empty());
}

fn told(preview: &RunPreview) -> Vec<(ConcernKind, &str, Vec<i64>)> {
    preview.concerns.iter().map(|concern| (concern.kind, concern.short.as_str(), concern.order_ids.clone())).collect()
}

#[tokio::test]
async fn a_preview_names_the_orders_that_np_would_hold_or_refuse() {
    let desk = TestDesk::start().await;
    let orders =
        [Order::new("A-1"), elsewhere("A-2"), elsewhere("A-3").without_house_number(), Order::new("A-4").cell("支払方法", "代金引換")];
    desk.import(&orders).await;
    let mut ids = Vec::new();
    for number in ["A-1", "A-2", "A-3", "A-4"] {
        ids.push(desk.order(number).await.id);
    }
    let preview = async |action: &str| -> RunPreview {
        desk.browser.call("preview_run", json!({ "action": action, "order_ids": ids })).await.unwrap()
    };
    let register = preview("register").await;
    assert_eq!(register.will_send, 3);
    assert_eq!(
        told(&register),
        [(ConcernKind::Held, "購入者_郵便番号_住所不一致", vec![ids[1], ids[2]]), (ConcernKind::Held, "住所_情報不足", vec![ids[2]])]
    );
    assert!(preview("cancel").await.concerns.is_empty(), "contents that do not travel are not judged");

    let old = clock::day(clock::now_ms() - 200 * 24 * 60 * 60 * 1000).to_string().replace('-', "/");
    desk.import(&[Order::new("A-5").cell("受注日", &old)]).await;
    let arguments = json!({ "action": "register", "order_ids": [desk.order("A-5").await.id] });
    let late: RunPreview = desk.browser.call("preview_run", arguments).await.unwrap();
    assert_eq!(late.concerns.len(), 1, "an order that is too old to be registered: {:?}", late.concerns);

    desk.import(&[Order::new("A-6").cell("受注電話番号", "090-1")]).await;
    let arguments = json!({ "action": "register", "order_ids": [desk.order("A-6").await.id] });
    let stopped: RunPreview = desk.browser.call("preview_run", arguments).await.unwrap();
    assert_eq!(stopped.concerns[0].kind, ConcernKind::Stopped, "what is not sent at all is told apart: {stopped:?}");
}

#[tokio::test]
async fn an_import_says_of_new_orders_what_np_would_say() {
    let desk = TestDesk::start().await;
    let enclosed = Order::new("A-4").cell("支払方法", "NP後払いwiz");
    let file = shift_jis(&csv(&[Order::new("A-1"), elsewhere("A-2"), elsewhere("A-3").cell("支払方法", "代金引換"), enclosed]));
    let foreseen = async |commit| {
        let report = desk.import_file(&file, commit).await.unwrap();
        report.rows.into_iter().map(|row| row.foreseen.len()).collect::<Vec<_>>()
    };
    assert_eq!(foreseen(false).await, [0, 1, 0, 1]);
    assert_eq!(foreseen(true).await, [0, 1, 0, 1]);
    assert_eq!(foreseen(false).await, [0, 0, 0, 0], "what is there already has been told");
}
