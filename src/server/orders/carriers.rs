//! 配達業者設定: what the names on orders mean.

use crate::api::carriers::CarrierSettings;
use crate::domain::audit::AuditKind;
use crate::domain::carrier::{CarrierBook, ShippedBy, name_key};
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::{Store, Transaction, carriers};

/// The longest name of a carrier that is taken, in characters: longer than any that a file brings on purpose.
const LONGEST_NAME: usize = 200;

/// What is mapped, and what the orders at work name.
///
/// # Errors
/// When the database fails.
pub async fn settings(store: &Store) -> Result<CarrierSettings, ServerError> {
    let mut conn = store.read().await?;
    let book = CarrierBook { own: carriers::own_names(&mut conn).await?, takes_contracted: false };
    Ok(CarrierSettings { book, in_use: carriers::names_in_use(&mut conn).await? })
}

/// Maps a name, or takes its mapping away, and lets the desk try again what it could not report by itself for that name.
///
/// # Errors
/// When the name is empty or too long, or the database fails.
pub async fn map(state: &AppState, user: &SessionUser, name: &str, by: Option<ShippedBy>) -> Result<CarrierSettings, ServerError> {
    let name = name.trim();
    if name_key(name).is_empty() {
        return Err(ServerError::BadInput("配送業者の名前を入力してください。".to_owned()));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(ServerError::BadInput(format!("配送業者の名前は{LONGEST_NAME}文字以内で入力してください。")));
    }
    let mut tx = state.store.begin().await?;
    carriers::map(&mut tx, name, by).await?;
    let key = name_key(name);
    try_again(&mut tx, |_, carrier| name_key(carrier) == key).await?;
    let meaning = by.map_or("対応付けなし", ShippedBy::label);
    let what = format!("配達業者設定: 「{name}」を{meaning}に変更");
    user.note(&mut tx, AuditKind::Settings, &what).await?;
    state.store.commit(tx).await?;
    settings(&state.store).await
}

/// Lets the desk try once more what it could not report by itself, of these shops and carriers.
///
/// # Errors
/// When the database fails.
pub async fn try_again(tx: &mut Transaction, is_meant: impl Fn(i64, &str) -> bool) -> Result<(), ServerError> {
    let held_up = carriers::held_up(tx).await?.into_iter();
    let ids: Vec<i64> = held_up.filter(|(_, shop_id, carrier)| is_meant(*shop_id, carrier)).map(|(id, ..)| id).collect();
    let before = order_state::load_all(tx, &ids).await?;
    let after: Vec<OrderState> = before.values().map(|order| OrderState { automation_note: None, ..order.clone() }).collect();
    let changes: Vec<(&OrderState, &OrderState)> = after.iter().map(|after| (&before[&after.id], after)).collect();
    Ok(order_state::save_all(tx, &changes).await?)
}
