//! The elements that travel to NP, field by field (np-api.md §3), and their translation from the domain.

use crate::domain::id::{NpTransactionId, ShopTransactionId};
use crate::domain::order::{Contents, Line, Party};
use crate::server::provider::{self, Element};
use serde::Serialize;

/// `settlement_type` 02: NP posts the invoice separately (np-api.md §4.1).
const SEPARATE_INVOICE: &str = "02";

/// An element of `POST /transactions` and `PATCH /transactions/update`.
#[derive(Serialize)]
struct Registration<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    np_transaction_id: Option<&'a str>,
    shop_transaction_id: &'a str,
    shop_order_date: String,
    settlement_type: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    site_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    site_url: &'a str,
    billed_amount: i64,
    customer: Customer<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dest_customer: Option<Customer<'a>>,
    goods: Vec<Goods<'a>>,
}

/// `customer` and `dest_customer`. Empty optional fields are left out, which NP reads as "not given".
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "NP's names")]
struct Customer<'a> {
    customer_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    customer_name_kana: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    company_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    department_name: &'a str,
    zip_code: &'a str,
    address: &'a str,
    tel: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    email: &'a str,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "NP's names")]
struct Goods<'a> {
    goods_name: &'a str,
    goods_price: i64,
    quantity: i64,
}

/// An element that names a transaction and no more.
#[derive(Serialize)]
struct Named<'a> {
    np_transaction_id: &'a str,
}

/// An element of `POST /shipments`. Without `bill_issued_date`, which is for settlement type 03 only.
#[derive(Serialize)]
struct Shipment<'a> {
    np_transaction_id: &'a str,
    pd_company_code: &'a str,
    slip_no: &'a str,
}

/// The JSON text of one element.
pub fn element(element: Element<'_>) -> String {
    let text = match element {
        Element::Register(order) => serde_json::to_string(&registration(None, order)),
        Element::Update(id, order) => serde_json::to_string(&registration(Some(id), order)),
        Element::Named(id) => serde_json::to_string(&Named { np_transaction_id: id.as_str() }),
        Element::Shipment(id, carrier, slip_number) => serde_json::to_string(&Shipment {
            np_transaction_id: id.as_str(),
            pd_company_code: carrier.np_code(),
            slip_no: slip_number.as_str(),
        }),
    };
    text.expect("plain strings and numbers always become JSON")
}

/// An element of `POST /transactions/reregister`: what stays of a cancelled shipment after a partial return.
#[derive(Serialize)]
struct Reregistration<'a> {
    base_np_transaction_id: &'a str,
    shop_transaction_id: &'a str,
    shop_order_date: String,
    billed_amount: i64,
    goods: Vec<Goods<'a>>,
}

/// The JSON text of a re-registration; `contents` holds the lines and the amount that stay (np-api.md §3.7).
pub fn reregistration(base: &NpTransactionId, shop_transaction_id: &ShopTransactionId, contents: &Contents) -> String {
    serde_json::to_string(&Reregistration {
        base_np_transaction_id: base.as_str(),
        shop_transaction_id: shop_transaction_id.as_str(),
        shop_order_date: contents.ordered_on.to_string(),
        billed_amount: contents.billed_amount.0,
        goods: contents.lines.iter().map(goods).collect(),
    })
    .expect("plain strings and numbers always become JSON")
}

fn registration<'a>(np_transaction_id: Option<&'a NpTransactionId>, order: provider::Registration<'a>) -> Registration<'a> {
    let contents = order.contents;
    Registration {
        np_transaction_id: np_transaction_id.map(NpTransactionId::as_str),
        shop_transaction_id: order.shop_transaction_id.as_str(),
        shop_order_date: contents.ordered_on.to_string(),
        settlement_type: SEPARATE_INVOICE,
        site_name: order.site_name,
        site_url: order.site_url,
        billed_amount: contents.billed_amount.0,
        customer: customer(&contents.buyer, &contents.buyer.email),
        // An update that leaves the destination out would keep the old one, so it always tells where the parcel goes.
        dest_customer: match (&contents.destination, np_transaction_id) {
            (None, None) => None,
            (None, Some(_)) => Some(customer(&contents.buyer, "")),
            (Some(destination), _) => Some(customer(destination, "")),
        },
        goods: contents.lines.iter().map(goods).collect(),
    }
}

fn customer<'a>(party: &'a Party, email: &'a str) -> Customer<'a> {
    Customer {
        customer_name: &party.name,
        customer_name_kana: &party.kana,
        company_name: &party.company,
        department_name: &party.department,
        zip_code: &party.zip,
        address: &party.address,
        tel: &party.tel,
        email,
    }
}

fn goods(line: &Line) -> Goods<'_> {
    Goods { goods_name: &line.name, goods_price: line.price.0, quantity: line.quantity }
}
