//! Clocks that are wrong: every start of a server gets a time of day of its own.

use crate::figures::say;
use rand::Rng;
use rand::rngs::StdRng;
use std::path::PathBuf;
use tokio::process::Command;

/// Debian's libfaketime, or nothing.
pub struct Clocks {
    library: Option<PathBuf>,
    range: i64,
}

impl Clocks {
    /// Looks for the library. A run without it says so, and in CI it is none.
    pub fn find(range: i64) -> Self {
        let library = candidates().into_iter().find(|path| path.exists());
        if library.is_none() {
            say("! libfaketime is not installed: THE CLOCKS OF THIS RUN ARE ALL RIGHT (scripts/setup-faketime.sh installs it)");
            assert!(std::env::var_os("CI").is_none(), "in CI the clocks have to step: install libfaketime");
        }
        Self { library, range }
    }

    /// Seconds by which the next life's clock is wrong; half of the range is kept on either side, so that steps are large.
    pub fn draw(&self, dice: &mut StdRng) -> i64 {
        if self.library.is_some() { dice.random_range(-self.range..=self.range) } else { 0 }
    }

    /// Lets a server take the time of day for another. What it measures with stays right: a machine whose clock is set
    /// does not wait longer or shorter for it.
    pub fn set(&self, command: &mut Command, offset: i64) {
        if let Some(library) = &self.library {
            command.env("LD_PRELOAD", library).env("FAKETIME", format!("{offset:+}s")).env("DONT_FAKE_MONOTONIC", "1");
            // Shared memory that a killed process leaves behind would be met by a later one of the same number.
            command.env("FAKETIME_DISABLE_SHM", "1");
        }
    }
}

fn candidates() -> Vec<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    // The variant for programs with threads.
    folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).collect()
}
