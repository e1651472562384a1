//! Saving something: one call at a time, and a sentence about how it went.

use super::notice::Notices;
use crate::api::AppError;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The calls of one form.
#[derive(Clone, Copy)]
pub struct Saving {
    busy: RwSignal<bool>,
    notices: Notices,
}

impl Saving {
    /// For a form of this page.
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), notices: Notices::here() }
    }

    /// A call is under way: its button waits.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Makes the call, unless one is under way; `then` gets what came of it. Errors are told.
    pub fn run<T: 'static>(self, call: impl Future<Output = Result<T, AppError>> + 'static, then: impl FnOnce(T) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = call.await;
            self.busy.try_set(false);
            match answer {
                Ok(value) => then(value),
                Err(error) => self.notices.error(&error),
            }
        });
    }

    /// Makes the call, and says that it was done.
    pub fn save<R>(self, call: impl Future<Output = Result<(), AppError>> + 'static, done: String, then: impl FnOnce() -> R + 'static) {
        self.run(call, move |()| {
            self.notices.done(done);
            drop(then());
        });
    }
}

impl Default for Saving {
    fn default() -> Self {
        Self::new()
    }
}
