//! What stays of a stored element when the buyer's data go.

use serde_json::{Map, Value};

/// Members without any word about the buyer (np-api.md §3). What is not named here goes: NP may add members.
const KEPT: [&str; 18] = [
    "authori_hold",
    "authori_ng",
    "authori_required_date",
    "authori_result",
    "base_np_transaction_id",
    "billed_amount",
    "codes",
    "customer_payment_date",
    "id",
    "np_transaction_id",
    "payment_status",
    "pd_company_code",
    "settlement_type",
    "shop_order_date",
    "shop_transaction_id",
    "site_name",
    "site_url",
    "slip_no",
];

/// The element, sent or received, without what tells about the buyer. A text that is no element leaves nothing.
pub fn without_buyer(element: &str) -> String {
    let members: Map<String, Value> = serde_json::from_str(element).unwrap_or_default();
    let is_plain = |value: &Value| match value {
        Value::Array(list) => list.iter().all(|one| !one.is_object() && !one.is_array()),
        Value::Object(_) => false,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    };
    let kept: Map<String, Value> = members.into_iter().filter(|(name, value)| KEPT.contains(&name.as_str()) && is_plain(value)).collect();
    Value::Object(kept).to_string()
}

#[cfg(test)]
mod tests {
    use super::without_buyer;

    #[test]
    fn ids_amounts_and_codes_stay_and_the_buyer_goes() {
        let sent =
            r#"{"shop_transaction_id":"A-1","billed_amount":6180,"customer":{"customer_name":"見本"},"goods":[{"goods_name":"名入れ"}]}"#;
        assert_eq!(without_buyer(sent), r#"{"billed_amount":6180,"shop_transaction_id":"A-1"}"#);
        let got =
            r#"{"np_transaction_id":"25040100011","authori_result":"10","authori_hold":["RE009"],"echo":"見本","id":{"name":"見本"}}"#;
        assert_eq!(without_buyer(got), r#"{"authori_hold":["RE009"],"authori_result":"10","np_transaction_id":"25040100011"}"#);
        assert_eq!(without_buyer("<html>見本</html>"), "{}");
    }
}
