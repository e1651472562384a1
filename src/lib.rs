//! Atobarai Desk: the order desk of Japanese online shops for NP後払い.
//!
//! The package compiles twice: with `ssr` into the server, with `hydrate` into the browser's half. `domain`, `api`,
//! `pages` and `components` are in both; `server` and `simulator` never reach the browser.

#![forbid(unsafe_code)]
#![recursion_limit = "256"]

pub mod api;
pub mod app;
#[cfg(feature = "hydrate")]
mod browser;
pub mod components;
pub mod domain;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod simulator;

/// Takes over the page that the server painted.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    browser::parts::of_this_page().await;
    leptos::mount::hydrate_body(app::App);
}
