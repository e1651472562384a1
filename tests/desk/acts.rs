//! What a press does, from the button to NP and back.

use crate::harness::{Order, TestDesk, until};
use atobarai_desk::api::AppError;
use atobarai_desk::domain::act::{ActKind, Press, RefusedAct};
use atobarai_desk::domain::lamp::{Credit, Payment, Shipment};
use atobarai_desk::domain::reason::Code;
use atobarai_desk::simulator::State;
use serde_json::json;

pub fn codes(of: &[&str]) -> Vec<Code> {
    of.iter().map(|code| Code::new(*code)).collect()
}

fn refused_cancel(of: &[&str]) -> RefusedAct {
    RefusedAct { kind: ActKind::Cancel, codes: codes(of) }
}

#[tokio::test]
async fn a_hold_that_cannot_be_cancelled_keeps_its_reasons_until_something_else_is_done() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【保留RE009】【取消エラーE0100131】")).await;
    desk.done("A-1", ActKind::Register).await;
    let row = desk.done("A-1", ActKind::Cancel).await;
    assert_eq!(
        (row.standing.lamps.credit, row.standing.reasons, row.standing.refused),
        (Credit::Hold, codes(&["RE009"]), Some(refused_cancel(&["E0100131"])))
    );
    let row = desk.done("A-1", ActKind::Check).await;
    assert_eq!(row.standing.refused, Some(refused_cancel(&["E0100131"])), "a question does not make it untrue");
    let row = desk.done("A-1", ActKind::Update).await;
    assert_eq!((row.standing.reasons, row.standing.refused), (codes(&["RE009"]), None));
}

#[tokio::test]
async fn credit_is_asked_for_and_given() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let pressed = desk.press("A-1", ActKind::Register).await.unwrap();
    assert_eq!((pressed.standing.lamps.credit, pressed.standing.lamps.open_act), (Credit::Sending, Some(ActKind::Register)));
    assert!(pressed.standing.lamps.buttons().is_empty());

    let row = desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!(row.standing.lamps.buttons(), [Press::Update, Press::Cancel]);
    assert!(row.standing.lamps.registered && row.standing.reasons.is_empty() && row.version > pressed.version);
    let transaction = desk.np.only("A-1");
    assert_eq!((transaction.state, transaction.billed_amount, transaction.settlement_type), (State::Ok, 6_180, "02"));
    assert_eq!(desk.sheet("A-1").await.np_transaction_id, Some(transaction.np_transaction_id));
    let act = desk.last_act("A-1").await;
    assert_eq!((act.kind.as_str(), act.state.as_str(), act.attempts, act.requested_by.as_str()), ("register", "done", 1, "tester"));
}

#[tokio::test]
async fn a_hold_tells_every_code_and_turns_ok_once_it_is_repaired() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【保留RE009,RE021】")).await;
    let row = desk.done("A-1", ActKind::Register).await;
    assert_eq!((row.standing.lamps.credit, row.standing.reasons), (Credit::Hold, codes(&["RE009", "RE021"])));
    assert_eq!(row.standing.lamps.buttons(), [Press::Update, Press::Check, Press::Cancel]);

    let mut contents = desk.sheet("A-1").await.contents;
    contents.lines[0].name = "りんご５ｋｇ".to_owned();
    let arguments = json!({ "order_id": row.id, "contents_version": row.contents_version, "contents": contents, "resend": true });
    let _: atobarai_desk::api::row::OrderRow = desk.browser.call("save_contents", arguments).await.unwrap();
    let row = desk.wait_until("A-1", "the repair is taken", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert!(row.standing.reasons.is_empty() && !row.standing.lamps.unsent);
    let transaction = desk.np.only("A-1");
    assert_eq!((transaction.state, transaction.calls.register, transaction.calls.update), (State::Ok, 1, 1));
}

#[tokio::test]
async fn a_hold_that_is_checked_stays_a_hold_with_its_codes() {
    let desk = TestDesk::with_order(Order::new("A-1").without_house_number()).await;
    desk.done("A-1", ActKind::Register).await;
    let row = desk.done("A-1", ActKind::Check).await;
    assert_eq!((row.standing.lamps.credit, row.standing.reasons), (Credit::Hold, codes(&["RE009"])));
    assert_eq!(desk.np.only("A-1").calls.find_review, 1);
}

#[tokio::test]
async fn a_refusal_shows_nps_reason_and_can_be_cancelled() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【NG001】")).await;
    let row = desk.done("A-1", ActKind::Register).await;
    assert_eq!((row.standing.lamps.credit, row.standing.reasons.clone()), (Credit::Ng, codes(&["NG001"])));
    assert_eq!(row.standing.lamps.buttons(), [Press::Update, Press::Cancel]);
    let row = desk.done("A-1", ActKind::Cancel).await;
    assert_eq!((row.standing.lamps.credit, desk.np.only("A-1").state), (Credit::Cancelled, State::Cancelled));
}

#[tokio::test]
async fn data_that_np_would_refuse_never_reaches_np() {
    let desk = TestDesk::with_order(Order::new("A-1").cell("受注電話番号", "090-1234-567")).await;
    let row = desk.press("A-1", ActKind::Register).await.unwrap();
    assert_eq!(
        (row.standing.lamps.credit, row.standing.lamps.open_act, row.standing.reasons.clone()),
        (Credit::Error, None, codes(&["E0100066"]))
    );
    assert_eq!(row.standing.lamps.buttons(), [Press::Repair, Press::Register]);
    let act = desk.last_act("A-1").await;
    assert_eq!((act.state.as_str(), act.attempts), ("refused", 0));
    assert_eq!(act.trouble.unwrap(), "送信前の確認で見つかった誤りのため、NPには送っていません。");
    assert!(desk.np.requests().is_empty());
}

#[tokio::test]
async fn an_order_that_was_never_registered_is_repaired_and_registered_under_its_own_number() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【エラーE0100059】")).await;
    let row = desk.done("A-1", ActKind::Register).await;
    assert_eq!(
        (row.standing.lamps.credit, row.standing.lamps.registered, row.standing.reasons),
        (Credit::Error, false, codes(&["E0100059"]))
    );

    let mut contents = desk.sheet("A-1").await.contents;
    contents.lines[0].name = "りんご５ｋｇ".to_owned();
    let arguments = json!({ "order_id": row.id, "contents_version": row.contents_version, "contents": contents, "resend": true });
    let _: atobarai_desk::api::row::OrderRow = desk.browser.call("save_contents", arguments).await.unwrap();
    desk.wait_until("A-1", "the repair is taken", |row| row.standing.lamps.credit == Credit::Ok).await;
    // Nothing was registered before, so nothing is deliberately registered anew: the suffix is for that alone.
    assert_eq!(desk.np.only("A-1").state, State::Ok);
}

#[tokio::test]
async fn a_new_registration_after_a_cancel_gets_an_id_of_its_own() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    let row = desk.done("A-1", ActKind::Cancel).await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.buttons()), (Credit::Cancelled, vec![Press::Register]));
    desk.done("A-1", ActKind::Register).await;
    assert_eq!((desk.np.only("A-1").state, desk.np.only("A-1-2").state), (State::Cancelled, State::Ok));
    assert_eq!(desk.sheet("A-1").await.shop_transaction_id.unwrap(), "A-1-2");
    desk.done("A-1", ActKind::Cancel).await;
    desk.done("A-1", ActKind::Register).await;
    assert_eq!((desk.np.only("A-1-2").state, desk.np.only("A-1-3").state), (State::Cancelled, State::Ok));
}

#[tokio::test]
async fn a_slip_number_is_reported_and_then_fixed() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    let row = desk.slip("A-1", "１２３４－５６７８－９０１２").await.unwrap();
    assert_eq!((row.standing.lamps.shipment, row.slip_number.as_deref()), (Shipment::Ready, Some("1234-5678-9012")));
    assert_eq!(row.standing.lamps.buttons(), [Press::ReportShipment, Press::Update, Press::Cancel]);
    let row = desk.done("A-1", ActKind::ReportShipment).await;
    assert_eq!(
        (row.standing.lamps.credit, row.standing.lamps.shipment, row.standing.lamps.buttons()),
        (Credit::Ok, Shipment::Synced, vec![Press::Cancel])
    );
    let transaction = desk.np.only("A-1");
    assert_eq!((transaction.carrier.as_deref(), transaction.slip_no.as_deref()), (Some("59010"), Some("1234-5678-9012")));

    let refused = desk.slip("A-1", "9999-9999-9999").await.unwrap_err();
    assert_eq!(refused, AppError::Refused("伝票番号同期が済んだ受注は変更できません。".to_owned()));
    let refused = desk.press("A-1", ActKind::Update).await.unwrap_err();
    assert_eq!(refused, AppError::Refused("伝票番号同期が済んだ受注は変更できません。".to_owned()));
}

#[tokio::test]
async fn a_carrier_that_np_does_not_know_is_stopped_by_name() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.parcel("A-1", "1234-5678-9012", "みほん便").await.unwrap();
    let before = desk.np.requests().len();
    let Err(AppError::Invalid(violations)) = desk.press("A-1", ActKind::ReportShipment).await else { panic!("it was taken") };
    assert!(violations[0].message.contains("「みほん便」"), "{violations:?}");
    assert_eq!(violations[0].code, Code::new("E0100108"));
    let row = desk.order("A-1").await;
    assert_eq!((row.standing.lamps.shipment, row.standing.lamps.open_act), (Shipment::Ready, None));
    assert_eq!((desk.np.requests().len(), desk.np.only("A-1").slip_no), (before, None));
}

#[tokio::test]
async fn a_report_that_np_refuses_says_why_and_can_be_repeated() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【出荷エラーE0109002】")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    let row = desk.done("A-1", ActKind::ReportShipment).await;
    assert_eq!((row.standing.lamps.shipment, row.standing.reasons.clone()), (Shipment::Failed, codes(&["E0109002"])));
    assert!(row.standing.lamps.buttons().contains(&Press::ReportShipment));
}

#[tokio::test]
async fn a_report_refused_because_nps_verdict_is_not_ok_asks_for_the_verdict_again() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【出荷エラーE0100120】")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    let row = desk.done("A-1", ActKind::ReportShipment).await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.shipment), (Credit::Reviewing, Shipment::Failed));
    let row = desk.wait_until("A-1", "NP has told its verdict", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert!(row.standing.lamps.buttons().contains(&Press::ReportShipment) && desk.np.only("A-1").calls.find_review == 1);
}

#[tokio::test]
async fn what_is_reported_can_be_cancelled_until_the_customer_has_paid() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2")]).await;
    for number in ["A-1", "A-2"] {
        desk.done(number, ActKind::Register).await;
        desk.slip(number, &format!("1234-5678-{}", &number[2..])).await.unwrap();
        desk.done(number, ActKind::ReportShipment).await;
    }
    let row = desk.done("A-1", ActKind::Cancel).await;
    assert_eq!(
        (row.standing.lamps.credit, row.standing.lamps.shipment),
        (Credit::Cancelled, Shipment::Ready),
        "a new credit needs the slip reported anew"
    );

    desk.np.simulator.mark_paid(&desk.np.only("A-2").np_transaction_id).unwrap();
    let row = desk.done("A-2", ActKind::Cancel).await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.payment), (Credit::Ok, Payment::Paid));
    assert_eq!((row.standing.reasons.clone(), row.standing.refused.clone()), (Vec::new(), Some(refused_cancel(&["E0100118"]))));
    assert!(row.standing.lamps.buttons().is_empty());
    let refused = desk.press("A-2", ActKind::Cancel).await.unwrap_err();
    assert_eq!(refused, AppError::Refused("お客様の入金が済んでいるため、できません。".to_owned()));
}

#[tokio::test]
async fn payment_is_asked_for_after_the_report_only() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    assert!(matches!(desk.press("A-1", ActKind::CheckPayment).await, Err(AppError::Refused(_))));
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    desk.done("A-1", ActKind::ReportShipment).await;
    assert_eq!(desk.done("A-1", ActKind::CheckPayment).await.standing.lamps.payment, Payment::Unpaid);
    desk.np.simulator.mark_paid(&desk.np.only("A-1").np_transaction_id).unwrap();
    assert_eq!(desk.done("A-1", ActKind::CheckPayment).await.standing.lamps.payment, Payment::Paid);
    until("every act has ended", async || desk.acts("A-1").await.iter().all(|act| act.state == "done")).await;
}
