//! A person's browser in the storm: servers die under its requests, and what they answer has to be proper.

use crate::check::Violation;
use crate::figures::Figures;
use crate::harness::browser::{Answer, Browser, try_send};
use crate::receipts::Receipts;
use crate::servers::Servers;
use atobarai_desk::api::AppError;
use atobarai_desk::server::error::status;
use rand::rngs::StdRng;
use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// What became of a request.
#[derive(Debug)]
pub enum Told<T> {
    Taken(T),
    Refused(AppError),
    /// The server went away. It may have done what it was asked, or not.
    Nothing,
}

impl<T> Told<T> {
    pub fn taken(self) -> Option<T> {
        match self {
            Self::Taken(value) => Some(value),
            Self::Refused(_) | Self::Nothing => None,
        }
    }
}

/// One session.
#[derive(Clone)]
pub struct Client {
    browser: Browser,
    servers: Arc<Servers>,
    figures: Arc<Figures>,
    /// Chooses among the servers.
    dice: Arc<Mutex<StdRng>>,
    /// One book for all clients.
    pub receipts: Arc<Mutex<Receipts>>,
}

impl Client {
    pub fn new(browser: Browser, servers: &Arc<Servers>, figures: &Arc<Figures>, receipts: &Arc<Mutex<Receipts>>, dice: StdRng) -> Self {
        Self {
            browser,
            servers: Arc::clone(servers),
            figures: Arc::clone(figures),
            dice: Arc::new(Mutex::new(dice)),
            receipts: Arc::clone(receipts),
        }
    }

    /// Calls a server function that takes JSON.
    pub async fn call<T: DeserializeOwned>(&self, function: &str, arguments: Value) -> Told<T> {
        self.request(function, |browser| browser.json_request(function, &arguments)).await
    }

    /// Calls a server function that takes a form.
    pub async fn ask<T: DeserializeOwned>(&self, function: &str, fields: &[(&str, &str)]) -> Told<T> {
        self.request(function, |browser| browser.form_request(function, fields)).await
    }

    /// Imports a file.
    pub async fn import<T: DeserializeOwned>(&self, shop: &str, bytes: &[u8]) -> Told<T> {
        self.request("import", |browser| browser.upload_request(shop, bytes, true)).await
    }

    async fn request<T: DeserializeOwned>(&self, function: &str, request: impl Fn(&Browser) -> RequestBuilder) -> Told<T> {
        let mut dice = self.dice.lock().unwrap().clone();
        let base = self.servers.any(&mut dice).await;
        *self.dice.lock().unwrap() = dice;
        let mut browser = self.browser.clone();
        browser.base = base;
        let Ok(answer) = try_send(request(&browser)).await else {
            self.figures.count("requests that a dead server did not answer");
            return Told::Nothing;
        };
        self.read(function, &answer)
    }

    fn read<T: DeserializeOwned>(&self, function: &str, answer: &Answer) -> Told<T> {
        if answer.status.is_success() {
            return serde_json::from_str(&answer.text).map_or_else(|_| self.improper(function, answer), Told::Taken);
        }
        match serde_json::from_str::<AppError>(&answer.text) {
            Ok(error) if status(&error) == answer.status && !answer.status.is_server_error() => Told::Refused(error),
            _ => self.improper(function, answer),
        }
    }

    fn improper<T>(&self, function: &str, answer: &Answer) -> Told<T> {
        let said = format!("{} {}", answer.status, answer.text.chars().take(300).collect::<String>());
        self.figures.add(Violation::new("every answer is a result or a proper refusal", function, &said, ""));
        Told::Nothing
    }
}
