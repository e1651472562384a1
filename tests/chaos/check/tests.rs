//! The rules can be broken: books that agree pass, and each difference is named.

use super::everything;
use crate::evidence::{ActFact, Books, OrderFact, RunLine};
use crate::receipts::{Presses, Receipts};
use atobarai_desk::simulator::{Calls, State, Transaction};

/// A-1 was cancelled, registered anew, shipped. B-2 is held. Both had their run.
fn books() -> Books {
    let (first, second, third) = ("26112400001", "26112400002", "26112400003");
    let calls = Calls { register: 1, ..Calls::default() };
    let presses = [(1, "register", 2), (1, "cancel", 1), (1, "report_shipment", 1), (1, "check_payment", 1)];
    let presses = presses.map(|(order_id, kind, accepted)| ((order_id, kind), Presses { accepted, unanswered: 0 }));
    Books {
        receipts: Receipts { presses: presses.into(), runs: vec![7] },
        orders: vec![
            OrderFact {
                shipment: "synced".into(),
                payment: "paid".into(),
                lane: "synced".into(),
                slip_number: Some("S-1".into()),
                ..order(1, "A-1", 2, second)
            },
            OrderFact { credit: "hold".into(), lane: "repair".into(), reasons: r#"["RE009"]"#.into(), ..order(2, "B-2", 1, third) },
        ],
        acts: vec![
            act(1, 1, "register", "A-1"),
            act(2, 1, "cancel", first),
            act(3, 1, "register", "A-1-2"),
            ActFact {
                before_credit: "ok".into(),
                payload: r#"{"pd_company_code":"59010","slip_no":"S-1"}"#.into(),
                ..act(4, 1, "report_shipment", second)
            },
            act(5, 1, "check_payment", second),
            ActFact { run_id: Some(7), ..act(6, 2, "register", "B-2") },
        ],
        run_lines: vec![RunLine { run_id: 7, label: "B-2".into(), act_id: Some(6), outcome: Some(String::new()) }],
        runs: vec![(7, 1)],
        lane_counts: vec![(1, "synced".into(), 1), (1, "repair".into(), 1), (1, "before".into(), 0)],
        np: vec![
            Transaction { state: State::Cancelled, calls: Calls { cancel: 1, ..calls }, ..transaction("A-1", first) },
            Transaction {
                state: State::Paid,
                carrier: Some("59010".into()),
                slip_no: Some("S-1".into()),
                calls: Calls { report_shipment: 1, find_payment: 1, ..calls },
                ..transaction("A-1-2", second)
            },
            Transaction { state: State::Hold, hold_codes: vec!["RE009".into()], ..transaction("B-2", third) },
        ],
    }
}

fn order(id: i64, number: &str, registrations: i64, np_id: &str) -> OrderFact {
    OrderFact {
        id,
        shop_id: 1,
        merchant_code: "SIM00001".into(),
        order_number: number.into(),
        credit: "ok".into(),
        shipment: "none".into(),
        payment: "none".into(),
        lane: "unsynced".into(),
        by_np: 1,
        reasons: "[]".into(),
        registrations,
        shop_transaction_id: Some(if registrations == 1 { number.into() } else { format!("{number}-{registrations}") }),
        np_transaction_id: Some(np_id.into()),
        open_act: None,
        asks_person: 0,
        edited: 0,
        billed_amount: 6_180,
        slip_number: None,
    }
}

fn act(id: i64, order_id: i64, kind: &str, reference: &str) -> ActFact {
    ActFact {
        id,
        order_id,
        run_id: None,
        recorded_at: 0,
        kind: kind.into(),
        state: "done".into(),
        reference: reference.into(),
        payload: "{}".into(),
        requested_by: "tester".into(),
        before_credit: "none".into(),
        attempts: 1,
        losses: 0,
        codes: "[]".into(),
    }
}

fn transaction(shop_id: &str, np_id: &str) -> Transaction {
    Transaction {
        merchant_code: "SIM00001".into(),
        shop_transaction_id: shop_id.into(),
        np_transaction_id: np_id.into(),
        billed_amount: 6_180,
        settlement_type: "02",
        state: State::Ok,
        hold_codes: Vec::new(),
        ng_code: None,
        carrier: None,
        slip_no: None,
        registered_at: String::new(),
        calls: Calls { register: 1, ..Calls::default() },
        overlaps: 0,
    }
}

/// The rules that a change of the books breaks.
fn broken_by(change: impl FnOnce(&mut Books)) -> Vec<&'static str> {
    let mut books = books();
    change(&mut books);
    everything(&books).into_iter().map(|violation| violation.rule).collect()
}

#[test]
fn books_that_agree_break_no_rule() {
    assert_eq!(everything(&books()), []);
}

#[test]
fn two_living_registrations_are_told() {
    let broken = broken_by(|books| books.np[0].state = State::Ok);
    assert!(broken.contains(&"no order has two living registrations"), "{broken:?}");
    assert!(broken.contains(&"a cancel is done when NP has withdrawn it"), "{broken:?}");
    let broken = broken_by(|books| books.np.push(transaction("B-2", "26112400009")));
    assert!(broken.contains(&"no order has two living registrations"), "{broken:?}");
    assert!(broken.contains(&"a registration is done when NP has it"), "{broken:?}");
}

#[test]
fn a_transaction_of_nobody_is_told() {
    let broken = broken_by(|books| books.np.push(transaction("C-3", "26112400009")));
    assert!(broken.contains(&"NP has nothing that no order asked for"), "{broken:?}");
    assert_eq!(broken_by(|books| books.acts[5].state = "refused".into()), ["a registration is done when NP has it"]);
    let broken = broken_by(|books| books.orders[1].np_transaction_id = Some("26112400002".into()));
    assert_eq!(broken, ["no NP id belongs to two orders", "the credit lamp shows what NP has"]);
}

#[test]
fn parcels_that_differ_are_told() {
    assert_eq!(broken_by(|books| books.acts[3].before_credit = "hold".into()), ["nothing is shipped without OK"]);
    assert_eq!(broken_by(|books| books.np[1].carrier = Some("50000".into())), ["a report is done when NP knows the parcel"]);
    assert_eq!(broken_by(|books| books.orders[0].slip_number = Some("S-2".into())), ["a synced order shows the number that NP has"]);
    assert_eq!(broken_by(|books| books.orders[1].slip_number = Some("S-1".into())), ["no slip number is used twice"]);
}

#[test]
fn calls_that_were_not_ours_to_make_are_told() {
    assert_eq!(broken_by(|books| books.np[2].overlaps = 1), ["no call is in flight twice"]);
    assert_eq!(broken_by(|books| books.np[2].calls.find_review = 2), ["NP heard no more than we sent"]);
    assert_eq!(broken_by(|books| books.acts[5].codes = r#"["EPRO0104"]"#.into()), ["nothing is asked that the desk knows better"]);
    let already = |books: &mut Books, losses| {
        books.acts[1].codes = r#"["E0100114"]"#.into();
        books.acts[1].losses = losses;
    };
    assert_eq!(broken_by(|books| already(books, 0)), ["nothing is asked that the desk knows better"]);
    assert!(broken_by(|books| already(books, 1)).is_empty(), "the answer to the first one was lost");
}

#[test]
fn presses_that_are_lost_or_doubled_are_told() {
    let set = |books: &mut Books, accepted, unanswered| {
        books.receipts.presses.insert((1, "cancel"), Presses { accepted, unanswered });
    };
    assert_eq!(broken_by(|books| set(books, 2, 0)), ["every accepted press is in the ledger, once"]);
    assert_eq!(broken_by(|books| set(books, 0, 0)), ["every accepted press is in the ledger, once"]);
    assert!(broken_by(|books| set(books, 0, 1)).is_empty(), "it may have been recorded");
    assert_eq!(broken_by(|books| books.receipts.runs.push(8)), ["every accepted run is there"]);
}

#[test]
fn acts_that_do_not_end_are_told() {
    assert_eq!(broken_by(|books| books.acts[4].state = "asking".into()), ["every act ends"]);
    assert_eq!(broken_by(|books| books.orders[1].open_act = Some("check".into())), ["no order waits for an act"]);
}

#[test]
fn lamps_that_differ_are_told() {
    assert_eq!(broken_by(|books| books.np[2].state = State::Ok), ["the credit lamp shows what NP has"]);
    assert_eq!(broken_by(|books| books.np[2].hold_codes = vec!["RE021".into()]), ["the credit lamp shows what NP has"]);
    assert_eq!(broken_by(|books| books.np[1].state = State::Shipped), ["the shipment and payment lamps show what NP has"]);
    assert_eq!(broken_by(|books| books.np[2].billed_amount = 1), ["NP bills what we bill"]);
    let edited = broken_by(|books| (books.np[2].billed_amount, books.orders[1].edited) = (1, 1));
    assert!(edited.is_empty(), "it is marked as not sent yet");
    let reported = broken_by(|books| {
        (books.np[2].billed_amount, books.orders[1].edited) = (1, 1);
        books.orders[1].shipment = "synced".into();
    });
    assert!(reported.contains(&"NP bills what we bill"), "{reported:?}");
}

#[test]
fn tallies_that_do_not_add_up_are_told() {
    assert_eq!(broken_by(|books| books.run_lines[0].outcome = None), ["every line of a run ends"]);
    assert_eq!(broken_by(|books| books.runs[0].1 = 2), ["a run has a line for each row"]);
    assert!(broken_by(|books| books.acts[4].run_id = Some(7)).contains(&"an act of a run has a line"));
    assert_eq!(broken_by(|books| books.lane_counts[0].2 = 2), ["lane counts are right"]);
    let broken = broken_by(|books| books.orders[1].lane = "ng".into());
    assert_eq!(broken, ["an order stands in its lane", "lane counts are right"]);
}
