//! The table of np-api.md §7: every act in every state.

use atobarai_desk::simulator::State;
use serde_json::{Value, json};

use crate::support::{Np, days, np, order, order_with, shipment};

/// Brings a fresh order into a state.
async fn bring(np: &Np, name: &str, state: State) -> String {
    let marked = |mark: &str| order_with(name, "/customer/department_name", json!(mark));
    match state {
        State::BeforeReview | State::UnderReview => {
            let id = np.registered(marked("【審査中】")).await;
            if state == State::UnderReview {
                np.simulator.skip_time(std::time::Duration::from_secs(4));
            }
            id
        }
        State::Hold => np.registered(marked("【保留RE021】")).await,
        State::Refused => np.registered(marked("【NG999】")).await,
        State::Error => np.registered(marked("【ER】")).await,
        State::Ok => np.registered(order(name)).await,
        State::Shipped | State::Paid => {
            let id = np.registered(order(name)).await;
            np.shipped(&id).await;
            if state == State::Paid {
                np.simulator.mark_paid(&id).unwrap();
            }
            id
        }
        State::Cancelled => {
            let id = np.registered(order(name)).await;
            assert_eq!(np.cancel(&[&id]).await.status, 200);
            id
        }
    }
}

/// State, then the codes of update, cancel and shipment; none where the act goes ahead.
type Row = (State, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const TABLE: [Row; 9] = [
    (State::BeforeReview, &[], &[], &["E0100120"]),
    (State::UnderReview, &[], &[], &["E0100120"]),
    (State::Hold, &[], &[], &["E0100120"]),
    (State::Refused, &[], &[], &["E0100120"]),
    (State::Error, &[], &[], &["E0100120"]),
    (State::Ok, &[], &[], &[]),
    (State::Shipped, &["E0100115"], &[], &["E0100115"]),
    (State::Paid, &["E0100115", "E0100118"], &["E0100118"], &["E0100115", "E0100118"]),
    (State::Cancelled, &["E0100114"], &["E0100114"], &["E0100114"]),
];

fn change(id: &str) -> Value {
    let customer = order("CHANGED")["customer"].clone();
    json!([{ "np_transaction_id": id, "customer": customer }])
}

#[tokio::test]
async fn every_act_in_every_state_does_what_the_table_says() {
    for (state, update, cancel, ship) in TABLE {
        // A simulator each: some states are reached by skipping time.
        for (act, codes, after) in [("update", update, State::Ok), ("cancel", cancel, State::Cancelled), ("ship", ship, State::Shipped)] {
            let np = np().await;
            let id = bring(&np, "A", state).await;
            assert_eq!(np.transaction(&id).state, state, "before {act}");
            let answer = match act {
                "update" => np.update(change(&id)).await,
                "cancel" => np.cancel(&[&id]).await,
                _ => np.report(json!([shipment(&id)])).await,
            };
            if codes.is_empty() {
                assert_eq!(answer.status, 200, "{act} in {state:?}: {}", answer.body);
                assert_eq!(np.transaction(&id).state, after, "{act} in {state:?}");
            } else {
                assert_eq!(answer.status, 400, "{act} in {state:?}");
                assert_eq!(answer.codes(), codes, "{act} in {state:?}");
                assert_eq!(np.transaction(&id).state, state, "a refused {act} changes nothing");
            }
        }
    }
}

#[tokio::test]
async fn results_and_payments_can_be_asked_for_in_every_state() {
    for (state, result, payment) in [
        (State::BeforeReview, "40", "10"),
        (State::UnderReview, "50", "10"),
        (State::Hold, "10", "10"),
        (State::Refused, "20", "10"),
        (State::Error, "30", "10"),
        (State::Ok, "00", "10"),
        (State::Shipped, "00", "10"),
        (State::Paid, "00", "20"),
        (State::Cancelled, "00", "10"),
    ] {
        let np = np().await;
        let id = bring(&np, "A", state).await;
        assert_eq!(np.find_review(&[&id]).await.authori_result(), result, "{state:?}");
        assert_eq!(np.find_payment(&[&id]).await.result(0)["payment_status"], payment, "{state:?}");
    }
}

#[tokio::test]
async fn the_ledger_counts_the_calls_about_a_transaction_refused_ones_included() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    np.find_review(&[&id]).await;
    np.update(change(&id)).await;
    np.shipped(&id).await;
    np.report(json!([shipment(&id)])).await;
    np.find_payment(&[&id]).await;
    np.find_payment(&[&id]).await;
    np.cancel(&[&id]).await;
    let calls = np.transaction(&id).calls;
    assert_eq!((calls.register, calls.update, calls.cancel, calls.find_review), (1, 1, 1, 1));
    assert_eq!((calls.report_shipment, calls.find_payment, calls.reregister), (2, 2, 0));
}

#[tokio::test]
async fn an_ok_without_a_shipment_report_lapses_after_90_days() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    let held = np.registered(order_with("B", "/customer/department_name", json!("【保留RE021】"))).await;
    np.simulator.skip_time(days(89));
    assert_eq!(np.transaction(&id).state, State::Ok);
    np.simulator.skip_time(days(1));
    assert_eq!(np.report(json!([shipment(&id)])).await.codes(), ["E0100114"]);
    assert_eq!(np.transaction(&id).state, State::Cancelled);
    assert_eq!(np.transaction(&held).state, State::Hold, "a hold stays until it is cancelled");
}

#[tokio::test]
async fn a_shipped_transaction_does_not_lapse() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    np.shipped(&id).await;
    np.simulator.skip_time(days(200));
    assert_eq!(np.transaction(&id).state, State::Shipped);
}
