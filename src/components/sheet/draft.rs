//! What somebody types into a form of the sheet, while colleagues may change the same.

use leptos::prelude::*;

/// What the form was filled with, and what came in between.
pub struct Draft<T: Send + Sync + 'static> {
    /// What the person was shown last, on which a save builds.
    pub shown: RwSignal<T>,
    /// What somebody else has entered while this was typed.
    pub overtaken_by: RwSignal<Option<T>>,
}

impl<T: Send + Sync + 'static> Clone for Draft<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Draft<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Draft<T> {
    /// Of what is shown now.
    pub fn new(shown: T) -> Self {
        Self { shown: RwSignal::new(shown), overtaken_by: RwSignal::new(None) }
    }

    /// Fills the form anew with what `newest` brings, as long as nothing is typed. What is typed is told of by `unsaved`.
    pub fn follow(
        self,
        newest: Memo<T>,
        is_typed: Memo<bool>,
        read: impl Fn() -> T + 'static,
        fill: impl Fn(&T) + 'static,
        unsaved: RwSignal<bool>,
    ) {
        Effect::new(move |_| {
            let newest = newest.get();
            if self.shown.with_untracked(|shown| *shown == newest) {
                return;
            }
            let overtakes = is_typed.get_untracked() && read() != newest;
            self.overtaken_by.set(overtakes.then(|| newest.clone()));
            if !overtakes {
                fill(&newest);
            }
            self.shown.set(newest);
        });
        Effect::new(move |_| unsaved.set(is_typed.get()));
        on_cleanup(move || {
            unsaved.try_set(false);
        });
    }
}
