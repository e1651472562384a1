//! Both sides' books once everything has ended: our database, NP's ledger.

use crate::receipts::Receipts;
use crate::world::World;
use atobarai_desk::domain::lamp::{Credit, CreditOrigin, Lamps, Payment, Shipment};
use atobarai_desk::simulator::{State, Transaction};
use sqlx::{AnyConnection, Connection};
use std::collections::HashMap;

/// An order as the database holds it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OrderFact {
    pub id: i64,
    pub shop_id: i64,
    pub merchant_code: String,
    pub order_number: String,
    pub credit: String,
    pub shipment: String,
    pub payment: String,
    pub lane: String,
    pub by_np: i64,
    pub reasons: String,
    pub registrations: i64,
    pub shop_transaction_id: Option<String>,
    pub np_transaction_id: Option<String>,
    pub open_act: Option<String>,
    pub asks_person: i64,
    pub edited: i64,
    pub billed_amount: i64,
    pub slip_number: Option<String>,
}

/// An act.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ActFact {
    pub id: i64,
    pub order_id: i64,
    pub run_id: Option<i64>,
    pub recorded_at: i64,
    pub kind: String,
    pub state: String,
    pub reference: String,
    pub payload: String,
    pub requested_by: String,
    pub before_credit: String,
    pub attempts: i64,
    pub losses: i64,
    pub codes: String,
}

/// A line of a run.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RunLine {
    pub run_id: i64,
    pub label: String,
    pub act_id: Option<i64>,
    pub outcome: Option<String>,
}

/// Everything that is compared.
#[derive(Clone, Debug, Default)]
pub struct Books {
    pub orders: Vec<OrderFact>,
    pub acts: Vec<ActFact>,
    pub run_lines: Vec<RunLine>,
    /// Runs with the number of rows they were asked for.
    pub runs: Vec<(i64, i64)>,
    /// Shop, lane, count.
    pub lane_counts: Vec<(i64, String, i64)>,
    pub np: Vec<Transaction>,
    pub receipts: Receipts,
}

/// Reads both.
pub async fn collect(world: &World) -> Books {
    let mut conn = AnyConnection::connect(&world.config.database_url).await.unwrap();
    let orders = "SELECT orders.id, shop_id, merchant_code, order_number, credit, shipment, payment, lane, by_np, reasons, registrations, \
                  shop_transaction_id, np_transaction_id, open_act, asks_person, edited, billed_amount, slip_number \
                  FROM orders JOIN shops ON shops.id = orders.shop_id ORDER BY orders.id";
    let acts = "SELECT id, order_id, run_id, recorded_at, kind, state, reference, payload, requested_by, before_credit, attempts, losses, codes \
                FROM acts ORDER BY id";
    Books {
        orders: sqlx::query_as(orders).fetch_all(&mut conn).await.unwrap(),
        acts: sqlx::query_as(acts).fetch_all(&mut conn).await.unwrap(),
        run_lines: sqlx::query_as("SELECT run_id, label, act_id, outcome FROM run_rows ORDER BY run_id, position")
            .fetch_all(&mut conn)
            .await
            .unwrap(),
        runs: sqlx::query_as("SELECT id, total FROM runs ORDER BY id").fetch_all(&mut conn).await.unwrap(),
        lane_counts: sqlx::query_as("SELECT shop_id, lane, CAST(SUM(orders) AS BIGINT) FROM order_weeks GROUP BY shop_id, lane")
            .fetch_all(&mut conn)
            .await
            .unwrap(),
        np: world.simulator.ledger(),
        receipts: world.clients[0].receipts.lock().unwrap().clone(),
    }
}

impl OrderFact {
    pub fn lamps(&self) -> Lamps {
        Lamps {
            credit: Credit::from_code(&self.credit).unwrap(),
            shipment: Shipment::from_code(&self.shipment).unwrap(),
            payment: Payment::from_code(&self.payment).unwrap(),
            origin: CreditOrigin::Api,
            by_np: self.by_np == 1,
            registered: self.np_transaction_id.is_some(),
            open_act: None,
            asks_person: self.asks_person == 1,
            erased: false,
            unsent: self.edited == 1,
        }
    }

    /// 加盟店取引ID of every registration so far.
    pub fn shop_transaction_ids(&self) -> Vec<String> {
        let nth = |nth| if nth == 1 { self.order_number.clone() } else { format!("{}-{nth}", self.order_number) };
        (1..=self.registrations).map(nth).collect()
    }
}

impl Books {
    /// NP's transactions by merchant and 加盟店取引ID.
    pub fn by_shop_transaction_id(&self) -> HashMap<(&str, &str), Vec<&Transaction>> {
        let mut found: HashMap<(&str, &str), Vec<&Transaction>> = HashMap::new();
        for transaction in &self.np {
            found.entry((&transaction.merchant_code, &transaction.shop_transaction_id)).or_default().push(transaction);
        }
        found
    }

    /// NP's transactions by NP取引ID.
    pub fn by_np_id(&self) -> HashMap<&str, &Transaction> {
        self.np.iter().map(|transaction| (transaction.np_transaction_id.as_str(), transaction)).collect()
    }

    /// Each order with its transactions at NP that are not cancelled.
    pub fn living(&self) -> Vec<(&OrderFact, Vec<&Transaction>)> {
        let by_id = self.by_shop_transaction_id();
        let of = |order: &OrderFact| {
            let ids = order.shop_transaction_ids();
            let found = ids.iter().flat_map(|id| by_id.get(&(order.merchant_code.as_str(), id.as_str())).cloned().unwrap_or_default());
            found.filter(|transaction| transaction.state != State::Cancelled).collect()
        };
        self.orders.iter().map(|order| (order, of(order))).collect()
    }
}
