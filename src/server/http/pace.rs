//! How often one person may ask for what costs much: a script that has gone wild must not keep the others from working.

use super::errors;
use crate::api::AppError;
use crate::server::auth::SessionUser;
use axum::Extension;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Nobody who works by hand comes near it.
const AT_ONCE: u32 = 300;
const PER_SECOND: f64 = 5.0;
/// What reads or writes thousands of orders.
const COSTLY: [&str; 9] = [
    "/api/import",
    "/api/preview_run",
    "/api/start_run",
    "/api/keys",
    "/api/find_buyer",
    "/api/erase_buyer",
    "/runs/export",
    "/settings/audit/export",
    "/settings/privacy/export",
];

/// What each person may still ask for.
#[derive(Clone, Debug, Default)]
pub struct Pace(Arc<Mutex<HashMap<i64, Allowance>>>);

#[derive(Clone, Copy, Debug)]
struct Allowance {
    left: f64,
    at: Instant,
}

impl Pace {
    fn allows(&self, person: i64, now: Instant) -> bool {
        let mut people = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let allowance = people.entry(person).or_insert(Allowance { left: f64::from(AT_ONCE), at: now });
        let grown = now.saturating_duration_since(allowance.at).as_secs_f64() * PER_SECOND;
        *allowance = Allowance { left: (allowance.left + grown).min(f64::from(AT_ONCE)), at: now };
        let allowed = allowance.left >= 1.0;
        if allowed {
            allowance.left -= 1.0;
        }
        allowed
    }
}

/// Refuses the costly calls of a person who asks too often.
pub async fn keep(Extension(pace): Extension<Pace>, user: Option<Extension<SessionUser>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if let Some(Extension(user)) = user
        && COSTLY.contains(&path)
        && !pace.allows(user.id, Instant::now())
    {
        tracing::warn!(person = user.id, path, "somebody asks too often");
        return errors::answer(path, AppError::TooMany);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::{AT_ONCE, Pace};
    use std::time::{Duration, Instant};

    #[test]
    fn who_asks_too_often_waits_and_the_others_do_not() {
        let (pace, begun) = (Pace::default(), Instant::now());
        let asked = |at| u32::try_from((0..1_000).filter(|_| pace.allows(1, at)).count()).unwrap();
        assert_eq!(asked(begun), AT_ONCE);
        assert!(pace.allows(2, begun));
        assert_eq!(asked(begun + Duration::from_secs(1)), 5);
        assert_eq!(asked(begun + Duration::from_hours(1)), AT_ONCE);
    }
}
