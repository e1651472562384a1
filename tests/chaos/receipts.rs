//! What people were told was accepted: it has to be in the ledger, whatever died afterwards, and nothing else may be.

use crate::client::{Client, Told};
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::domain::act::ActKind;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Presses of one kind for one order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presses {
    /// Answered with the new row.
    pub accepted: usize,
    /// Not answered, because the server died: recorded or not.
    pub unanswered: usize,
}

/// All presses by order and kind, and the runs that were begun.
#[derive(Clone, Debug, Default)]
pub struct Receipts {
    pub presses: BTreeMap<(i64, &'static str), Presses>,
    pub runs: Vec<i64>,
}

impl Receipts {
    fn note<T>(&mut self, order_id: i64, kind: ActKind, told: &Told<T>) {
        let presses = self.presses.entry((order_id, kind.code())).or_default();
        match told {
            Told::Taken(_) => presses.accepted += 1,
            Told::Nothing => presses.unanswered += 1,
            Told::Refused(_) => {}
        }
    }
}

impl Client {
    /// Presses a button of a row that was painted at `version`.
    pub async fn press(&self, order_id: i64, version: i64, kind: ActKind) -> Told<OrderRow> {
        let told = self.call("press", json!({ "order_id": order_id, "version": version, "kind": kind })).await;
        self.receipts.lock().unwrap().note(order_id, kind, &told);
        told
    }

    /// Saves contents, made by [`crate::operator::save`].
    pub async fn save_contents(&self, order_id: i64, arguments: Value) -> Told<OrderRow> {
        let is_sent = arguments["resend"] == true;
        let told = self.call::<OrderRow>("save_contents", arguments).await;
        if is_sent {
            let mut receipts = self.receipts.lock().unwrap();
            // Only the answer says by which act the contents go to NP.
            let kinds = match &told {
                Told::Taken(row) => row.standing.lamps.open_act.into_iter().collect(),
                Told::Refused(_) | Told::Nothing => vec![ActKind::Register, ActKind::Update],
            };
            for kind in kinds {
                receipts.note(order_id, kind, &told);
            }
        }
        told
    }

    /// Starts a bulk action.
    pub async fn start_run(&self, kind: ActKind, order_ids: &[i64]) -> Told<i64> {
        let told = self.call("start_run", json!({ "action": kind, "order_ids": order_ids })).await;
        if let Told::Taken(run) = &told {
            self.receipts.lock().unwrap().runs.push(*run);
        }
        told
    }
}
