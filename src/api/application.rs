//! 利用申請: the mail by which a shop applies for the API.

use super::error::AppError;
use super::status::{Me, Status};
use crate::domain::application::Application;
use leptos::prelude::*;

/// What was entered last, with who is signed in and the header's figures.
///
/// # Errors
/// When the caller may not change settings, or the database is not there.
#[server(prefix = "/api", endpoint = "application", input = server_fn::codec::Json)]
pub async fn load_application() -> Result<(Me, Status, Application), AppError> {
    use crate::domain::role::Right;
    use crate::server::{application, auth, orders, state};
    let user = auth::require(Right::Set)?;
    let store = &state::current().store;
    Ok((user.me(), orders::page::status(store).await?, application::load(store).await?))
}

/// Remembers what was entered.
///
/// # Errors
/// When a text is too long, or as [`load_application`].
#[server(prefix = "/api", endpoint = "save_application", input = server_fn::codec::Json)]
pub async fn save_application(application: Application) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, state};
    let user = auth::require(Right::Set)?;
    Ok(crate::server::application::save(&state::current(), &user, &application).await?)
}
