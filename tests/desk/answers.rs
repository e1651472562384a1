//! The JSON of orders and runs that the browser's half is built on.

use crate::harness::{Order, TestDesk, until};
use atobarai_desk::api::acts::RunReport;
use atobarai_desk::domain::act::ActKind;
use serde::Serialize;
use serde_json::{Value, json};

/// What differs from run to run, replaced by its name.
pub fn steady(value: &impl Serialize) -> Value {
    fn settle(key: &str, value: &mut Value) {
        match (key, &mut *value) {
            (_, Value::Object(members)) => members.iter_mut().for_each(|(key, member)| settle(key, member)),
            (_, Value::Array(elements)) => elements.iter_mut().for_each(|element| settle(key, element)),
            ("at" | "sent_at" | "next_try" | "started_at" | "ordered_at" | "authori_required_date", Value::String(_)) => {
                *value = json!("[time]");
            }
            ("today" | "ordered_on" | "shop_order_date", Value::String(_)) => *value = json!("[today]"),
            ("np_transaction_id", Value::String(_)) => *value = json!("[NP id]"),
            ("first" | "last", Value::String(_)) => *value = json!("[place]"),
            ("receiver_tel" | "tel", Value::String(_)) => *value = json!("[tel]"),
            ("sent" | "got", Value::String(text)) => {
                let mut element: Value = serde_json::from_str(text).unwrap();
                settle("", &mut element);
                *value = element;
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(value).unwrap();
    settle("", &mut value);
    value
}

async fn desk() -> TestDesk {
    let mut order = Order::new("A-1").marked("【保留RE009】");
    order.lines.truncate(1);
    TestDesk::with_order(order.cell("発送料", "0").cell("手数料", "0")).await
}

#[tokio::test]
async fn a_row_and_a_page() {
    let desk = desk().await;
    desk.done("A-1", ActKind::Register).await;
    insta::assert_json_snapshot!(steady(&desk.page().await), @r#"
{
  "layout": "order buyer note device pay total billed shop dest carrier day time ship",
  "me": {
    "name": "tester",
    "role": "manager",
    "shared": false
  },
  "page": {
    "after": null,
    "before": null,
    "first": "[place]",
    "last": "[place]",
    "offset": 0,
    "rows": [
      {
        "billed_amount": 2890,
        "buyer_name": "見本　花子",
        "carrier": "ヤマト運輸",
        "contents_version": 1,
        "id": 1,
        "order_number": "A-1",
        "ordered_at": "[time]",
        "parcels": 1,
        "payment_method": "NP後払い",
        "receiver_name": "見本　花子",
        "receiver_tel": "[tel]",
        "shop": "みほん青果店",
        "standing": {
          "lamps": {
            "by_np": true,
            "credit": "hold",
            "registered": true
          },
          "reasons": [
            "RE009"
          ]
        },
        "status": "新規受付",
        "total_amount": 2890,
        "version": 3
      }
    ],
    "seq": 3,
    "total": 1
  },
  "status": {
    "counts": [
      {
        "lane": "repair",
        "orders": 1,
        "shop": "main",
        "status": "新規受付"
      }
    ],
    "seq": 3,
    "shops": [
      {
        "code": "main",
        "environment": "シミュレータ",
        "name": "みほん青果店",
        "paused_because": null,
        "slowed": null
      }
    ],
    "statuses": [
      {
        "colour": "blue",
        "name": "新規受付"
      },
      {
        "colour": "orange",
        "name": "確認待ち"
      },
      {
        "colour": "teal",
        "name": "発送準備"
      },
      {
        "colour": "green",
        "name": "出荷済"
      }
    ]
  }
}
"#);
}

#[tokio::test]
async fn a_sheet() {
    let desk = desk().await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    desk.done("A-1", ActKind::Register).await;
    let mut sheet = steady(&desk.sheet("A-1").await);
    // Each has tests of its own.
    for member in ["row", "sent", "zips"] {
        sheet.as_object_mut().unwrap().remove(member);
    }
    insta::assert_json_snapshot!(sheet, @r#"
{
  "carriers": {
    "own": [],
    "takes_contracted": false
  },
  "contents": {
    "billed_amount": 2890,
    "buyer": {
      "address": "東京都港区赤坂９－９－９　みほんビル２０１",
      "company": "",
      "department": "",
      "email": "hanako@example.jp",
      "kana": "ミホン　ハナコ",
      "name": "見本　花子",
      "tel": "[tel]",
      "zip": "107-0052"
    },
    "destination": null,
    "lines": [
      {
        "code": "C-0",
        "name": "りんご５ｋｇ【保留RE009】",
        "price": 2890,
        "quantity": 1
      }
    ],
    "ordered_on": "[today]"
  },
  "np_transaction_id": "[NP id]",
  "shop_transaction_id": "A-1",
  "timeline": [
    {
      "at": "[time]",
      "codes": [
        "RE009"
      ],
      "got": {
        "authori_hold": [
          "RE009"
        ],
        "authori_required_date": "[time]",
        "authori_result": "10",
        "np_transaction_id": "[NP id]",
        "shop_transaction_id": "A-1"
      },
      "next_try": null,
      "sent": {
        "billed_amount": 2890,
        "customer": {
          "address": "東京都港区赤坂９－９－９　みほんビル２０１",
          "customer_name": "見本　花子",
          "customer_name_kana": "ミホン　ハナコ",
          "email": "hanako@example.jp",
          "tel": "[tel]",
          "zip_code": "107-0052"
        },
        "goods": [
          {
            "goods_name": "りんご５ｋｇ【保留RE009】",
            "goods_price": 2890,
            "quantity": 1
          }
        ],
        "settlement_type": "02",
        "shop_order_date": "[today]",
        "shop_transaction_id": "A-1"
      },
      "sent_at": "[time]",
      "state": "保留",
      "title": "与信を実行",
      "trouble": null,
      "who": "tester"
    },
    {
      "at": "[time]",
      "codes": [],
      "got": null,
      "next_try": null,
      "sent": null,
      "sent_at": null,
      "state": "",
      "title": "伝票番号を入力（1234-5678-9012）",
      "trouble": null,
      "who": "tester"
    }
  ],
  "today": "[today]",
  "verdict_by": null
}
"#);
}

#[tokio::test]
async fn a_run() {
    let desk = desk().await;
    desk.import(&[Order::new("A-2").cell("支払方法", "代金引換")]).await;
    let ids: Vec<i64> = desk.page().await.page.rows.iter().map(|row| row.id).collect();
    let run: i64 = desk.browser.call("start_run", json!({ "action": ActKind::Register, "order_ids": ids })).await.unwrap();
    let run = run.to_string();
    until("the run has ended", async || desk.browser.ask::<RunReport>("run", &[("run_id", &run)]).await.unwrap().summary.open == 0).await;
    let report: RunReport = desk.browser.ask("run", &[("run_id", &run)]).await.unwrap();
    insta::assert_json_snapshot!(steady(&report), @r#"
{
  "rows": [
    {
      "codes": "RE009",
      "label": "A-1",
      "order_id": 1,
      "shop": "みほん青果店",
      "state": "attention",
      "text": "保留 購入者の住所の情報が足りません。番地・建物名・部屋番号まで入力し、会社名は会社名欄に入力してください。"
    },
    {
      "codes": "",
      "label": "A-2",
      "order_id": 2,
      "shop": "みほん青果店",
      "state": "left-out",
      "text": "お支払い方法がNP後払いではない受注です。"
    }
  ],
  "summary": {
    "attention": 1,
    "done": 0,
    "failed": 0,
    "id": 3,
    "kind": "register",
    "left_out": 1,
    "open": 0,
    "repeatable": 0,
    "reviewing": 0,
    "started_at": "[time]",
    "started_by": "tester",
    "title": "NP後払い 与信を実行",
    "total": 2
  }
}
"#);
}
