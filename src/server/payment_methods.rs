//! 支払い方法: which payments the desk works with.

use crate::domain::audit::AuditKind;
use crate::domain::shop::PaymentMethods;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::audit::{self, By, Entry};
use crate::server::store::{Store, StoreError, Transaction, settings};
use sqlx::AnyConnection;

const NAME: &str = "payment_methods";

/// What is ticked now.
///
/// # Errors
/// When the database fails.
pub async fn current(store: &Store) -> Result<PaymentMethods, ServerError> {
    let mut conn = store.read().await?;
    Ok(load(&mut conn).await?)
}

/// What is ticked; nothing on a desk where nobody has chosen yet.
///
/// # Errors
/// When the database fails.
pub async fn load(conn: &mut AnyConnection) -> Result<PaymentMethods, StoreError> {
    Ok(chosen(conn).await?.unwrap_or_default())
}

async fn chosen(conn: &mut AnyConnection) -> Result<Option<PaymentMethods>, StoreError> {
    settings::load(conn, NAME).await
}

/// Saves what is ticked. Acts that are open end as they would have: only new ones are refused.
///
/// # Errors
/// When the database fails.
pub async fn save(state: &AppState, by: By<'_>, methods: PaymentMethods) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    if chosen(&mut tx).await? != Some(methods) {
        write(&mut tx, by, methods).await?;
    }
    state.store.commit(tx).await?;
    Ok(())
}

/// Ticks NP後払い where nobody has chosen yet: a shop that comes with its contract with NP says what is wanted.
///
/// # Errors
/// When the database fails.
pub async fn offer_np_unless_chosen(tx: &mut Transaction, by: By<'_>) -> Result<(), StoreError> {
    match chosen(tx).await? {
        None => write(tx, by, PaymentMethods { np: true }).await,
        Some(_) => Ok(()),
    }
}

async fn write(tx: &mut Transaction, by: By<'_>, methods: PaymentMethods) -> Result<(), StoreError> {
    settings::save(tx, NAME, &methods).await?;
    let what =
        if methods.np { "支払い方法「NP後払い」を利用する" } else { "支払い方法「NP後払い」を利用しない" };
    audit::append(tx, Entry { by, kind: AuditKind::Settings, what, shop_id: None }).await
}
