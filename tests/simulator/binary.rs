//! `np-simulator` as a program.

use std::process::Stdio;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::support::{client, order};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_np-simulator"));
    command.args(arguments).env_remove("RUST_LOG").stderr(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
    command
}

#[tokio::test]
async fn it_serves_with_the_credentials_and_faults_of_its_flags_and_stops_when_asked_to() {
    let flags = ["--listen", "127.0.0.1:0", "--credential", "SHOP1:code-1:3000", "--error-503", "1", "--fault-times", "1"];
    let mut running = program(&flags).spawn().unwrap();
    let mut lines = BufReader::new(running.stderr.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let (_, address) = line.split_once("listening on ").unwrap();
    let post = || {
        let request = client().post(format!("{address}/transactions")).header("X-NP-Terminal-Id", "3000");
        request.json(&json!({ "transactions": [order("A")] }))
    };
    assert_eq!(post().basic_auth("SIM00001", Some("sim-sp-code")).send().await.unwrap().status(), 401);
    assert_eq!(post().basic_auth("SHOP1", Some("code-1")).send().await.unwrap().status(), 503);
    assert_eq!(post().basic_auth("SHOP1", Some("code-1")).send().await.unwrap().status(), 201);

    let kill = Command::new("kill").args(["-TERM", &running.id().unwrap().to_string()]).status().await.unwrap();
    assert!(kill.success());
    let ended = tokio::time::timeout(Duration::from_secs(5), running.wait()).await.expect("it stops").unwrap();
    assert!(ended.success(), "{ended}");
}

#[tokio::test]
async fn it_does_not_open_itself_to_other_machines_unasked() {
    let refused = program(&["--listen", "0.0.0.0:0"]).output().await.unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--allow-remote"));
}

#[tokio::test]
async fn a_mistaken_credential_is_refused_without_being_repeated() {
    let refused = program(&["--credential", "SHOP1:secret:3000:x"]).output().await.unwrap();
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("MERCHANT:SPCODE") && !said.contains("secret"), "{said}");
}

#[tokio::test]
async fn its_help_tells_a_stranger_how_to_call_it() {
    let help = program(&["--help"]).output().await.unwrap();
    let text = String::from_utf8_lossy(&help.stdout);
    for needed in ["SIM00001", "sim-sp-code", "2000022000", "【保留RE009】", "【入金3秒】", "--lose-after", "/simulator/ledger"] {
        assert!(text.contains(needed), "{needed}");
    }
}
