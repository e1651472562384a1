//! `np-simulator`: the NP後払い simulator as a program of its own, for any client.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::time::Duration;

use atobarai_desk::simulator::{Endpoint, Faults, Latency, NotACredential, Settings, Simulator, serve};
use clap::{Args, Parser};
use tokio::net::TcpListener;

/// Simulates the NP後払い merchant API (NPコネクトプロ) on this machine.
#[derive(Parser)]
#[command(version, after_long_help = MANUAL)]
struct Arguments {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8765")]
    listen: SocketAddr,
    /// Allow an address that other machines can reach; the control surface still answers this machine only
    #[arg(long)]
    allow_remote: bool,
    /// Who may call, as MERCHANT:SPCODE or MERCHANT:SPCODE:TERMINAL; may be given several times
    #[arg(long = "credential", value_name = "CREDENTIAL", default_value = "SIM00001:sim-sp-code:2000022000")]
    credentials: Vec<String>,
    /// Let every review take time: 審査前, then 審査中, then the result
    #[arg(long = "async")]
    asynchronous: bool,
    /// Seconds that a review takes, with --async or for orders marked 【審査中】
    #[arg(long, default_value_t = 8)]
    review_seconds: u32,
    /// Yen that one purchaser may owe before NG001; 0 for no limit
    #[arg(long, default_value_t = 55_000)]
    credit_limit: u32,
    /// Days after which an OK without a shipment report is cancelled
    #[arg(long, default_value_t = 90)]
    expiry_days: u16,
    /// Months that an order may be old when it is registered
    #[arg(long, default_value_t = 3)]
    order_date_months: u8,
    #[command(flatten)]
    contract: ContractArguments,
    /// Time that every answer takes, in milliseconds
    #[arg(long, value_name = "MIN:MAX", value_parser = latency, default_value = "0:0")]
    latency_ms: Latency,
    /// Seed of everything random, to repeat a run
    #[arg(long)]
    seed: Option<u64>,
    #[command(flatten)]
    faults: FaultArguments,
}

/// What the merchant's contract says.
#[derive(Debug, Args)]
struct ContractArguments {
    /// Refuse 決済方法 03 (wiz), as a contract without it does
    #[arg(long)]
    no_wiz: bool,
    /// Demand an e-mail address
    #[arg(long)]
    email_required: bool,
}

/// Probabilities from 0 to 1.
#[derive(Debug, Args)]
#[command(next_help_heading = "Faults (probabilities from 0 to 1)")]
struct FaultArguments {
    /// Close the connection without an answer; nothing was applied
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    lose_before: f64,
    /// Close the connection without an answer; everything was applied
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    lose_after: f64,
    /// Apply at once, answer late
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    delay: f64,
    /// How late, in milliseconds
    #[arg(long, default_value_t = 35_000)]
    delay_ms: u64,
    /// 401 in spite of good credentials; nothing was applied
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    error_401: f64,
    /// 429 with Retry-After; nothing was applied
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    error_429: f64,
    /// 500; nothing was applied
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    error_500: f64,
    /// 502; everything was applied
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    error_502: f64,
    /// 503 with Retry-After; nothing was applied
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    error_503: f64,
    /// Seconds in Retry-After
    #[arg(long, default_value_t = 1)]
    retry_after_seconds: u32,
    /// JSON that ends half-way; everything was applied
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    truncate_json: f64,
    /// 200 with an HTML page; nothing was applied
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    html: f64,
    /// Results and errors in another order
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    shuffle: f64,
    /// Some elements of the answer missing; everything was applied
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    drop_elements: f64,
    /// Hold with RE099 what would be OK
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    unknown_hold: f64,
    /// Errors without id
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0")]
    errors_without_id: f64,
    #[arg(
        long,
        value_name = "ENDPOINTS",
        value_delimiter = ',',
        help = "Endpoints that faults may strike, separated by commas; all if not given: \
                register, update, cancel, find_review, report_shipment, find_payment, reregister"
    )]
    fault_only: Vec<Endpoint>,
    /// Stop after so many requests were struck
    #[arg(long, value_name = "N")]
    fault_times: Option<u32>,
}

/// How to call it, marks, control: what `--help` says after the flags.
const MANUAL: &str = include_str!("../simulator/manual.txt");

/// A user names mistakes on stderr in one line; details are for the log.
fn main() -> std::process::ExitCode {
    let arguments = Arguments::parse();
    let ansi = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(ansi).with_env_filter(filter()).init();
    let outcome = tokio::runtime::Builder::new_multi_thread().enable_all().build().and_then(|runtime| runtime.block_on(run(arguments)));
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("np-simulator: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

/// What `RUST_LOG` says, or start and stop only: a line per request would slow a load test down.
fn filter() -> tracing_subscriber::EnvFilter {
    tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,np_simulator=info"))
}

async fn run(arguments: Arguments) -> std::io::Result<()> {
    let address = arguments.listen;
    if !address.ip().is_loopback() && !arguments.allow_remote {
        return Err(std::io::Error::new(
            std::io::ErrorKind::PermissionDenied,
            format!("{address} can be reached from other machines; say --allow-remote if that is meant"),
        ));
    }
    let settings = settings(arguments).map_err(std::io::Error::other)?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| std::io::Error::new(error.kind(), format!("cannot listen on {address}: {error}")))?;
    let stop = stop_signal()?;
    tracing::info!("listening on http://{}/v1", listener.local_addr()?);
    serve(listener, Simulator::new(settings), stop).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Ends on Ctrl-C or when asked to terminate.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Credentials are read here and not by clap, whose error would repeat them with the SP code.
fn settings(arguments: Arguments) -> Result<Settings, NotACredential> {
    Ok(Settings {
        credentials: arguments.credentials.iter().map(|text| text.parse()).collect::<Result<_, _>>()?,
        asynchronous: arguments.asynchronous,
        review: Duration::from_secs(u64::from(arguments.review_seconds)),
        credit_limit: (arguments.credit_limit > 0).then_some(arguments.credit_limit),
        expiry_days: arguments.expiry_days,
        order_date_months: arguments.order_date_months,
        wiz_allowed: !arguments.contract.no_wiz,
        email_required: arguments.contract.email_required,
        latency: arguments.latency_ms,
        faults: arguments.faults.into(),
        seed: arguments.seed,
    })
}

impl From<FaultArguments> for Faults {
    fn from(arguments: FaultArguments) -> Self {
        Self {
            lose_before: arguments.lose_before,
            lose_after: arguments.lose_after,
            delay: arguments.delay,
            error_401: arguments.error_401,
            error_429: arguments.error_429,
            error_500: arguments.error_500,
            error_502: arguments.error_502,
            error_503: arguments.error_503,
            truncate_json: arguments.truncate_json,
            html: arguments.html,
            shuffle: arguments.shuffle,
            drop_elements: arguments.drop_elements,
            unknown_hold: arguments.unknown_hold,
            without_id: arguments.errors_without_id,
            delay_ms: arguments.delay_ms,
            retry_after_seconds: arguments.retry_after_seconds,
            only: arguments.fault_only,
            times: arguments.fault_times,
        }
    }
}

fn probability(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("{text} is no number"))?;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(format!("{text} is not between 0 and 1")) }
}

fn latency(text: &str) -> Result<Latency, String> {
    let ends = text.split_once(':').and_then(|(min, max)| Some((min.parse().ok()?, max.parse().ok()?)));
    match ends {
        Some((min, max)) if min <= max => Ok(Latency { min: Duration::from_millis(min), max: Duration::from_millis(max) }),
        Some(_) | None => Err("latency is written MIN:MAX, in milliseconds".to_owned()),
    }
}
