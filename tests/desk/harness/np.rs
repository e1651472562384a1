//! A simulator on a port of its own, behind a tap that hears every byte that the desk sends.

use atobarai_desk::simulator::{Faults, Settings, Simulator, Transaction, serve};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// NP as the desk reaches it.
pub struct Np {
    pub simulator: Simulator,
    address: SocketAddr,
    heard: Heard,
}

/// The bytes of each connection.
type Heard = Arc<Mutex<Vec<Arc<Mutex<Vec<u8>>>>>>;

const EMPTY: &str = r#"{"transactions":[]}"#;

/// A request that reached NP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `POST /v1/transactions`
    pub line: String,
    pub body: String,
}

impl Np {
    /// Answers at once; a review that takes time takes under a second.
    pub async fn start() -> Self {
        Self::with(Settings { review: Duration::from_millis(600), ..Settings::default() }).await
    }

    pub async fn with(settings: Settings) -> Self {
        let simulator = Simulator::new(settings);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let behind = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, simulator.clone(), std::future::pending()));
        let tap = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = tap.local_addr().unwrap();
        let heard = Heard::default();
        tokio::spawn(listen(tap, behind, Arc::clone(&heard)));
        Self { simulator, address, heard }
    }

    /// The base address for the desk's settings.
    pub fn address(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    pub fn ledger(&self) -> Vec<Transaction> {
        self.simulator.ledger()
    }

    /// The transactions under this 加盟店取引ID.
    pub fn of(&self, shop_transaction_id: &str) -> Vec<Transaction> {
        self.ledger().into_iter().filter(|transaction| transaction.shop_transaction_id == shop_transaction_id).collect()
    }

    /// The only transaction under this 加盟店取引ID.
    pub fn only(&self, shop_transaction_id: &str) -> Transaction {
        let mut found = self.of(shop_transaction_id);
        assert_eq!(found.len(), 1, "{found:#?}");
        found.remove(0)
    }

    pub fn faults(&self, faults: Faults) {
        self.simulator.set_faults(faults);
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Request> {
        let connections = self.heard.lock().unwrap().clone();
        connections.iter().flat_map(|bytes| requests_in(&bytes.lock().unwrap())).collect()
    }

    /// The requests that ask for something, without the tests of the credentials, which ask for nothing.
    pub fn calls(&self) -> Vec<Request> {
        self.requests().into_iter().filter(|request| request.body != EMPTY).collect()
    }

    /// How often the credentials were tested.
    pub fn probes(&self) -> usize {
        self.requests().len() - self.calls().len()
    }

    /// Bodies of the calls of one endpoint, such as `POST /v1/transactions`.
    pub fn bodies(&self, line: &str) -> Vec<String> {
        self.calls().into_iter().filter(|request| request.line == line).map(|request| request.body).collect()
    }
}

/// The next request meets this fault, and no other does.
pub fn once(faults: Faults) -> Faults {
    Faults { times: Some(1), ..faults }
}

async fn listen(tap: TcpListener, behind: SocketAddr, heard: Heard) {
    while let Ok((desk, _)) = tap.accept().await {
        let bytes = Arc::<Mutex<Vec<u8>>>::default();
        heard.lock().unwrap().push(Arc::clone(&bytes));
        tokio::spawn(pass_on(desk, behind, bytes));
    }
}

/// When one side goes, the other is let go too: the desk sees a lost connection where there is one.
async fn pass_on(desk: TcpStream, behind: SocketAddr, bytes: Arc<Mutex<Vec<u8>>>) {
    let Ok(np) = TcpStream::connect(behind).await else { return };
    let (mut from_desk, mut to_desk) = desk.into_split();
    let (mut from_np, mut to_np) = np.into_split();
    let sent = async {
        let mut buffer = vec![0; 16 * 1024];
        while let Ok(count @ 1..) = from_desk.read(&mut buffer).await {
            bytes.lock().unwrap().extend_from_slice(&buffer[..count]);
            if to_np.write_all(&buffer[..count]).await.is_err() {
                break;
            }
        }
    };
    let answered = async {
        let _ = tokio::io::copy(&mut from_np, &mut to_desk).await;
    };
    tokio::select! {
        () = sent => {}
        () = answered => {}
    }
}

fn requests_in(mut bytes: &[u8]) -> Vec<Request> {
    let mut found = Vec::new();
    while let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length = |line: &str| line.to_ascii_lowercase().strip_prefix("content-length:").map(|rest| rest.trim().parse().unwrap());
        let length: usize = head.lines().find_map(length).unwrap_or(0);
        let Some(body) = bytes.get(end + 4..end + 4 + length) else { break };
        let line = head.lines().next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
        found.push(Request { line, body: String::from_utf8(body.to_vec()).unwrap() });
        bytes = &bytes[end + 4 + length..];
    }
    found
}
