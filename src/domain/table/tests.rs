//! The table of design §3 as data.

mod random_use;

use super::{Before, Refusal};
use crate::domain::act::{ActKind, Answer, Press};
use crate::domain::lamp::{Credit, CreditOrigin, Lamps, Payment, Shipment};
use crate::domain::reason::Code;

const FRESH: Lamps = Lamps::fresh(true);

fn lamps(credit: Credit, registered: bool) -> Lamps {
    Lamps { credit, registered, ..FRESH }
}

fn shipped(shipment: Shipment) -> Lamps {
    Lamps { shipment, ..lamps(Credit::Ok, true) }
}

/// The act a button asks for; 修正 opens the sheet, and the last two settle an act that is open already.
fn act_of(press: Press) -> Option<ActKind> {
    match press {
        Press::Register => Some(ActKind::Register),
        Press::Check => Some(ActKind::Check),
        Press::ReportShipment => Some(ActKind::ReportShipment),
        Press::Update => Some(ActKind::Update),
        Press::Cancel => Some(ActKind::Cancel),
        Press::Repair | Press::LookUp | Press::EnterNpId => None,
    }
}

/// 入金確認 is never a button in the cell: the daily check asks for it.
fn has_button(kind: ActKind) -> bool {
    match kind {
        ActKind::Register | ActKind::Check | ActKind::Update | ActKind::Cancel | ActKind::ReportShipment => true,
        ActKind::CheckPayment => false,
    }
}

#[test]
fn the_button_table_is_the_designs() {
    use Press::{Cancel, Check, EnterNpId, LookUp, Register, Repair, ReportShipment, Update};
    let sending = |kind| Lamps { open_act: Some(kind), ..lamps(Credit::Sending, true) };
    let unknown = Lamps { open_act: Some(ActKind::Register), ..lamps(Credit::Unknown, false) };
    let reporting = |shipment| Lamps { open_act: Some(ActKind::ReportShipment), ..shipped(shipment) };
    let with_slip = |credit| Lamps { shipment: Shipment::Ready, ..lamps(credit, true) };
    let rows: &[(&str, Lamps, &[Press])] = &[
        ("与信前", FRESH, &[Register]),
        ("与信前, with a slip number", Lamps { shipment: Shipment::Ready, ..FRESH }, &[Register]),
        ("送信中", sending(ActKind::Register), &[]),
        ("送信中, a cancel", sending(ActKind::Cancel), &[]),
        ("与信中", lamps(Credit::Reviewing, true), &[Check, Cancel]),
        ("与信中, with a slip number", with_slip(Credit::Reviewing), &[Check, Cancel]),
        ("与信中, being checked", Lamps { open_act: Some(ActKind::Check), ..lamps(Credit::Reviewing, true) }, &[]),
        ("与信OK", shipped(Shipment::None), &[Update, Cancel]),
        ("与信OK, with a slip number", shipped(Shipment::Ready), &[ReportShipment, Update, Cancel]),
        ("与信OK, with a slip number, 修正あり・未送信", Lamps { unsent: true, ..shipped(Shipment::Ready) }, &[Update, Cancel]),
        ("保留", lamps(Credit::Hold, true), &[Update, Check, Cancel]),
        ("保留, with a slip number", with_slip(Credit::Hold), &[Update, Check, Cancel]),
        ("与信NG", lamps(Credit::Ng, true), &[Update, Cancel]),
        ("エラー without NP取引ID", lamps(Credit::Error, false), &[Repair, Register]),
        ("エラー with NP取引ID", lamps(Credit::Error, true), &[Update, Cancel]),
        ("結果不明", unknown, &[LookUp]),
        ("結果不明, steps used up", Lamps { asks_person: true, ..unknown }, &[LookUp, EnterNpId]),
        ("結果不明, steps used up, id known", Lamps { asks_person: true, registered: true, ..unknown }, &[LookUp]),
        ("キャンセル済", lamps(Credit::Cancelled, true), &[Register]),
        ("同期中", reporting(Shipment::Sending), &[]),
        ("伝票番号同期OK", shipped(Shipment::Synced), &[Cancel]),
        ("伝票番号同期OK, 入金済", Lamps { payment: Payment::Paid, ..shipped(Shipment::Synced) }, &[]),
        ("同期エラー", shipped(Shipment::Failed), &[ReportShipment, Update, Cancel]),
        ("同期結果不明", reporting(Shipment::Unknown), &[LookUp]),
    ];
    for (line, lamps, buttons) in rows {
        assert_eq!(lamps.buttons(), *buttons, "{line}");
        let asked: Vec<_> = buttons.iter().filter_map(|press| act_of(*press)).collect();
        for kind in ActKind::ALL.iter().filter(|kind| has_button(**kind)) {
            assert_eq!(lamps.may(*kind).is_ok(), asked.contains(kind), "{line}: {kind:?}");
        }
    }
}

#[test]
fn payment_is_asked_for_once_reported_until_paid() {
    for (payment, allowed) in
        [(Payment::None, Ok(())), (Payment::Unpaid, Ok(())), (Payment::Undisclosed, Ok(())), (Payment::Paid, Err(Refusal::AlreadyPaid))]
    {
        let lamps = Lamps { payment, ..shipped(Shipment::Synced) };
        assert_eq!(lamps.may(ActKind::CheckPayment), allowed, "{payment:?}");
    }
    assert_eq!(shipped(Shipment::Ready).may(ActKind::CheckPayment), Err(Refusal::NotReported));
}

#[test]
fn a_refused_report_never_costs_a_slip_number_typed_meanwhile() {
    let before = Before { credit: Credit::Hold, shipment: Shipment::None };
    let typed = Lamps { shipment: Shipment::Ready, ..lamps(Credit::Hold, true).begin(ActKind::Update) };
    let settled = typed.settle(ActKind::Update, before, &Answer::Refused(vec![Code::new("E0100115")]));
    assert_eq!((settled.credit, settled.shipment), (Credit::Hold, Shipment::Ready));
}

#[test]
fn a_code_that_tells_the_truth_turns_the_lamp_to_it() {
    let settle = |lamps: Lamps, kind: ActKind, code: &str| {
        let before = Before { credit: lamps.credit, shipment: lamps.shipment };
        lamps.begin(kind).lose(kind).settle(kind, before, &Answer::Refused(vec![Code::new(code)]))
    };
    let ok = shipped(Shipment::Ready);
    assert_eq!(settle(ok, ActKind::Cancel, "E0100114").credit, Credit::Cancelled);
    assert_eq!(settle(ok, ActKind::ReportShipment, "E0100115").shipment, Shipment::Synced);
    assert_eq!(settle(ok, ActKind::ReportShipment, "E0100120").credit, Credit::Reviewing);
    assert_eq!(settle(ok, ActKind::ReportShipment, "E0100110").shipment, Shipment::Failed);
    assert_eq!(settle(ok, ActKind::Update, "E0100115").shipment, Shipment::Synced);
    let paid = settle(shipped(Shipment::Synced), ActKind::Cancel, "E0100118");
    assert_eq!((paid.credit, paid.payment), (Credit::Ok, Payment::Paid));
    assert_eq!(settle(FRESH, ActKind::Register, "E0100059"), lamps(Credit::Error, false));
}

#[test]
fn after_a_cancel_everything_starts_over_but_the_slip_number() {
    let paid = Lamps { payment: Payment::Undisclosed, ..shipped(Shipment::Synced) };
    let before = Before { credit: paid.credit, shipment: paid.shipment };
    let cancelled = paid.begin(ActKind::Cancel).settle(ActKind::Cancel, before, &Answer::Cancelled);
    assert_eq!(cancelled, Lamps { credit: Credit::Cancelled, shipment: Shipment::Ready, payment: Payment::None, ..paid });
    let before = Before { credit: cancelled.credit, shipment: cancelled.shipment };
    let refused = Answer::Refused(vec![Code::new("E0100059")]);
    let again = cancelled.begin(ActKind::Register).settle(ActKind::Register, before, &refused);
    assert_eq!((again.credit, again.registered), (Credit::Error, false), "the old NP取引ID is dead");
}

#[test]
fn orders_that_are_not_the_apis_allow_nothing() {
    for credit in Credit::ALL {
        for shipment in Shipment::ALL {
            for payment in Payment::ALL {
                for registered in [false, true] {
                    let api = Lamps { credit: *credit, shipment: *shipment, payment: *payment, registered, ..FRESH };
                    let csv = Lamps { origin: CreditOrigin::Csv, ..api };
                    let other = Lamps { by_np: false, ..api };
                    assert_eq!((csv.buttons(), other.buttons()), (vec![], vec![]));
                    for kind in ActKind::ALL {
                        assert_eq!(csv.may(*kind), Err(Refusal::ResultCameByCsv));
                        assert_eq!(other.may(*kind), Err(Refusal::OtherPayment));
                    }
                }
            }
        }
    }
}
