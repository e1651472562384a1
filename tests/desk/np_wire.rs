//! The elements as they travel to NP, member by member (np-api.md §3, §10).

use crate::np::{contents, registration};
use atobarai_desk::domain::carrier::{Carrier, ShippedBy};
use atobarai_desk::domain::id::{NpTransactionId, ShopTransactionId, SlipNumber};
use atobarai_desk::domain::order::{Day, Party};
use atobarai_desk::server::np::wire;
use atobarai_desk::server::provider::{Element, Registration};
use serde_json::Value;

fn destination() -> Party {
    Party {
        name: "配送　次郎".to_owned(),
        company: "配送商店".to_owned(),
        zip: "5300001".to_owned(),
        address: "大阪府大阪市北区梅田１－１".to_owned(),
        tel: "06-6000-0000".to_owned(),
        email: "not-sent@example.jp".to_owned(),
        ..Party::default()
    }
}

fn pretty(element: &str) -> String {
    serde_json::to_string_pretty(&serde_json::from_str::<Value>(element).unwrap()).unwrap()
}

fn np_id(text: &str) -> NpTransactionId {
    NpTransactionId::parse(text).unwrap()
}

#[test]
fn a_registration_leaves_out_what_is_not_given() {
    let shop_id = ShopTransactionId::parse("A-1").unwrap();
    let contents = contents(Day::parse("2026-11-24").unwrap());
    let element = wire::element(Element::Register(registration(&shop_id, &contents)));
    insta::assert_snapshot!(pretty(&element), @r#"
{
  "billed_amount": 6180,
  "customer": {
    "address": "東京都港区赤坂９－９－９　みほんビル２０１",
    "customer_name": "見本　花子",
    "customer_name_kana": "ミホン　ハナコ",
    "email": "hanako@example.jp",
    "tel": "090-0000-0000",
    "zip_code": "107-0052"
  },
  "goods": [
    {
      "goods_name": "りんご５ｋｇ",
      "goods_price": 2890,
      "quantity": 2
    },
    {
      "goods_name": "送料",
      "goods_price": 600,
      "quantity": 1
    },
    {
      "goods_name": "割引",
      "goods_price": -200,
      "quantity": 1
    }
  ],
  "settlement_type": "02",
  "shop_order_date": "2026-11-24",
  "shop_transaction_id": "A-1"
}
"#);
}

#[test]
fn a_registration_with_a_destination_and_a_site_tells_both() {
    let shop_id = ShopTransactionId::parse("A-1").unwrap();
    let mut contents = contents(Day::parse("2026-11-24").unwrap());
    contents.destination = Some(destination());
    contents.lines.truncate(1);
    let order = Registration { site_name: "みほん青果店", site_url: "https://shop.example.jp", ..registration(&shop_id, &contents) };
    insta::assert_snapshot!(pretty(&wire::element(Element::Register(order))), @r#"
{
  "billed_amount": 6180,
  "customer": {
    "address": "東京都港区赤坂９－９－９　みほんビル２０１",
    "customer_name": "見本　花子",
    "customer_name_kana": "ミホン　ハナコ",
    "email": "hanako@example.jp",
    "tel": "090-0000-0000",
    "zip_code": "107-0052"
  },
  "dest_customer": {
    "address": "大阪府大阪市北区梅田１－１",
    "company_name": "配送商店",
    "customer_name": "配送　次郎",
    "tel": "06-6000-0000",
    "zip_code": "5300001"
  },
  "goods": [
    {
      "goods_name": "りんご５ｋｇ",
      "goods_price": 2890,
      "quantity": 2
    }
  ],
  "settlement_type": "02",
  "shop_order_date": "2026-11-24",
  "shop_transaction_id": "A-1",
  "site_name": "みほん青果店",
  "site_url": "https://shop.example.jp"
}
"#);
}

#[test]
fn an_update_names_the_transaction_and_always_tells_where_the_parcel_goes() {
    let (shop_id, id) = (ShopTransactionId::parse("A-1").unwrap(), np_id("25040100001"));
    let mut contents = contents(Day::parse("2026-11-24").unwrap());
    contents.lines.truncate(1);
    insta::assert_snapshot!(pretty(&wire::element(Element::Update(&id, registration(&shop_id, &contents)))), @r#"
{
  "billed_amount": 6180,
  "customer": {
    "address": "東京都港区赤坂９－９－９　みほんビル２０１",
    "customer_name": "見本　花子",
    "customer_name_kana": "ミホン　ハナコ",
    "email": "hanako@example.jp",
    "tel": "090-0000-0000",
    "zip_code": "107-0052"
  },
  "dest_customer": {
    "address": "東京都港区赤坂９－９－９　みほんビル２０１",
    "customer_name": "見本　花子",
    "customer_name_kana": "ミホン　ハナコ",
    "tel": "090-0000-0000",
    "zip_code": "107-0052"
  },
  "goods": [
    {
      "goods_name": "りんご５ｋｇ",
      "goods_price": 2890,
      "quantity": 2
    }
  ],
  "np_transaction_id": "25040100001",
  "settlement_type": "02",
  "shop_order_date": "2026-11-24",
  "shop_transaction_id": "A-1"
}
"#);
}

#[test]
fn a_shipment_tells_carrier_and_slip_and_no_invoice_date() {
    let slip = SlipNumber::parse("1234-5678-9012").unwrap();
    let element = wire::element(Element::Shipment(&np_id("25040100001"), ShippedBy::Listed(Carrier::NipponExpress), &slip));
    insta::assert_snapshot!(element, @r#"{"np_transaction_id":"25040100001","pd_company_code":"59020","slip_no":"1234-5678-9012"}"#);
}
