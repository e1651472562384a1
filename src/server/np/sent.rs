//! What a recorded registration tells, read back from the element that went to NP.

use crate::domain::order::{Contents, Day, Line, Party};
use crate::domain::yen::Yen;
use serde::Deserialize;

/// The members of an element (np-api.md §3) that an order's contents are made of.
#[derive(Deserialize)]
struct Registration {
    shop_order_date: Day,
    billed_amount: i64,
    customer: Customer,
    dest_customer: Option<Customer>,
    goods: Vec<Goods>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "NP's names")]
struct Customer {
    customer_name: String,
    customer_name_kana: String,
    company_name: String,
    department_name: String,
    zip_code: String,
    address: String,
    tel: String,
    email: String,
}

#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "NP's names")]
struct Goods {
    goods_name: String,
    goods_price: i64,
    quantity: i64,
}

/// The contents of a registration or an update; `None` for any other element, and for one whose buyer has been erased.
pub fn contents(element: &str) -> Option<Contents> {
    let Registration { shop_order_date, billed_amount, customer, dest_customer, goods } = serde_json::from_str(element).ok()?;
    let (buyer, destination) = (party(customer), dest_customer.map(party));
    let lines = goods.into_iter().map(|goods| Line {
        name: goods.goods_name,
        code: String::new(),
        price: Yen(goods.goods_price),
        quantity: goods.quantity,
    });
    Some(Contents {
        ordered_on: shop_order_date,
        // An update names the buyer as the destination, where there is no other.
        destination: destination.filter(|destination| *destination != Party { email: String::new(), ..buyer.clone() }),
        buyer,
        lines: lines.collect(),
        billed_amount: Yen(billed_amount),
    })
}

fn party(customer: Customer) -> Party {
    Party {
        name: customer.customer_name,
        kana: customer.customer_name_kana,
        company: customer.company_name,
        department: customer.department_name,
        zip: customer.zip_code,
        address: customer.address,
        tel: customer.tel,
        email: customer.email,
    }
}

#[cfg(test)]
mod tests {
    use super::contents;
    use crate::domain::difference::differences;
    use crate::domain::id::{NpTransactionId, ShopTransactionId};
    use crate::domain::order::{Contents, Day, Line, Party};
    use crate::domain::yen::Yen;
    use crate::server::np::wire;
    use crate::server::provider::{Element, Registration};

    #[test]
    fn what_was_sent_is_read_back_as_it_was() {
        let buyer = Party {
            name: "見本　花子".to_owned(),
            zip: "107-0052".to_owned(),
            address: "東京都港区赤坂9-9-9".to_owned(),
            tel: "03-0000-0000".to_owned(),
            email: "hanako@example.jp".to_owned(),
            ..Party::default()
        };
        let line = Line { name: "りんご".to_owned(), code: "C-1".to_owned(), price: Yen(1_000), quantity: 2 };
        let elsewhere = Party { name: "配送　次郎".to_owned(), email: String::new(), ..buyer.clone() };
        let id = ShopTransactionId::parse("A-1").unwrap();
        let np_id = NpTransactionId::parse("25040100011").unwrap();
        for destination in [None, Some(elsewhere)] {
            let ordered_on = Day::parse("2026-11-24").unwrap();
            let order = Contents { ordered_on, buyer: buyer.clone(), destination, lines: vec![line.clone()], billed_amount: Yen(2_000) };
            let registration = Registration { shop_transaction_id: &id, contents: &order, site_name: "", site_url: "" };
            for element in [Element::Register(registration), Element::Update(&np_id, registration)] {
                assert_eq!(differences(&contents(&wire::element(element)).unwrap(), &order), []);
            }
        }
        assert_eq!(contents(&wire::element(Element::Named(&np_id))), None);
    }
}
