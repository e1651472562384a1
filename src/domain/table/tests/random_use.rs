//! The state machine under random use: whatever people press and NP answers, the lamps make sense.

use super::{FRESH, act_of, has_button};
use crate::domain::act::{ActKind, Answer, Press, Verdict};
use crate::domain::lamp::{Credit, Lamps, Payment, Shipment};
use crate::domain::reason::Code;
use crate::domain::table::{Before, Refusal};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// An order as the desk uses it: its lamps, and what was noted when its open act was recorded.
#[derive(Clone, Copy, Debug)]
struct Desk {
    lamps: Lamps,
    before: Before,
}

#[derive(Clone, Debug)]
enum Step {
    /// A person or an automatic rule asks for one of the acts that are allowed.
    Press(Index),
    /// The open act's answer is lost.
    Lose,
    /// The automatic steps for a lost answer are used up.
    GiveUp,
    /// The open act is answered, fittingly or not.
    Answer(Answer),
    /// A slip number is typed.
    TypeSlip,
    /// The contents are changed, and not sent.
    Edit,
}

impl Desk {
    fn step(mut self, step: &Step) -> Self {
        match (step, self.lamps.open_act) {
            (Step::Press(which), None) => {
                let allowed: Vec<_> = ActKind::ALL.iter().filter(|kind| self.lamps.may(**kind).is_ok()).collect();
                if !allowed.is_empty() {
                    self.before = Before { credit: self.lamps.credit, shipment: self.lamps.shipment };
                    let kind = **which.get(&allowed);
                    assert!(kind != ActKind::ReportShipment || !self.lamps.unsent, "a report while NP has other contents");
                    self.lamps = self.lamps.begin(kind);
                }
            }
            (Step::Lose, Some(kind)) => self.lamps = self.lamps.lose(kind),
            (Step::GiveUp, Some(_)) if self.lamps.credit == Credit::Unknown => self.lamps.asks_person = true,
            (Step::Answer(answer), Some(kind)) => self.lamps = self.lamps.settle(kind, self.before, answer),
            (Step::TypeSlip, _) if self.lamps.shipment == Shipment::None && self.lamps.may_change_slip().is_ok() => {
                self.lamps.shipment = Shipment::Ready;
            }
            (Step::Edit, None) if self.lamps.may_edit().is_ok() => {
                self.lamps.unsent = self.lamps.act_for_contents() == ActKind::Update;
            }
            (Step::Edit, Some(_)) => assert!(self.lamps.may_edit().is_err(), "an edit under an act"),
            (Step::Press(_), Some(_)) => {
                let is_lost = self.lamps.credit == Credit::Unknown || self.lamps.shipment == Shipment::Unknown;
                let why = if is_lost { Refusal::ResultUnknown } else { Refusal::AlreadyRunning };
                for kind in ActKind::ALL {
                    assert_eq!(self.lamps.may(*kind), Err(why), "a second act");
                }
            }
            (Step::Lose | Step::Answer(_) | Step::Edit, None) | (Step::GiveUp | Step::TypeSlip, _) => {}
        }
        self
    }
}

fn check_invariants(lamps: Lamps) {
    let open = lamps.open_act.is_some();
    match lamps.credit {
        Credit::Sending | Credit::Unknown => assert!(open, "under way without an act"),
        Credit::Reviewing | Credit::Ok | Credit::Hold | Credit::Ng => assert!(lamps.registered, "a verdict about nothing"),
        Credit::None => assert!(matches!(lamps.shipment, Shipment::None | Shipment::Ready)),
        Credit::Error | Credit::Cancelled => {}
    }
    match lamps.shipment {
        Shipment::Sending | Shipment::Unknown => assert!(open, "a report under way without an act"),
        Shipment::Synced => {
            assert!(lamps.may(ActKind::Update).is_err() && !lamps.buttons().contains(&Press::Update));
            assert!(lamps.registered && lamps.credit != Credit::Cancelled, "reported, but not there");
        }
        Shipment::None | Shipment::Ready | Shipment::Failed => {}
    }
    if lamps.payment == Payment::Paid {
        assert!(lamps.may(ActKind::Cancel).is_err() && !lamps.buttons().contains(&Press::Cancel));
    }
    if lamps.asks_person {
        assert!(open, "a question about nothing");
    }
    let buttons = lamps.buttons();
    let asked: Vec<_> = buttons.iter().filter_map(|press| act_of(*press)).collect();
    for kind in ActKind::ALL.iter().filter(|kind| has_button(**kind)) {
        assert_eq!(lamps.may(*kind).is_ok(), asked.contains(kind), "{kind:?}");
    }
    for press in buttons {
        match press {
            Press::Update | Press::Repair => assert!(lamps.may_edit().is_ok(), "a sheet that cannot be saved"),
            Press::LookUp | Press::EnterNpId => assert!(open, "nothing to settle"),
            Press::Register | Press::Check | Press::ReportShipment | Press::Cancel => {}
        }
    }
}

/// Codes the table knows, some it does not, and the duplicate.
fn codes() -> impl Strategy<Value = Vec<Code>> {
    const CODES: &[&str] = &["E0100114", "E0100115", "E0100118", "E0100120", "E0102002", "E0102003", "E0100113", "E0100059", "E0199999"];
    vec(select(CODES).prop_map(Code::new), 0..3)
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        3 => Just(Answer::Verdict(Verdict::Ok)),
        1 => codes().prop_map(|codes| Answer::Verdict(Verdict::Hold(codes))),
        1 => codes().prop_map(|codes| Answer::Verdict(Verdict::Ng(codes.into_iter().next()))),
        1 => Just(Answer::Verdict(Verdict::Reviewing)),
        1 => Just(Answer::Cancelled),
        2 => Just(Answer::Reported),
        2 => select(Payment::ALL).prop_map(Answer::Payment),
        3 => codes().prop_map(Answer::Refused),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => any::<Index>().prop_map(Step::Press),
        1 => Just(Step::Lose),
        1 => Just(Step::GiveUp),
        4 => answer().prop_map(Step::Answer),
        1 => Just(Step::TypeSlip),
        1 => Just(Step::Edit),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn no_use_leads_to_a_state_that_makes_no_sense(steps in vec(step(), 1..40)) {
        let mut desk = Desk { lamps: FRESH, before: Before { credit: Credit::None, shipment: Shipment::None } };
        for step in &steps {
            let next = desk.step(step);
            check_invariants(next.lamps);
            match step {
                Step::Answer(_) => prop_assert!(next.lamps.open_act.is_none() && !next.lamps.asks_person),
                Step::Lose | Step::GiveUp => {
                    prop_assert_eq!(next.lamps.open_act, desk.lamps.open_act);
                    prop_assert_eq!(next.lamps.registered, desk.lamps.registered);
                }
                Step::Press(_) | Step::TypeSlip | Step::Edit => prop_assert!(desk.lamps.registered || !next.lamps.registered),
            }
            desk = next;
        }
    }
}
