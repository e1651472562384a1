//! Remembering the 利用申請.

use super::auth::SessionUser;
use super::error::ServerError;
use super::state::AppState;
use super::store::{Store, settings};
use crate::domain::application::Application;
use crate::domain::audit::AuditKind;

/// Its name among the settings.
const NAME: &str = "application";
/// The longest text that is taken, in characters.
const LONGEST: usize = 500;

/// What was entered last.
///
/// # Errors
/// When the database fails.
pub async fn load(store: &Store) -> Result<Application, ServerError> {
    let mut conn = store.read().await?;
    Ok(settings::load(&mut conn, NAME).await?)
}

/// Remembers it.
///
/// # Errors
/// When a text is too long, or the database fails.
pub async fn save(state: &AppState, user: &SessionUser, application: &Application) -> Result<(), ServerError> {
    if application.texts().iter().any(|text| text.chars().count() > LONGEST) {
        return Err(ServerError::BadInput(format!("それぞれの欄は{LONGEST}文字以内で入力してください。")));
    }
    let mut tx = state.store.begin().await?;
    settings::save(&mut tx, NAME, application).await?;
    user.note(&mut tx, AuditKind::Settings, "利用申請の入力内容を保存").await?;
    Ok(state.store.commit(tx).await?)
}
