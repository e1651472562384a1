//! A simulator on a port of its own, and a shop that knows how to call it.

use std::sync::Once;
use std::time::Duration;

use atobarai_desk::simulator::{Settings, Simulator, Transaction, serve};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use time::macros::offset;
use time::{Date, OffsetDateTime};

/// A running simulator; it stops with the test's runtime.
pub struct Np {
    pub base: String,
    pub simulator: Simulator,
    pub client: reqwest::Client,
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

pub fn client() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(20)).build().unwrap()
}

pub async fn start(settings: Settings) -> Np {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let simulator = Simulator::new(settings);
    tokio::spawn(serve(listener, simulator.clone(), std::future::pending()));
    Np { base, simulator, client: client() }
}

pub async fn np() -> Np {
    start(Settings::default()).await
}

impl Np {
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.base))
            .basic_auth("SIM00001", Some("sim-sp-code"))
            .header("X-NP-Terminal-Id", "2000022000")
    }

    pub async fn send(&self, method: Method, path: &str, transactions: Value) -> reqwest::Result<Response> {
        self.request(method, path).json(&json!({ "transactions": transactions })).send().await
    }

    async fn ask(&self, method: Method, path: &str, transactions: Value) -> Answer {
        let response = self.send(method, path, transactions).await.unwrap();
        let status = response.status();
        Answer { status, body: response.json().await.unwrap() }
    }

    pub async fn register(&self, orders: Value) -> Answer {
        self.ask(Method::POST, "/v1/transactions", orders).await
    }

    pub async fn update(&self, changes: Value) -> Answer {
        self.ask(Method::PATCH, "/v1/transactions/update", changes).await
    }

    pub async fn cancel(&self, ids: &[&str]) -> Answer {
        self.ask(Method::PATCH, "/v1/transactions/cancel", about(ids)).await
    }

    pub async fn find_review(&self, ids: &[&str]) -> Answer {
        self.ask(Method::POST, "/v1/authorizations/find", about(ids)).await
    }

    pub async fn find_payment(&self, ids: &[&str]) -> Answer {
        self.ask(Method::POST, "/v1/transactions/payments/find", about(ids)).await
    }

    pub async fn report(&self, shipments: Value) -> Answer {
        self.ask(Method::POST, "/v1/shipments", shipments).await
    }

    pub async fn reregister(&self, orders: Value) -> Answer {
        self.ask(Method::POST, "/v1/transactions/reregister", orders).await
    }

    /// Registers one order that has to be taken, and gives its NP取引ID.
    pub async fn registered(&self, order: Value) -> String {
        let answer = self.register(json!([order])).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.np_id()
    }

    /// Ships one transaction, which has to be possible.
    pub async fn shipped(&self, id: &str) {
        let answer = self.report(json!([shipment(id)])).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    pub fn transaction(&self, id: &str) -> Transaction {
        self.simulator.ledger().into_iter().find(|transaction| transaction.np_transaction_id == id).unwrap()
    }
}

impl Answer {
    pub fn result(&self, place: usize) -> &Value {
        &self.body["results"][place]
    }

    pub fn np_id(&self) -> String {
        self.result(0)["np_transaction_id"].as_str().unwrap().to_owned()
    }

    pub fn authori_result(&self) -> &str {
        self.result(0)["authori_result"].as_str().unwrap()
    }

    /// The codes of the only error.
    pub fn codes(&self) -> Vec<&str> {
        let errors = self.body["errors"].as_array().unwrap_or_else(|| panic!("no error in {}", self.body));
        assert_eq!(errors.len(), 1, "{}", self.body);
        errors[0]["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect()
    }
}

fn about(ids: &[&str]) -> Value {
    ids.iter().map(|id| json!({ "np_transaction_id": id })).collect()
}

pub fn today() -> Date {
    OffsetDateTime::now_utc().to_offset(offset!(+9)).date()
}

pub fn days(number: u64) -> Duration {
    Duration::from_hours(24 * number)
}

pub fn day(days_from_today: i64) -> String {
    let day = today() + time::Duration::days(days_from_today);
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// A sound order of 6,180 yen (np-api.md §10.1), by a purchaser of its own.
pub fn order(shop_id: &str) -> Value {
    json!({
        "shop_transaction_id": shop_id,
        "shop_order_date": day(0),
        "settlement_type": "02",
        "site_name": "みほん青果店",
        "site_url": "https://shop.example.jp",
        "billed_amount": 6180,
        "customer": {
            "customer_name": format!("見本　花子{shop_id}").chars().take(21).collect::<String>(),
            "customer_name_kana": "ミホン　ハナコ",
            "company_name": "",
            "department_name": "",
            "zip_code": "107-0052",
            "address": "東京都港区赤坂９－９－９　みほんビル２０１",
            "tel": "090-0000-0000",
            "email": "hanako@example.jp"
        },
        "goods": [
            { "goods_name": "りんご５ｋｇ", "goods_price": 2890, "quantity": 2 },
            { "goods_name": "送料", "goods_price": 600, "quantity": 1 },
            { "goods_name": "後払い手数料", "goods_price": 330, "quantity": 1 },
            { "goods_name": "割引", "goods_price": -530, "quantity": 1 }
        ]
    })
}

/// The same with one member set, by JSON pointer.
pub fn order_with(shop_id: &str, pointer: &str, value: Value) -> Value {
    let mut order = order(shop_id);
    set(&mut order, pointer, value);
    order
}

/// An order of this amount in one line.
pub fn order_of(shop_id: &str, yen: u32) -> Value {
    let mut order = order(shop_id);
    order["billed_amount"] = json!(yen);
    order["goods"] = json!([{ "goods_name": "みかん", "goods_price": yen, "quantity": 1 }]);
    order
}

/// A sound destination.
pub fn destination() -> Value {
    json!({
        "customer_name": "配送　次郎",
        "customer_name_kana": "ハイソウ　ジロウ",
        "company_name": "配送商店",
        "department_name": "受付",
        "zip_code": "5300001",
        "address": "大阪府大阪市北区梅田１－１",
        "tel": "06-6000-0000"
    })
}

pub fn shipment(id: &str) -> Value {
    json!({ "np_transaction_id": id, "pd_company_code": "59010", "slip_no": "1234-5678-9012" })
}

/// Sets a member by JSON pointer; `null` takes it out.
pub fn set(value: &mut Value, pointer: &str, new: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = value.pointer_mut(parent).unwrap();
    match (parent, new) {
        (Value::Object(members), Value::Null) => {
            members.remove(name);
        }
        (Value::Object(members), new) => {
            members.insert(name.to_owned(), new);
        }
        (Value::Array(elements), new) => elements[name.parse::<usize>().unwrap()] = new,
        (other, _) => panic!("{pointer} leads into {other}"),
    }
}
