//! The ledger as the database holds it.

use super::TestDesk;

/// One act of an order.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ActRow {
    pub id: i64,
    pub kind: String,
    pub state: String,
    pub reference: String,
    pub payload: String,
    pub payload_hash: String,
    pub doubtful: i64,
    pub checks_first: i64,
    pub attempts: i64,
    pub losses: i64,
    pub requested_by: String,
    pub codes: String,
    pub trouble: Option<String>,
    pub answer: Option<String>,
}

impl TestDesk {
    /// All acts of an order, oldest first.
    pub async fn acts(&self, number: &str) -> Vec<ActRow> {
        let mut conn = self.state().store.read().await.unwrap();
        sqlx::query_as(
            "SELECT acts.id, kind, state, reference, payload, payload_hash, doubtful, checks_first, attempts, losses, requested_by, codes, trouble, \
             answer FROM acts JOIN orders ON orders.id = acts.order_id WHERE order_number = $1 ORDER BY acts.id",
        )
        .bind(number.to_owned())
        .fetch_all(&mut *conn)
        .await
        .unwrap()
    }

    /// The newest act of an order.
    pub async fn last_act(&self, number: &str) -> ActRow {
        self.acts(number).await.pop().unwrap_or_else(|| panic!("{number} has no act"))
    }
}
