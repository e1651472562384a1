//! What the ledger shows to tests.

use serde::Serialize;
use time::OffsetDateTime;

use super::book::Ledger;
use super::record::Record;
use super::review::{Verdict, timestamp};
use super::state::State;
use crate::simulator::in_flight::{InFlight, Subject};

/// How often each endpoint was asked about a transaction, refusals by state included. Elements that fail their field
/// rules, and requests that a fault stops before NP applies them, do not count.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Calls {
    /// Registrations under this id and amount: 1, plus every one refused as a duplicate (`E0102002`).
    pub register: u32,
    /// 取引変更.
    pub update: u32,
    /// 取引キャンセル.
    pub cancel: u32,
    /// 与信結果照会.
    pub find_review: u32,
    /// 出荷報告.
    pub report_shipment: u32,
    /// 支払状況照会.
    pub find_payment: u32,
    /// 再登録 with this transaction as the base.
    pub reregister: u32,
}

/// One transaction at the moment of asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transaction {
    /// 加盟店コード of the owner.
    pub merchant_code: String,
    /// 加盟店取引ID.
    pub shop_transaction_id: String,
    /// NP取引ID.
    pub np_transaction_id: String,
    /// 顧客請求金額 in yen.
    pub billed_amount: u32,
    /// 決済方法, `02` or `03`.
    pub settlement_type: &'static str,
    /// Where it stands.
    pub state: State,
    /// 保留事由, once told.
    pub hold_codes: Vec<String>,
    /// NG事由, once told.
    pub ng_code: Option<String>,
    /// 運送会社コード of the accepted shipment report.
    pub carrier: Option<String>,
    /// 配送伝票番号 of the accepted shipment report.
    pub slip_no: Option<String>,
    /// When it was registered, in Japan's time: `2018-12-12T12:00:00+09:00`.
    pub registered_at: String,
    /// Counters per endpoint.
    pub calls: Calls,
    /// How many requests came in while another one about the same transaction was still unanswered. A client that keeps
    /// to one request at a time per transaction (np-api.md §8) leaves it at 0.
    pub overlaps: u32,
}

impl Ledger {
    /// All transactions in the order of registration.
    pub(crate) fn snapshot(&self, merchants: &[String], in_flight: &InFlight, now: OffsetDateTime) -> Vec<Transaction> {
        let show = |record: &Record| {
            let code = merchants.get(record.merchant).cloned().unwrap_or_default();
            let registering = Subject::registration(record.merchant, &record.shop_id);
            let overlaps = in_flight.overlaps(Subject::Transaction(record.id)) + in_flight.overlaps(registering);
            transaction(record, code, overlaps, now)
        };
        self.records.iter().map(show).collect()
    }
}

fn transaction(record: &Record, merchant_code: String, overlaps: u32, now: OffsetDateTime) -> Transaction {
    let told = now >= record.review.decided_at;
    let (hold_codes, ng_code) = match &record.review.verdict {
        Verdict::Hold(codes) if told => (codes.clone(), None),
        Verdict::Refused(code) if told => (Vec::new(), Some(code.clone())),
        Verdict::Ok | Verdict::Error | Verdict::Hold(_) | Verdict::Refused(_) => (Vec::new(), None),
    };
    Transaction {
        merchant_code,
        shop_transaction_id: record.shop_id.to_string(),
        np_transaction_id: record.id.to_string(),
        billed_amount: record.amount,
        settlement_type: record.settlement.code(),
        state: record.state(now),
        hold_codes,
        ng_code,
        carrier: record.shipment.as_ref().map(|shipment| shipment.carrier.to_string()),
        slip_no: record.shipment.as_ref().map(|shipment| shipment.slip.to_string()),
        registered_at: timestamp(record.registered_at),
        calls: record.calls,
        overlaps,
    }
}
