use super::{Edit, Editable, Left, TextField};
use crate::domain::lamp::{Lamps, Shipment};
use crate::domain::table::Refusal;
use crate::domain::yen::Yen;

fn order() -> Editable {
    Editable {
        lamps: Lamps::fresh(true),
        status: "新規受付".to_owned(),
        note: String::new(),
        carrier: "佐川急便".to_owned(),
        deliver_on: String::new(),
        deliver_time: String::new(),
        shipped_on: String::new(),
        check_items: Vec::new(),
        has_slip: false,
        contents: None,
    }
}

fn text(field: TextField, text: &str, appends: bool) -> Edit {
    Edit::Text { field, text: text.to_owned(), appends }
}

#[test]
fn an_edit_that_was_done_has_nothing_to_do_again() {
    for edit in [
        Edit::Status("発送待ち".to_owned()),
        Edit::Carrier("福山通運".to_owned()),
        Edit::CheckItem { name: "要連絡".to_owned(), on: true },
        text(TextField::Note, "玄関前", false),
        text(TextField::DeliverOn, "2026-12-01", false),
        text(TextField::ShippedOn, "2026-12-01", false),
    ] {
        let edit = edit.checked().unwrap();
        let (after, what) = edit.apply(&order()).unwrap();
        assert!(!what.is_empty());
        let again = edit.apply(&after);
        assert!(matches!(again, Err(Left::Unchanged)), "{edit:?}");
        assert!(!again.is_err_and(|left| left.may_pass()));
    }
}

#[test]
fn what_np_knows_of_a_parcel_is_not_changed_under_it() {
    let mut reported = order();
    reported.lamps.shipment = Shipment::Synced;
    for edit in [Edit::Carrier("福山通運".to_owned()), text(TextField::ShippedOn, "2026-12-01", false)] {
        assert!(edit.apply(&reported).is_err_and(|left| left == Left::Refused(Refusal::AlreadyReported)), "{edit:?}");
    }
    assert!(text(TextField::DeliverTime, "午前中", false).apply(&reported).is_ok());
}

#[test]
fn a_slip_that_was_refused_is_ready_again_with_another_carrier() {
    let mut failed = Editable { has_slip: true, ..order() };
    failed.lamps.shipment = Shipment::Failed;
    let (after, _) = Edit::Carrier("福山通運".to_owned()).apply(&failed).unwrap();
    assert_eq!(after.lamps.shipment, Shipment::Ready);
}

#[test]
fn labels_are_ten_at_most_and_keep_their_order() {
    let mut labelled = order();
    for nth in 0..10 {
        labelled = Edit::CheckItem { name: nth.to_string(), on: true }.apply(&labelled).unwrap().0;
    }
    assert_eq!(labelled.check_items.concat(), "0123456789");
    let eleventh = Edit::CheckItem { name: "x".to_owned(), on: true }.apply(&labelled);
    assert!(eleventh.is_err_and(|left| left.may_pass()), "one may be taken off");
    let (after, _) = Edit::CheckItem { name: "4".to_owned(), on: false }.apply(&labelled).unwrap();
    assert_eq!(after.check_items.concat(), "012356789");
}

#[test]
fn a_fee_is_not_set_where_the_contents_are_not_there() {
    assert!(matches!(Edit::Fee(Yen(100)).apply(&order()), Err(Left::Refused(Refusal::Erased))));
    let mut other = order();
    other.lamps.by_np = false;
    assert!(matches!(Edit::Fee(Yen(100)).apply(&other), Err(Left::Refused(Refusal::OtherPayment))));
}
