//! What NP would have said by now, written past the desk: a million acts would take the time of many benches.

use atobarai_desk::server::clock;
use atobarai_desk::server::state::AppState;
use sqlx::Executor;

/// One order in so many has its OK and waits for its report; one in ten of those was held before.
const ONE_IN: i64 = 10;
/// Two months: OKs are of all ages.
const SPREAD_MS: i64 = 60 * 24 * 60 * 60 * 1000;

/// Gives a share of the orders from one key to another their OK, and lets the database look at what it has.
pub async fn give(state: &AppState, shop_id: i64, from: i64, to: i64) {
    let mut tx = state.store.begin().await.unwrap();
    let now = clock::now_ms();
    let due = format!("id > {from} AND id <= {to} AND id % {ONE_IN} = 0");
    let at = format!("{now} - (id * 7919) % {SPREAD_MS}");
    let act = |key: &str, result: &str, later: i64, due: &str| {
        format!(
            "INSERT INTO acts (id, order_id, shop_id, kind, state, reference, payload, payload_hash, before_credit, before_shipment, \
             urgency, requested_by, recorded_at, not_before, settled_at, result) SELECT {key}, id, {shop_id}, 'register', 'done', \
             order_number, '', '', 'none', 'none', 0, 'bench', {at}, {at}, {at} + {later}, '{result}' FROM orders WHERE {due}"
        )
    };
    let statements = [
        act("id * 2", "保留", 0, &format!("{due} AND id % {} = 0", ONE_IN * 10)),
        act("id * 2 + 1", "与信OK", 3_600_000, &due),
        format!("UPDATE orders SET credit = 'ok', lane = 'unsynced', registered_at = {at}, np_transaction_id = order_number WHERE {due}"),
        "DELETE FROM order_weeks".to_owned(),
        "INSERT INTO order_weeks (shop_id, lane, status, week, orders) \
         SELECT shop_id, lane, status, ordered_at / 604800000, COUNT(*) FROM orders GROUP BY 1, 2, 3, 4"
            .to_owned(),
    ];
    for statement in statements {
        tx.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
    }
    state.store.commit(tx).await.unwrap();
    // What PostgreSQL's autovacuum does by itself, some time after so much was written.
    if std::env::var("DESK_TEST_POSTGRES").is_ok() {
        state.store.read().await.unwrap().execute("VACUUM ANALYZE").await.unwrap();
    }
}

/// Orders that have no verdict.
pub async fn without(state: &AppState, most: i64) -> Vec<i64> {
    let sql = "SELECT id FROM orders WHERE credit = 'none' ORDER BY id LIMIT $1";
    sqlx::query_scalar(sql).bind(most).fetch_all(&mut *state.store.read().await.unwrap()).await.unwrap()
}
