//! The NP client against the simulator, over real HTTP.

use crate::harness::{Np, SP_CODE};
use atobarai_desk::domain::act::{ActKind, Answer, Verdict};
use atobarai_desk::domain::carrier::{Carrier, ShippedBy};
use atobarai_desk::domain::id::{NpTransactionId, ShopTransactionId, SlipNumber};
use atobarai_desk::domain::lamp::Payment;
use atobarai_desk::domain::order::{Contents, Day, Line, Party};
use atobarai_desk::domain::reason::Code;
use atobarai_desk::domain::yen::Yen;
use atobarai_desk::server::clock;
use atobarai_desk::server::np::{Endpoint, NpClient, wire};
use atobarai_desk::server::provider::{Access, Element, Outgoing, PaymentProvider, Probe, Registration, Reply};
use atobarai_desk::server::secrets::SpCode;
use atobarai_desk::simulator::{Faults, State};
use std::collections::HashMap;
use std::time::Duration;

pub fn access(base_url: &str) -> Access {
    Access {
        base_url: base_url.to_owned(),
        merchant_code: "SIM00001".to_owned(),
        terminal_id: "2000022000".to_owned(),
        sp_code: SpCode::new(SP_CODE),
    }
}

pub fn contents(ordered_on: Day) -> Contents {
    let line = |name: &str, price, quantity| Line { name: name.to_owned(), code: "C-1".to_owned(), price: Yen(price), quantity };
    Contents {
        ordered_on,
        buyer: Party {
            name: "見本　花子".to_owned(),
            kana: "ミホン　ハナコ".to_owned(),
            zip: "107-0052".to_owned(),
            address: "東京都港区赤坂９－９－９　みほんビル２０１".to_owned(),
            tel: "090-0000-0000".to_owned(),
            email: "hanako@example.jp".to_owned(),
            ..Party::default()
        },
        destination: None,
        lines: vec![line("りんご５ｋｇ", 2_890, 2), line("送料", 600, 1), line("割引", -200, 1)],
        billed_amount: Yen(6_180),
    }
}

pub fn registration<'a>(id: &'a ShopTransactionId, contents: &'a Contents) -> Registration<'a> {
    Registration { shop_transaction_id: id, contents, site_name: "", site_url: "" }
}

/// Sends one element, and gives what came back for it.
async fn ask(np: &Np, endpoint: Endpoint, reference: &str, payload: String) -> (Answer, Option<NpTransactionId>) {
    let batch = [Outgoing { reference: reference.to_owned(), payload }];
    let reply = NpClient::new(Duration::from_secs(30)).unwrap().send(&access(&np.address()), endpoint, &batch).await;
    let Reply::Answered(mut received) = reply else { panic!("{reply:?}") };
    let received = received.remove(reference).unwrap();
    (received.answer, received.np_transaction_id)
}

#[tokio::test]
async fn all_seven_endpoints_are_spoken_to() {
    let np = Np::start().await;
    let shop_id = ShopTransactionId::parse("A-1").unwrap();
    let contents = contents(clock::today());
    let register = wire::element(Element::Register(registration(&shop_id, &contents)));
    let (answer, id) = ask(&np, Endpoint::Register, "A-1", register).await;
    assert_eq!(answer, Answer::Verdict(Verdict::Ok));
    let id = id.unwrap();
    let named = wire::element(Element::Named(&id));
    assert_eq!(ask(&np, Endpoint::FindAuthorization, id.as_str(), named.clone()).await.0, Answer::Verdict(Verdict::Ok));

    let mut changed = contents.clone();
    changed.buyer.address = "東京都港区赤坂".to_owned();
    let held = Answer::Verdict(Verdict::Hold(vec![Code::new("RE009"), Code::new("RE015")]));
    let update = wire::element(Element::Update(&id, registration(&shop_id, &changed)));
    assert_eq!(ask(&np, Endpoint::Update, id.as_str(), update).await.0, held, "the parcel goes to the changed address too");
    let update = wire::element(Element::Update(&id, registration(&shop_id, &contents)));
    assert_eq!(ask(&np, Endpoint::Update, id.as_str(), update).await.0, Answer::Verdict(Verdict::Ok));

    let slip = SlipNumber::parse("1234-5678-9012").unwrap();
    let report = wire::element(Element::Shipment(&id, ShippedBy::Listed(Carrier::Yamato), &slip));
    assert_eq!(ask(&np, Endpoint::ReportShipment, id.as_str(), report).await.0, Answer::Reported);
    assert_eq!(ask(&np, Endpoint::FindPayment, id.as_str(), named.clone()).await.0, Answer::Payment(Payment::Unpaid));
    assert_eq!(ask(&np, Endpoint::Cancel, id.as_str(), named.clone()).await.0, Answer::Cancelled);
    assert_eq!(ask(&np, Endpoint::Cancel, id.as_str(), named).await.0, Answer::Refused(vec![Code::new("E0100114")]));

    let mut kept = contents.clone();
    kept.lines.truncate(1);
    kept.billed_amount = Yen(5_780);
    let again = ShopTransactionId::parse("A-1-2").unwrap();
    let (answer, new) = ask(&np, Endpoint::Reregister, id.as_str(), wire::reregistration(&id, &again, &kept)).await;
    assert_eq!(answer, Answer::Verdict(Verdict::Ok));
    let transaction = np.only("A-1-2");
    assert_eq!(
        (transaction.np_transaction_id, transaction.billed_amount, transaction.state),
        (new.unwrap().to_string(), 5_780, State::Shipped)
    );
    let lines: Vec<String> = np.requests().into_iter().map(|request| request.line).collect();
    let sent = [
        "POST /v1/transactions",
        "POST /v1/authorizations/find",
        "PATCH /v1/transactions/update",
        "PATCH /v1/transactions/update",
        "POST /v1/shipments",
        "POST /v1/transactions/payments/find",
        "PATCH /v1/transactions/cancel",
        "PATCH /v1/transactions/cancel",
        "POST /v1/transactions/reregister",
    ];
    assert_eq!(lines, sent);
}

#[tokio::test]
async fn credentials_are_tested_without_touching_a_transaction() {
    let np = Np::start().await;
    let client = NpClient::new(Duration::from_secs(2)).unwrap();
    let good = access(&np.address());
    assert_eq!(client.probe(&good).await, Probe::Good);
    assert_eq!(client.probe(&Access { sp_code: SpCode::new("wrong"), ..good.clone() }).await, Probe::Refused);
    assert_eq!(client.probe(&Access { terminal_id: "1".to_owned(), ..good.clone() }).await, Probe::Refused);
    assert_eq!(client.probe(&Access { base_url: "http://127.0.0.1:1/v1".to_owned(), ..good.clone() }).await, Probe::Unreachable);
    let later = Some(Duration::from_secs(7));
    for (faults, probe) in [
        (Faults { error_503: 1.0, ..Faults::default() }, Probe::Maintenance(later)),
        (Faults { error_429: 1.0, ..Faults::default() }, Probe::Busy(later)),
        (Faults { error_500: 1.0, ..Faults::default() }, Probe::Busy(None)),
        (Faults { lose_before: 1.0, ..Faults::default() }, Probe::Unreachable),
    ] {
        np.faults(Faults { retry_after_seconds: 7, ..faults });
        assert_eq!(client.probe(&good).await, probe);
    }
    assert!(np.ledger().is_empty());
    assert!(np.requests().iter().all(|request| request.body == r#"{"transactions":[]}"#));
}

#[tokio::test]
async fn a_client_that_gives_up_counts_the_answer_as_lost() {
    let np = Np::start().await;
    np.faults(Faults { delay: 1.0, delay_ms: 5_000, ..Faults::default() });
    let shop_id = ShopTransactionId::parse("A-1").unwrap();
    let contents = contents(clock::today());
    let payload = wire::element(Element::Register(registration(&shop_id, &contents)));
    let batch = [Outgoing { reference: "A-1".to_owned(), payload }];
    let client = NpClient::new(Duration::from_millis(200)).unwrap();
    let reply = client.call(&access(&np.address()), ActKind::Register, &batch).await;
    assert!(matches!(reply, Reply::Lost { .. }), "{reply:?}");
    assert_eq!(np.only("A-1").state, State::Ok, "it landed all the same");
    let nobody = access("http://127.0.0.1:1/v1");
    assert_eq!(client.call(&nobody, ActKind::Register, &batch).await, Reply::Unreachable);
}

#[tokio::test]
async fn a_batch_travels_in_one_envelope_byte_for_byte() {
    let np = Np::start().await;
    let elements = [r#"{"np_transaction_id":"25040100001"}"#, r#"{ "np_transaction_id" : "25040100002" }"#];
    let batch: Vec<Outgoing> = elements
        .iter()
        .zip(["25040100001", "25040100002"])
        .map(|(payload, id)| Outgoing { reference: id.to_owned(), payload: (*payload).to_owned() })
        .collect();
    let reply = NpClient::new(Duration::from_secs(30)).unwrap().call(&access(&np.address()), ActKind::Check, &batch).await;
    assert_eq!(np.requests()[0].body, format!(r#"{{"transactions":[{},{}]}}"#, elements[0], elements[1]));
    let Reply::Answered(received) = reply else { panic!("{reply:?}") };
    let answers: HashMap<&str, &Answer> = received.iter().map(|(id, received)| (id.as_str(), &received.answer)).collect();
    let unknown = Answer::Refused(vec![Code::new("E0100113")]);
    assert_eq!(answers, HashMap::from([("25040100001", &unknown), ("25040100002", &unknown)]));
}
