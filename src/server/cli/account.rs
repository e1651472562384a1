//! Accounts.

use super::{CliError, secret};
use crate::domain::audit::AuditKind;
use crate::server::auth::password;
use crate::server::clock;
use crate::server::config::Config;
use crate::server::error::ServerError;
use crate::server::startup;
use crate::server::store::audit::{self, COMMAND, Entry};
use crate::server::store::users;

/// Asks for a new password and gives it to an account, which is made when it is not there.
pub async fn set_password(config: Config, name: &str) -> Result<(), CliError> {
    let password = secret("DESK_PASSWORD", "新しいパスワード: ")?;
    if password.chars().count() < password::SHORTEST {
        return Err(CliError::Failed(format!("パスワードは{}文字以上にしてください。", password::SHORTEST)));
    }
    let hash = password::hash(&password).map_err(|error| CliError::Failed(error.to_string()))?;
    let state = startup::open(config).await?;
    let mut tx = state.store.begin().await?;
    users::set_password(&mut tx, name, &hash, clock::now_ms()).await?;
    let what = format!("利用者 {name} のパスワードを変更");
    audit::append(&mut tx, Entry { who: COMMAND, kind: AuditKind::People, what: &what, shop_id: None, address: "" }).await?;
    tx.commit().await.map_err(ServerError::from)?;
    Ok(())
}
