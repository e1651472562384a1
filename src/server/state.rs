//! What every request, the worker and the hub share.

use super::auth::guesses::Guesses;
use super::config::Config;
use super::live::Hub;
use super::metrics::Metrics;
use super::provider::{Access, PaymentProvider};
use super::secrets::{KeyRing, SealError, SealedColumn, SpCode};
use super::store::Store;
use super::store::shops::Shop;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use std::sync::Arc;

/// The parts of the running server.
#[derive(Clone)]
pub struct AppState {
    /// Settings.
    pub config: Arc<Config>,
    /// The database.
    pub store: Store,
    /// The payment company.
    pub provider: Arc<dyn PaymentProvider>,
    /// Seals secrets for the database, and opens them.
    pub keys: KeyRing,
    /// Live updates.
    pub hub: Hub,
    /// What this process counts.
    pub metrics: Arc<Metrics>,
    /// Wrong passwords, codes and PINs so far.
    pub guesses: Guesses,
    /// Where the browser's half lies.
    pub leptos: LeptosOptions,
}

impl AppState {
    /// How to speak to the payment company as this shop.
    ///
    /// # Errors
    /// When the shop has no SP code, or the stored one does not fit the key.
    pub fn access(&self, shop: &Shop) -> Result<Access, SealError> {
        let sealed = shop.sp_code_sealed.as_deref().ok_or(SealError::NothingSealed)?;
        Ok(Access {
            base_url: self.config.np_base(shop.environment).to_owned(),
            merchant_code: shop.merchant_code.clone(),
            terminal_id: shop.terminal_id.clone(),
            sp_code: SpCode::from(self.keys.open(SealedColumn::SpCode, shop.id, sealed)?),
        })
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}

/// The state of the request being served. For server functions, which take no arguments but the browser's.
pub fn current() -> AppState {
    leptos::prelude::expect_context()
}
