//! A browser: keeps its cookie, follows nothing by itself, and remembers every answer.

use atobarai_desk::api::AppError;
use atobarai_desk::api::files::ImportReport;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

const FORM: &str = "application/x-www-form-urlencoded";

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Without the style sheet of a page, which names what the page may not hold.
    pub text: String,
    pub style: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// Whether the page has a style sheet that its policy lets apply.
    pub fn is_styled(&self) -> bool {
        let digest = BASE64.encode(Sha256::digest(&self.style));
        !self.style.is_empty() && self.header("content-security-policy").contains(&format!("style-src 'sha256-{digest}'"))
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text))
    }
}

/// One browser of one person.
#[derive(Clone)]
pub struct Browser {
    http: Client,
    pub base: String,
    pub cookie: Option<String>,
    answers: Arc<Mutex<Vec<Answer>>>,
}

impl Browser {
    /// Nobody signed in yet.
    pub fn new(base: &str) -> Self {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let redirects = reqwest::redirect::Policy::none();
        let http = Client::builder().no_proxy().redirect(redirects).timeout(Duration::from_secs(30)).build().unwrap();
        Self { http, base: base.to_owned(), cookie: None, answers: Arc::default() }
    }

    pub async fn sign_in(base: &str, name: &str, password: &str) -> Self {
        let mut browser = Self::new(base);
        let answer = browser.log_in(name, password).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{}", answer.text);
        browser.cookie = Some(cookie_of(&answer));
        browser
    }

    /// Sends the login form.
    pub async fn log_in(&self, name: &str, password: &str) -> Answer {
        let form = format!("name={}&password={}", encode(name), encode(password));
        self.send(self.request(Method::POST, "/session").header(CONTENT_TYPE, FORM).body(form)).await
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let _others = super::LISTING_ROUTES.read().await;
        let answer = try_send(request).await.unwrap();
        self.answers.lock().unwrap().push(answer.clone());
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// A form post without fields.
    pub async fn post(&self, path: &str) -> Answer {
        self.send(self.request(Method::POST, path).header(CONTENT_TYPE, FORM)).await
    }

    /// The answer of a server function that takes JSON.
    pub async fn call_raw(&self, function: &str, arguments: &Value) -> Answer {
        self.send(self.json_request(function, arguments)).await
    }

    /// A call of a server function that takes JSON.
    pub fn json_request(&self, function: &str, arguments: &Value) -> RequestBuilder {
        let request = self.request(Method::POST, &format!("/api/{function}"));
        request.header(CONTENT_TYPE, "application/json").body(arguments.to_string())
    }

    /// Calls a server function that takes JSON.
    pub async fn call<T: DeserializeOwned>(&self, function: &str, arguments: Value) -> Result<T, AppError> {
        read(&self.call_raw(function, &arguments).await)
    }

    /// Calls a server function that takes a form.
    pub async fn ask<T: DeserializeOwned>(&self, function: &str, fields: &[(&str, &str)]) -> Result<T, AppError> {
        read(&self.send(self.form_request(function, fields)).await)
    }

    /// A call of a server function that takes a form.
    pub fn form_request(&self, function: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let form = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
        self.request(Method::POST, &format!("/api/{function}")).header(CONTENT_TYPE, FORM).body(form)
    }

    /// Uploads a file as the import screen does.
    pub async fn import(&self, shop: &str, bytes: &[u8], commit: bool) -> Result<ImportReport, AppError> {
        read(&self.upload(shop, bytes, commit).await)
    }

    pub async fn upload(&self, shop: &str, bytes: &[u8], commit: bool) -> Answer {
        self.send(self.upload_request(shop, bytes, commit)).await
    }

    /// The upload of a file.
    pub fn upload_request(&self, shop: &str, bytes: &[u8], commit: bool) -> RequestBuilder {
        const BOUNDARY: &str = "--boundary-of-the-tests";
        let mut body = Vec::new();
        for (name, value) in [("shop", shop), ("commit", if commit { "yes" } else { "no" })] {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"orders.csv\"\r\nContent-Type: text/csv";
        body.extend(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        let request = self.request(Method::POST, "/api/import");
        request.header(CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}")).body(body)
    }

    /// Everything that any clone of this browser was told so far, headers included.
    pub fn everything_told(&self) -> String {
        let answers = self.answers.lock().unwrap();
        answers.iter().map(|answer| format!("{} {:?}\n{}\n", answer.status, answer.headers, answer.text)).collect::<Vec<_>>().concat()
    }
}

/// Sends to a server that may be gone.
pub async fn try_send(request: RequestBuilder) -> Result<Answer, reqwest::Error> {
    let response = request.send().await?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut text = String::from_utf8_lossy(&response.bytes().await?).into_owned();
    let sheet = text.find("<style>").zip(text.find("</style>")).map(|(begin, end)| begin + "<style>".len()..end);
    let style = sheet.map(|sheet| text.drain(sheet).collect()).unwrap_or_default();
    Ok(Answer { status, headers, text, style })
}

/// `name=value` of the session cookie that an answer sets.
pub fn cookie_of(answer: &Answer) -> String {
    answer.header(SET_COOKIE.as_str()).split(';').next().unwrap().to_owned()
}

fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, AppError> {
    let unreadable = |error| panic!("{error}: {} {}", answer.status, answer.text);
    if answer.status.is_success() {
        Ok(serde_json::from_str(&answer.text).unwrap_or_else(unreadable))
    } else {
        Err(serde_json::from_str(&answer.text).unwrap_or_else(|error| panic!("{error}: {} {}", answer.status, answer.text)))
    }
}

/// Percent-encodes everything but letters and digits.
pub fn encode(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
