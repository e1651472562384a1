//! One buyer who asks: found exactly, handed out whole, blanked but for what is in progress.

use crate::harness::{Answer, Browser, Order, PASSWORD, TestDesk, database, encode, people};
use crate::privacy::{marked, tables, traces};
use atobarai_desk::api::AppError;
use atobarai_desk::api::privacy::{BuyersOrder, EXPORT, Erased};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::role::Role;
use atobarai_desk::server::clock;
use reqwest::{Method, StatusCode};
use serde_json::json;

async fn find(desk: &TestDesk, name: &str, tel: &str, email: &str) -> Result<Vec<String>, AppError> {
    let query = json!({ "query": { "name": name, "tel": tel, "email": email } });
    let found: Vec<BuyersOrder> = desk.browser.call("find_buyer", query).await?;
    Ok(found.into_iter().map(|order| order.order_number).collect())
}

#[tokio::test]
async fn one_buyer_is_found_by_phone_or_mail_and_nobody_else_is() {
    let desk = TestDesk::start().await;
    let other = marked("C-1").cell("受注名", "別人").cell("受注メールアドレス", "taishoX@example.jp");
    let near = Order::new("D-1").cell("受注メールアドレス", "taisho_@example.jp");
    desk.import(&[marked("A-1"), marked("A-2"), Order::new("B-1"), other, near]).await;
    for (name, tel, email, found) in [
        ("", "090-1112-2223", "", vec!["A-1", "A-2", "C-1"]),
        ("消去対象子", "０９０１１１２２２２３", "", vec!["A-1", "A-2"]),
        ("", "", "Taisho@Example.jp", vec!["A-1", "A-2"]),
        ("", "", "taisho_@example.jp", vec!["D-1"]),
        ("", "", "%", vec![]),
        ("", "09011122223", "taishoX@example.jp", vec!["C-1"]),
        ("", "0901112222", "", vec![]),
        // Whom the parcel goes to is another person's order.
        ("", "0312344321", "", vec![]),
    ] {
        assert_eq!(find(&desk, name, tel, email).await.unwrap(), found, "{name} {tel} {email}");
    }
    for (name, tel) in [("", ""), ("消去　対象子", ""), ("", "電話")] {
        assert!(matches!(find(&desk, name, tel, "").await, Err(AppError::BadInput(_))), "{name} {tel}");
    }
}

#[tokio::test]
async fn one_buyers_data_are_blanked_but_for_orders_in_progress_which_are_named() {
    let desk = TestDesk::start().await;
    desk.import(&[marked("A-1"), marked("A-2"), Order::new("B-1")]).await;
    desk.done("A-2", ActKind::Register).await;
    let mut ids = Vec::new();
    for number in ["A-1", "A-2", "B-1"] {
        ids.push(desk.order(number).await.id);
    }
    let query = json!({ "name": "", "tel": "09011122223", "email": "" });
    let done: Erased = desk.browser.call("erase_buyer", json!({ "query": query, "order_ids": ids })).await.unwrap();
    assert_eq!(done.order_numbers, ["A-1"]);
    let why = "出荷か入金が済んでいません。入金を確認するか、与信キャンセルしてから消去してください。";
    assert_eq!(done.left_out, [("A-2".to_owned(), why.to_owned())]);
    assert_eq!(desk.sheet("B-1").await.contents.buyer.name, "見本　花子", "another buyer's order is not touched, whoever names it");
    assert_eq!(find(&desk, "", "09011122223", "").await.unwrap(), ["A-2"]);
    desk.done("A-2", ActKind::Cancel).await;
    let _: Erased = desk.browser.call("erase_buyer", json!({ "query": query, "order_ids": ids })).await.unwrap();
    assert_eq!(traces(&tables(&desk).await), [""; 0]);
    let history = format!("{:?}", database::rows(&desk.config.database_url, "audit").await);
    assert!(history.contains("購入者1人の個人情報を消去（受注 A-1）"), "{history}");
}

async fn export(browser: &Browser, tel: &str, format: &str) -> Answer {
    let form = format!("name=&tel={}&email=&format={format}", encode(tel));
    let request = browser.request(Method::POST, EXPORT).header("Content-Type", "application/x-www-form-urlencoded");
    browser.send(request.body(form)).await
}

#[tokio::test]
async fn one_buyers_data_are_handed_out_whole() {
    let desk = TestDesk::start().await;
    desk.import(&[marked("A-1").cell("備考", "=HYPERLINK(\"http://x\")"), Order::new("B-1")]).await;
    desk.done("A-1", ActKind::Register).await;
    let answer = export(&desk.browser, "09011122223", "json").await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"), "{answer:?}");
    assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"buyer-{}.json\"", clock::today()));
    let orders = answer.json();
    assert_eq!(orders.as_array().unwrap().len(), 1);
    assert_eq!(orders[0]["contents"]["buyer"]["email"], "taisho@example.jp");
    assert!(orders[0]["timeline"].to_string().contains("customer_name"), "{orders}");
    let answer = export(&desk.browser, "09011122223", "csv").await;
    let rows: Vec<&str> = answer.text.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n").collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[1].starts_with("\"A-1\",\"みほん青果店\"") && rows[1].contains("\"'=HYPERLINK"), "{}", rows[1]);
    let history = format!("{:?}", database::rows(&desk.config.database_url, "audit").await);
    assert!(history.contains("購入者1人のデータをJSONで書出（受注 A-1）") && history.contains("CSVで書出"), "{history}");
    assert!(!history.contains("0901112"), "{history}");

    let answer = export(&desk.browser, "0900000", "csv").await;
    assert!(answer.status == StatusCode::NOT_FOUND && answer.text.contains("該当する受注がありません。"), "{answer:?}");
    assert_eq!(export(&desk.browser, "09011122223", "xml").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    people::add(desk.state(), "clerk", Role::Clerk).await;
    let clerk = Browser::sign_in(&desk.base(), "clerk", PASSWORD).await;
    let answer = export(&clerk, "09011122223", "json").await;
    assert!(answer.status == StatusCode::FORBIDDEN && !answer.text.contains("taisho"), "{answer:?}");
    assert!(clerk.get("/settings/privacy").await.text.contains("権限がありません"));
}
