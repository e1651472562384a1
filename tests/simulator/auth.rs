//! Who may call (np-api.md §1, §1.2, §1.5).

use atobarai_desk::simulator::{Credential, Endpoint, Settings};
use reqwest::Method;
use serde_json::json;

use crate::support::{np, order, start};

fn method(endpoint: Endpoint) -> Method {
    match endpoint {
        Endpoint::Update | Endpoint::Cancel => Method::PATCH,
        Endpoint::Register | Endpoint::FindReview | Endpoint::ReportShipment | Endpoint::FindPayment | Endpoint::Reregister => Method::POST,
    }
}

#[tokio::test]
async fn good_credentials_with_nothing_to_do_are_told_by_400_on_every_endpoint() {
    let np = np().await;
    for endpoint in Endpoint::ALL {
        for body in [json!({}), json!({ "transactions": [] })] {
            let response = np.request(method(endpoint), endpoint.path()).json(&body).send().await.unwrap();
            assert_eq!(response.status(), 400, "{endpoint:?}");
            let answer: serde_json::Value = response.json().await.unwrap();
            assert_eq!(answer, json!({ "errors": [{ "codes": ["EPRO0101"] }] }), "{endpoint:?}");
        }
    }
}

#[tokio::test]
async fn wrong_credentials_are_401_and_a_wrong_terminal_is_403_on_every_endpoint() {
    let np = np().await;
    for endpoint in Endpoint::ALL {
        let request = || np.client.request(method(endpoint), format!("{}{}", np.base, endpoint.path())).json(&json!({}));
        let terminal = "X-NP-Terminal-Id";
        let cases = [
            (request().header(terminal, "2000022000"), 401, "no credentials"),
            (request().basic_auth("SIM00001", Some("sim-sp-codE")).header(terminal, "2000022000"), 401, "wrong code"),
            (request().basic_auth("SIM00001", Some("")).header(terminal, "2000022000"), 401, "empty code"),
            (request().basic_auth("SIM00002", Some("sim-sp-code")).header(terminal, "2000022000"), 401, "wrong shop"),
            (request().bearer_auth("sim-sp-code").header(terminal, "2000022000"), 401, "wrong scheme"),
            (request().basic_auth("SIM00001", Some("sim-sp-code")).header(terminal, "2000022001"), 403, "wrong terminal"),
            (request().basic_auth("SIM00001", Some("sim-sp-code")), 403, "no terminal"),
            (request().basic_auth("SIM00001", Some("wrong")).header(terminal, "2000022001"), 401, "both wrong"),
        ];
        for (request, status, case) in cases {
            assert_eq!(request.send().await.unwrap().status(), status, "{endpoint:?}: {case}");
        }
    }
}

#[tokio::test]
async fn credentials_are_checked_before_the_json() {
    let np = np().await;
    let url = format!("{}/v1/transactions", np.base);
    let broken = np.client.post(&url).body("{broken").send().await.unwrap();
    assert_eq!(broken.status(), 401);
    let broken = np.request(Method::POST, "/v1/transactions").body("{broken").send().await.unwrap();
    assert_eq!(broken.status(), 400);
}

#[tokio::test]
async fn every_endpoint_answers_to_its_own_method_only() {
    let np = np().await;
    for endpoint in Endpoint::ALL {
        for wrong in [Method::GET, Method::PUT, Method::DELETE, Method::POST, Method::PATCH] {
            if wrong != method(endpoint) {
                let response = np.request(wrong.clone(), endpoint.path()).json(&json!({})).send().await.unwrap();
                assert_eq!(response.status(), 405, "{wrong} {endpoint:?}");
            }
        }
    }
    let nowhere = np.request(Method::POST, "/v1/transactions/find").json(&json!({})).send().await.unwrap();
    assert_eq!(nowhere.status(), 404);
}

#[tokio::test]
async fn a_merchant_does_not_see_the_transactions_of_another() {
    let other: Credential = "SHOP2:other-code:3000".parse().unwrap();
    let settings = Settings { credentials: vec![Credential::default(), other], ..Settings::default() };
    let np = start(settings).await;
    let id = np.registered(order("A-1")).await;
    let found = np
        .client
        .post(format!("{}/v1/authorizations/find", np.base))
        .basic_auth("SHOP2", Some("other-code"))
        .header("X-NP-Terminal-Id", "3000")
        .json(&json!({ "transactions": [{ "np_transaction_id": id }] }))
        .send()
        .await
        .unwrap();
    assert_eq!(found.status(), 400);
    let body: serde_json::Value = found.json().await.unwrap();
    assert_eq!(body["errors"][0]["codes"], json!(["E0100113"]));
    assert_eq!(np.transaction(&id).calls.find_review, 0);
}

#[tokio::test]
async fn debug_output_never_shows_an_sp_code() {
    let np = np().await;
    assert!(!format!("{:?}", np.simulator).contains("sim-sp-code"));
}
