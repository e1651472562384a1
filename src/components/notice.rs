//! Sentences for the person in front of the screen: what failed, what was done.

use crate::api::AppError;
use leptos::prelude::*;

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Notice {
    id: u32,
    text: String,
    is_error: bool,
}

/// The sentences on the screen now.
#[derive(Clone, Copy, Debug)]
pub struct Notices {
    list: RwSignal<Vec<Notice>>,
    next: StoredValue<u32>,
}

impl Default for Notices {
    fn default() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }
}

/// Errors stay until they are closed or something is done; the newest of them are kept.
const KEPT: usize = 4;

impl Notices {
    /// The notices of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Something went wrong. Without a session, the way leads to the login page; without the second factor that is asked
    /// for, to where it is set up.
    pub fn error(self, error: &AppError) {
        let way = match error {
            AppError::SignedOut => "/login?ended=1",
            AppError::EnrolFirst => "/account",
            _ => return self.add(error.to_string(), true),
        };
        let _ = window().location().set_href(way);
    }

    /// Something was done. What went wrong before has been seen to by it.
    pub fn done(self, text: impl Into<String>) {
        self.list.update(|list| list.retain(|notice| !notice.is_error));
        self.tell(text);
    }

    /// Something is worth knowing.
    pub fn tell(self, text: impl Into<String>) {
        self.add(text.into(), false);
    }

    fn add(self, text: String, is_error: bool) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.list.update(|list| {
            list.retain(|notice| notice.text != text);
            list.push(Notice { id, text, is_error });
            let surplus = list.len().saturating_sub(KEPT);
            list.drain(..surplus);
        });
        if !is_error {
            set_timeout(move || self.close(id), std::time::Duration::from_secs(5));
        }
    }

    fn close(self, id: u32) {
        self.list.try_update(|list| list.retain(|notice| notice.id != id));
    }
}

/// Shows them, announced to screen readers.
#[component]
pub fn NoticeList() -> impl IntoView {
    let notices = Notices::here();
    view! {
        <div class="notices" role="status" aria-live="polite">
            <For each=move || notices.list.get() key=|notice| notice.id let:notice>
                <div class="notice" class:notice-error=notice.is_error>
                    <p>{notice.text}</p>
                    <button type="button" class="quiet" aria-label="閉じる" on:click=move |_| notices.close(notice.id)>"×"</button>
                </div>
            </For>
        </div>
    }
}
