//! The JSON of an import, and of every error with its status and its words.

use crate::answers::steady;
use crate::harness::{Order, TestDesk, csv, shift_jis};
use atobarai_desk::api::AppError;
use atobarai_desk::domain::field::{Field, LineField};
use atobarai_desk::domain::preflight::Violation;
use atobarai_desk::domain::reason::Code;
use serde_json::{Value, json};

#[tokio::test]
async fn an_import() {
    let desk = TestDesk::start().await;
    let mut order = Order::new("A-2").cell("日付指定", "あした");
    order.lines.truncate(1);
    let report = desk.import_file(&shift_jis(&csv(&[Order::new("A-1"), order])), false).await.unwrap();
    insta::assert_json_snapshot!(steady(&report), @r#"
{
  "asks_credit": false,
  "committed": false,
  "rows": [
    {
      "billed_amount": "6,180",
      "buyer_name": "見本　花子",
      "differs": "",
      "elsewhere": null,
      "fee": null,
      "foreseen": [],
      "order_number": "A-1",
      "outcome": "New",
      "problems": [],
      "row": 2
    },
    {
      "billed_amount": "",
      "buyer_name": "見本　花子",
      "differs": "",
      "elsewhere": null,
      "fee": null,
      "foreseen": [],
      "order_number": "A-2",
      "outcome": "Failed",
      "problems": [
        {
          "column": "日付指定",
          "message": "「あした」を読み取れません。日付は「2026/11/24」の形で入力してください。",
          "row": 4
        }
      ],
      "row": 4
    }
  ],
  "unused_columns": [
    "顧客区分",
    "顧客コード",
    "消費税率（%）"
  ]
}
"#);
}

#[test]
fn every_error() {
    let violation = Violation {
        code: Code::new("E0100104"),
        field: Field::Line(LineField::Quantity),
        line: Some(0),
        message: "商品明細1行目：注文数は0を除く-999から9,999までです（いま0）。".to_owned(),
    };
    let errors = [
        AppError::SignedOut,
        AppError::NotFound("受注が見つかりません。".to_owned()),
        AppError::Refused("キャンセル済の受注です。".to_owned()),
        AppError::Changed,
        AppError::Invalid(vec![violation]),
        AppError::BadInput("ファイルが空です。".to_owned()),
        AppError::Unavailable { reference: "0123abcd".to_owned() },
        AppError::Internal { reference: "0123abcd".to_owned() },
        AppError::Transport,
    ];
    for error in &errors {
        let status = atobarai_desk::server::error::status(error).as_u16();
        assert!((400..600).contains(&status), "{error:?}");
        assert_eq!(&serde_json::from_value::<AppError>(json!(error)).unwrap(), error);
    }
    let told: Vec<(u16, Value, String)> =
        errors.iter().map(|error| (atobarai_desk::server::error::status(error).as_u16(), json!(error), error.to_string())).collect();
    insta::assert_json_snapshot!(told, @r#"
[
  [
    401,
    "SignedOut",
    "ログインの有効期限が切れました。もう一度ログインしてください。"
  ],
  [
    404,
    {
      "NotFound": "受注が見つかりません。"
    },
    "受注が見つかりません。"
  ],
  [
    409,
    {
      "Refused": "キャンセル済の受注です。"
    },
    "キャンセル済の受注です。"
  ],
  [
    409,
    "Changed",
    "ほかの人が先にこの受注を変更しました。最新の内容を表示しましたので、確かめてからもう一度操作してください。"
  ],
  [
    422,
    {
      "Invalid": [
        {
          "code": "E0100104",
          "field": "line-quantity",
          "line": 0,
          "message": "商品明細1行目：注文数は0を除く-999から9,999までです（いま0）。"
        }
      ]
    },
    "入力内容に誤りがあります。商品明細1行目：注文数は0を除く-999から9,999までです（いま0）。"
  ],
  [
    422,
    {
      "BadInput": "ファイルが空です。"
    },
    "ファイルが空です。"
  ],
  [
    503,
    {
      "Unavailable": {
        "reference": "0123abcd"
      }
    },
    "ただいまデータベースに接続できません。しばらくしてからもう一度お試しください。（参照番号 0123abcd）"
  ],
  [
    500,
    {
      "Internal": {
        "reference": "0123abcd"
      }
    },
    "サーバーで問題が起きました。管理者に参照番号 0123abcd をお知らせください。"
  ],
  [
    500,
    "Transport",
    "サーバーと通信できませんでした。接続を確かめてもう一度お試しください。操作が届いているかは画面の状態で確かめてください。"
  ]
]
"#);
}
