//! Accounts, and ways back in for whoever is locked out. Who may run commands holds the database anyway.

use super::{CliError, secret};
use crate::domain::audit::AuditKind;
use crate::domain::role::Role;
use crate::server::auth::password;
use crate::server::auth::rules::SignInRules;
use crate::server::clock;
use crate::server::config::Config;
use crate::server::error::ServerError;
use crate::server::people::account_name;
use crate::server::startup;
use crate::server::store::audit::{self, By, Entry};
use crate::server::store::{StoreError, Transaction, users};
use clap::Args;

/// Which account, and what else it gets besides a password.
#[derive(Args)]
pub struct Arguments {
    /// 利用者名
    name: String,
    /// viewer, clerk, packer or manager (閲覧, 受注, 梱包, 管理); a new account is manager unless told otherwise
    #[arg(long, value_parser = role)]
    role: Option<Role>,
    /// Take the second factor away, for who has lost the phone
    #[arg(long)]
    reset_second_factor: bool,
}

/// Asks for a new password and gives it to an account, which is made when it is not there.
pub async fn set_password(config: Config, arguments: Arguments) -> Result<(), CliError> {
    let name = account_name(&arguments.name)?;
    let password = secret("DESK_PASSWORD", "新しいパスワード: ")?;
    if password::is_too_short(&password) {
        return Err(CliError::Failed(format!("パスワードは{}文字以上にしてください。", password::SHORTEST)));
    }
    let hash = password::hash(&password).map_err(|error| CliError::Failed(error.to_string()))?;
    let state = startup::open(config).await?;
    let mut tx = state.store.begin().await?;
    let before = users::by_name(&mut tx, &name).await?;
    users::set_password(&mut tx, &name, &hash, clock::now_ms()).await?;
    let user = users::by_name(&mut tx, &name).await?.ok_or(StoreError::Corrupt("users.name"))?;
    users::set_active(&mut tx, user.id, true).await?;
    if let Some(role) = arguments.role {
        users::set_role(&mut tx, user.id, role).await?;
    }
    if arguments.reset_second_factor {
        users::set_totp(&mut tx, user.id, None, 0).await?;
    }
    let role = arguments.role.map_or_else(String::new, |role| format!("、権限を {} にした", role.label()));
    let reset = if arguments.reset_second_factor { "、2段階認証を解除" } else { "" };
    let what = if before.is_some() { "のパスワードを変更" } else { "を作成" };
    note(&mut tx, AuditKind::People, &format!("{name} {what}{role}{reset}")).await?;
    Ok(state.store.commit(tx).await?)
}

/// Lets every address in again.
#[expect(clippy::print_stdout, reason = "the report is what the command is for")]
pub async fn clear_addresses(config: Config) -> Result<(), CliError> {
    let state = startup::open(config).await?;
    let mut tx = state.store.begin().await?;
    let rules = SignInRules { allowed: Vec::new(), ..SignInRules::load(&mut tx).await? };
    rules.save(&mut tx).await?;
    note(&mut tx, AuditKind::Settings, "利用できる接続元を変更（制限なし）").await?;
    state.store.commit(tx).await?;
    println!("接続元の制限をなくしました。どの接続元からもログインできます。");
    Ok(())
}

async fn note(tx: &mut Transaction, kind: AuditKind, what: &str) -> Result<(), ServerError> {
    Ok(audit::append(tx, Entry { by: By::COMMAND, kind, what, shop_id: None }).await?)
}

fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| "viewer, clerk, packer or manager".to_owned())
}
