//! 支払い方法: which payments the desk works with.

use super::error::AppError;
use super::status::{Me, Status};
use crate::domain::shop::PaymentMethods;
use leptos::prelude::*;

/// What is ticked, with who is signed in and the header's figures.
///
/// # Errors
/// When the caller may not change settings, or the database is not there.
#[server(prefix = "/api", endpoint = "payment_methods", input = server_fn::codec::Json)]
pub async fn load_payment_methods() -> Result<(Me, Status, PaymentMethods), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, payment_methods, state};
    let user = auth::require(Right::Set)?;
    let store = &state::current().store;
    let methods = payment_methods::current(store).await?;
    Ok((user.me(), orders::page::status(store).await?, methods))
}

/// Saves what is ticked.
///
/// # Errors
/// As [`load_payment_methods`].
#[server(prefix = "/api", endpoint = "save_payment_methods", input = server_fn::codec::Json)]
pub async fn save_payment_methods(methods: PaymentMethods) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, payment_methods, state};
    let user = auth::require(Right::Set)?;
    Ok(payment_methods::save(&state::current(), user.by(), methods).await?)
}
