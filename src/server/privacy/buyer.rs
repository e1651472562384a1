//! One buyer: what is stored about somebody, and blanking it.

use crate::api::privacy::{BuyerQuery, BuyersOrder, Erased};
use crate::domain::audit::AuditKind;
use crate::domain::chars;
use crate::domain::order::Contents;
use crate::server::auth::SessionUser;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::erasure::{self, Buyer};
use crate::server::store::{Store, contents, order_state, orders};
use sqlx::AnyConnection;

/// The most orders that are shown, taken out or blanked at once.
const MOST: usize = 500;

/// The orders of one buyer, oldest first.
///
/// # Errors
/// When neither phone number nor mail address is given, too many orders fit, or the database fails.
pub async fn find(store: &Store, query: &BuyerQuery) -> Result<Vec<BuyersOrder>, ServerError> {
    let mut conn = store.read().await?;
    let mut found = Vec::new();
    for id in ids(&mut conn, query).await? {
        let Some(row) = orders::row(&mut conn, id).await? else { continue };
        found.push(BuyersOrder {
            id,
            order_number: row.order_number,
            shop: row.shop,
            ordered_at: row.ordered_at,
            buyer_name: row.buyer_name,
            billed_amount: row.billed_amount.to_string(),
            state: format!("{}・{}", row.standing.lamps.credit.label(), row.standing.lamps.payment.label()),
            still_needed: row.standing.lamps.may_erase().err().map(|why| why.to_string()),
        });
    }
    Ok(found)
}

/// The keys of the buyer's orders.
pub(super) async fn ids(conn: &mut AnyConnection, query: &BuyerQuery) -> Result<Vec<i64>, ServerError> {
    let wanted = Wanted::of(query)?;
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let candidates = erasure::candidates(conn, &wanted.buyer, most + 1).await?;
    if candidates.len() > MOST {
        return Err(too_many());
    }
    these_of(conn, &wanted, candidates).await
}

/// Those of the orders that are the buyer's.
async fn these_of(conn: &mut AnyConnection, wanted: &Wanted, ids: Vec<i64>) -> Result<Vec<i64>, ServerError> {
    let held = contents::of_all(conn, &ids).await?;
    Ok(ids.into_iter().filter(|id| held.get(id).is_some_and(|contents| wanted.fits(contents))).collect())
}

fn too_many() -> ServerError {
    let sentence = format!("該当する受注が{MOST}件を超えています。電話番号とメールアドレスの両方を入力して絞り込んでください。");
    ServerError::BadInput(sentence)
}

/// What is asked for, as the store holds it.
struct Wanted {
    name: Option<String>,
    buyer: Buyer,
}

impl Wanted {
    fn of(query: &BuyerQuery) -> Result<Self, ServerError> {
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        let tel = given(chars::digits(&query.tel));
        let email = given(chars::to_half_width(query.email.trim()).to_lowercase());
        if !query.tel.trim().is_empty() && tel.is_none() {
            return Err(ServerError::BadInput("電話番号に数字がありません。".to_owned()));
        }
        if tel.is_none() && email.is_none() {
            return Err(ServerError::BadInput("電話番号かメールアドレスを入力してください。".to_owned()));
        }
        Ok(Self { name: given(chars::search_key(&query.name)), buyer: Buyer { tel, email } })
    }

    /// Exactly this buyer; spaces and widths aside.
    fn fits(&self, contents: &Contents) -> bool {
        let party = &contents.buyer;
        let is = |wanted: &Option<String>, held: String| wanted.as_ref().is_none_or(|wanted| *wanted == held);
        is(&self.name, chars::search_key(&party.name))
            && is(&self.buyer.tel, chars::digits(&party.tel))
            && is(&self.buyer.email, chars::to_half_width(party.email.trim()).to_lowercase())
    }
}

/// Blanks the named orders of this buyer; those that are still needed are left out, with the reason.
///
/// # Errors
/// As [`find`].
pub async fn erase(state: &AppState, user: &SessionUser, query: &BuyerQuery, order_ids: &[i64]) -> Result<Erased, ServerError> {
    let mut tx = state.store.begin().await?;
    if order_ids.len() > MOST {
        return Err(too_many());
    }
    // Asked again: only what is this buyer's is touched, whatever keys the browser sent.
    let ids = these_of(&mut tx, &Wanted::of(query)?, order_ids.to_vec()).await?;
    let mut orders: Vec<_> = order_state::load_all(&mut tx, &ids).await?.into_values().collect();
    orders.sort_by_key(|order| order.id);
    let mut done = Erased { order_numbers: Vec::new(), left_out: Vec::new() };
    for order in orders {
        match order.lamps.may_erase() {
            Ok(()) => {
                let blank = |text: &str| state.provider.without_buyer(text);
                erasure::blank(&mut tx, &order, &user.name, clock::now_ms(), blank).await?;
                done.order_numbers.push(order.order_number);
            }
            Err(why) => done.left_out.push((order.order_number, why.to_string())),
        }
    }
    if done.order_numbers.is_empty() {
        return Ok(done);
    }
    let what = format!("購入者1人の個人情報を消去（受注 {}）", done.order_numbers.join("、"));
    user.note(&mut tx, AuditKind::Erase, &what).await?;
    state.store.commit(tx).await?;
    // They are gone, and that has to be said; the free pages are wiped again with the next ones.
    if let Err(error) = state.store.forget_what_was_overwritten().await {
        tracing::error!(%error, "what was overwritten is still in the free pages");
    }
    Ok(done)
}
