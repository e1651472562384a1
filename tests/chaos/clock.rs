//! Clocks that are wrong: every start of a server gets a time of day of its own, and it may step while the server lives.

use crate::figures::say;
use crate::harness::Folder;
use rand::Rng;
use rand::rngs::StdRng;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::process::Command;

/// Debian's libfaketime, or nothing.
pub struct Clocks {
    library: Option<PathBuf>,
    range: i64,
    /// A file for each server, from which the library reads how wrong its clock is.
    folder: Folder,
}

impl Clocks {
    /// Looks for the library, and whether it does what it should. A run without it says so, and in CI there is none.
    pub fn find(range: i64) -> Self {
        let library = candidates().into_iter().find(|path| works(path));
        if library.is_none() {
            say("! libfaketime is not installed: THE CLOCKS OF THIS RUN ARE ALL RIGHT (scripts/setup-faketime.sh installs it)");
            assert!(std::env::var_os("CI").is_none(), "in CI the clocks have to step: install libfaketime");
        }
        Self { library, range, folder: Folder::new() }
    }

    /// Seconds by which a clock is wrong from now on.
    pub fn draw(&self, dice: &mut StdRng) -> i64 {
        if self.library.is_some() { dice.random_range(-self.range..=self.range) } else { 0 }
    }

    /// Sets the clock of a server, also while it lives: the library looks at its file once a second.
    pub fn step(&self, place: usize, offset: i64) {
        std::fs::write(self.file(place), format!("{offset:+}s\n")).unwrap();
    }

    /// Lets a server live by its own clock. What it measures with stays right: a machine whose clock is set does not wait
    /// longer or shorter for it.
    pub fn give(&self, command: &mut Command, place: usize) {
        if let Some(library) = &self.library {
            command
                .env("LD_PRELOAD", library)
                .env("FAKETIME_TIMESTAMP_FILE", self.file(place))
                .env("FAKETIME_CACHE_DURATION", "1")
                .env("DONT_FAKE_MONOTONIC", "1");
        }
    }

    /// Takes away the shared memory that the library gave to a process which was killed: a later one of the same number
    /// would find it.
    pub fn clean_up_after(process: u32) {
        for name in [format!("faketime_shm_{process}"), format!("sem.faketime_sem_{process}")] {
            let _ = std::fs::remove_file(Path::new("/dev/shm").join(name));
        }
    }

    fn file(&self, place: usize) -> PathBuf {
        self.folder.path(&format!("clock-{place}"))
    }
}

/// The variant for programs with threads.
fn candidates() -> Vec<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).collect()
}

/// A library that cannot be loaded is left out with no more than a warning, so it is tried.
fn works(library: &Path) -> bool {
    const AHEAD: u64 = 100_000;
    let told = std::process::Command::new("date").arg("+%s").env("LD_PRELOAD", library).env("FAKETIME", format!("+{AHEAD}s")).output();
    let seconds = told.ok().and_then(|told| String::from_utf8(told.stdout).ok()?.trim().parse::<u64>().ok());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    library.exists() && seconds.is_some_and(|seconds| seconds > now + AHEAD / 2)
}
