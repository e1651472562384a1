//! Accounts beside the first one.

use super::PASSWORD;
use atobarai_desk::domain::role::Role;
use atobarai_desk::server::auth::password;
use atobarai_desk::server::clock;
use atobarai_desk::server::state::AppState;
use atobarai_desk::server::store::users;
use std::sync::OnceLock;

/// argon2 is slow on purpose: all accounts of the tests have one password.
pub fn password_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(PASSWORD).unwrap())
}

/// Makes an account with the tests' password.
pub async fn add(state: &AppState, name: &str, role: Role) {
    let mut tx = state.store.begin().await.unwrap();
    users::set_password(&mut tx, name, password_hash(), clock::now_ms()).await.unwrap();
    sqlx::query("UPDATE users SET role = $2 WHERE name = $1").bind(name.to_owned()).bind(role.code()).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}
