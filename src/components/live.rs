//! The live connection: its state for the dot in the header, and what it brings.

use super::notice::Notices;
use super::row_book::RowBook;
#[cfg(feature = "hydrate")]
use crate::api::changes;
use crate::api::row::OrderRow;
use crate::api::status::{Me, Status};
use crate::api::view::View;
use crate::domain::role::Right;
use leptos::prelude::*;

/// How the connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Not tried yet: the page has just been painted.
    Starting,
    /// Events arrive.
    Live,
    /// Broken; the browser tries again by itself.
    Reconnecting,
    /// The machine has no network.
    Offline,
}

impl Connection {
    /// The word beside the dot.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Starting => "接続中",
            Self::Live => "ライブ",
            Self::Reconnecting => "再接続中",
            Self::Offline => "オフライン",
        }
    }

    /// For the style sheet and for tests.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Live => "live",
            Self::Reconnecting => "reconnecting",
            Self::Offline => "offline",
        }
    }
}

/// What the pages see of the connection. One per tab, whatever page is shown.
#[derive(Clone, Copy)]
pub struct Live {
    /// How it stands.
    pub connection: RwSignal<Connection>,
    /// Shops, statuses and counts, the newest that came.
    pub status: RwSignal<Status>,
    /// Who is signed in.
    pub me: RwSignal<Me>,
    /// The loaded rows.
    pub book: RowBook,
    /// The view on screen, so that what comes into it can be announced.
    pub view: RwSignal<View>,
    /// Counts up when the view must be loaded anew.
    pub resync: RwSignal<u32>,
    started: StoredValue<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            connection: RwSignal::new(Connection::Starting),
            status: RwSignal::new(Status::default()),
            me: RwSignal::new(Me::NOBODY),
            book: RowBook::new(),
            view: RwSignal::new(View::default()),
            resync: RwSignal::new(0),
            started: StoredValue::new(false),
        }
    }
}

impl Live {
    /// The connection of this tab.
    pub fn here() -> Self {
        expect_context()
    }

    /// Whether who is signed in holds the right. For drawing: the server asks again.
    pub fn may(self, right: Right) -> bool {
        self.me.with(|me| me.may(right))
    }

    /// Says how the connection stands; whoever shows it hears of a change alone.
    #[cfg(feature = "hydrate")]
    pub fn tell(self, connection: Connection) {
        if self.connection.get_untracked() != connection {
            self.connection.set(connection);
        }
    }

    /// Takes a changed row.
    pub fn apply(self, row: OrderRow) {
        self.view.with_untracked(|view| self.book.apply(row, view));
    }

    /// Takes what somebody looks at of an `orders` event, whose lines are asked for by number. Returns the orders of which the
    /// whole rows have to be read; `None` when a line cannot be.
    #[cfg(feature = "hydrate")]
    pub fn take(self, line: impl Fn(u32) -> Option<String>) -> Option<Vec<i64>> {
        let mut unknown = Vec::new();
        for (change, nth) in changes::named(&line(0)?)?.into_iter().zip(1..) {
            let is_known = self.view.with_untracked(|view| {
                let is_taken = !self.book.wants(change, view) || self.book.take(change, changes::read(&line(nth)?)?, view);
                Some(is_taken)
            });
            if !is_known? {
                unknown.push(change.id);
            }
        }
        Some(unknown)
    }

    /// Takes what a page load brought, and opens the stream behind it (or from now on) if that has not happened yet.
    pub fn begin(self, me: Me, status: Status, after: Option<i64>) {
        self.me.set(me);
        self.status.set(status);
        if self.started.get_value() {
            return;
        }
        self.started.set_value(true);
        let notices = Notices::here();
        // An effect runs in the browser only, and after hydration.
        Effect::new(move |_| {
            #[cfg(feature = "hydrate")]
            crate::browser::events::listen(self, notices, after);
            #[cfg(not(feature = "hydrate"))]
            let _ = (after, notices);
        });
    }
}
