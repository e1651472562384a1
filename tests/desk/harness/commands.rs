//! Commands beside a server: what they say, and what becomes of a desk that is moved to another database.

use super::{Browser, Folder, PASSWORD, TestDesk, USER, binary};
use atobarai_desk::server::config::Config;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// What a command said, and with which code it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub errors: String,
}

impl Said {
    pub async fn by(mut command: Command) -> Self {
        let output = command.output().await.unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), out: text(&output.stdout), errors: text(&output.stderr) }
    }

    /// It failed, with this in its only sentence.
    pub fn refused(&self, sentence: &str) {
        assert!(self.code == Some(1) && self.errors.contains(sentence) && self.out.is_empty(), "{self:#?}\nand not {sentence}");
        assert_eq!(self.errors.lines().count(), 1, "{}", self.errors);
    }
}

/// Runs a command with the settings of a test.
pub async fn command<S: AsRef<OsStr>>(config: &Config, arguments: impl IntoIterator<Item = S>) -> Said {
    let mut command = binary(config);
    command.args(arguments);
    Said::by(command).await
}

/// Runs `restore` and whatever flags follow the file.
pub async fn restore(config: &Config, file: &Path, flags: &[&str]) -> Said {
    command(config, [OsStr::new("restore"), file.as_os_str()].into_iter().chain(flags.iter().map(OsStr::new))).await
}

impl TestDesk {
    /// Runs `backup` beside the server.
    pub async fn backup(&self, name: &str) -> PathBuf {
        let file = self.folder.path(name);
        let said = command(&self.config, [OsStr::new("backup"), file.as_os_str()]).await;
        assert_eq!(said.code, Some(0), "{said:#?}");
        file
    }

    /// Loses its machine: goes on with what was restored into another database.
    pub async fn restored_from(&mut self, file: &Path) -> Said {
        self.stop().await;
        self.config.database_url = super::database::second(&self.folder).await;
        let said = restore(&self.config, file, &[]).await;
        assert_eq!(said.code, Some(0), "{said:#?}");
        self.start_again().await;
        self.browser = Browser::sign_in(&self.base(), USER, PASSWORD).await;
        said
    }
}

/// The names of the files in a folder.
pub fn files(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path("")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
