//! Puts the parts together: opens the database, binds the port, serves until told to stop.

mod background;
mod listener;
mod prune;
mod stopping;

use crate::clock::Clock;
use crate::config::Config;
use crate::mail::transport::Transport;
use crate::mail::worker::{Pace, Worker};
use crate::private;
use crate::store::Db;
use crate::web;
use crate::web::State;
use crate::web::downloads::Downloads;
use crate::web::health::Readiness;
use crate::web::isv::bulk::creations::Creations;
use crate::web::opportunities::beside::KeptBeside;
use crate::web::origin::{Doors, Origin};
use crate::web::password::Passwords;
use crate::web::virus_check::{self, VirusCheck};
use actix_web::HttpServer;
use anyhow::Context;
use background::Background;
use prune::prune;
use std::net::TcpListener;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tokio::sync::watch;

/// How long a connection without requests is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long the head of a request may take to arrive.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// Connections at once, of all workers: more than this many people do not click within one keep-alive.
const CONNECTIONS: usize = 1000;
/// How long requests that are under way may take to end when the portal stops.
const STOP_SECONDS: u64 = 10;
/// Connections that read the database for pages: two for each thread that serves pages keep it busy.
const READERS_PER_WORKER: usize = 2;
/// Threads of each worker for what blocks, which the database does not: two for files that are read, and those on which virus
/// checks wait for the scanner, perhaps all of them with one worker.
const BLOCKING_THREADS: usize = 2 + virus_check::AT_ONCE;

/// A portal that is ready to serve.
pub struct App {
    listener: TcpListener,
    port: u16,
    workers: usize,
    state: State,
    transport: Option<Transport>,
    stop: watch::Sender<bool>,
}

/// Stops a portal from outside, as a signal of the operating system does.
#[derive(Clone)]
pub struct Stopper(watch::Sender<bool>);

impl Stopper {
    /// Tells the portal to finish what is under way and end.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl App {
    /// Opens the database, brings it up to date and binds the port; a port of 0 binds a free one.
    ///
    /// # Errors
    /// When the settings contradict each other, the database cannot be had or the port is taken.
    pub fn build(config: &Config, clock: Clock) -> anyhow::Result<Self> {
        config.check().map_err(anyhow::Error::msg)?;
        let db = open(config)?;
        let listener = listener::bind(config.bind, listener::TAKEN_WITHIN)
            .with_context(|| format!("cannot listen on {}", config.bind))?;
        let port = listener.local_addr()?.port();
        let origin = config.origin(port);
        let transport = (!config.without_mail).then(|| transport(config, &origin));
        let state = State {
            db,
            clock,
            doors: Doors::new(&origin, config.is_local().then_some(port)),
            origin,
            passwords: Passwords::start(config.password_cost())?,
            keys: config.keys()?,
            second_step: config.second_step,
            creations: Creations::default(),
            beside: KeptBeside::default(),
            downloads: Downloads::default(),
            proxies: config.proxies,
            virus_check: config.clamd.as_deref().map(VirusCheck::new),
            channel_desk: config.channel_desk.clone(),
            confirm_addresses: config.confirm_addresses,
            rcmp: config.rcmp(),
            mails_go_to_files: config.writes_mails_to_files(),
            readiness: Readiness::default(),
            stopping: Arc::new(AtomicBool::new(false)),
        };
        let (stop, _) = watch::channel(false);
        Ok(Self {
            listener,
            port,
            workers: config.workers,
            state,
            transport: transport.transpose()?,
            stop,
        })
    }

    /// The port it is bound to.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What its handlers use.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What stops it.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Serves until the process is asked to end or the [`Stopper`] says so; then lets requests under way finish.
    ///
    /// # Errors
    /// When the server cannot start, or work beside it failed that the portal cannot go on without.
    pub fn run(self) -> std::io::Result<()> {
        actix_web::rt::System::new().block_on(self.serve())
    }

    async fn serve(self) -> std::io::Result<()> {
        let Self {
            listener,
            workers,
            state,
            transport,
            stop,
            ..
        } = self;
        let mut background = Background::new(stop.clone());
        // Whoever sends mails also tells what nobody asks for; others share the database.
        if let Some(transport) = transport {
            background.begin_endless("telling of time", web::notices::watch(state.clone()));
            let (db, clock) = (state.db.clone(), state.clock.clone());
            let worker = Worker::new(db, clock, transport, Pace::default());
            background.begin("the mail worker", worker.run(stop.subscribe()));
        }
        background.begin_endless("pruning", prune(state.clone()));
        let db = state.db.clone();
        let shared = actix_web::web::Data::new(state.clone());
        let server = HttpServer::new(move || web::application(shared.clone()))
            .workers(workers)
            .worker_max_blocking_threads(BLOCKING_THREADS)
            .max_connections(CONNECTIONS / workers)
            // Without it every compressed answer waits for the browser's delayed acknowledgement.
            .tcp_nodelay(true)
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(HEAD_TIME)
            .shutdown_timeout(STOP_SECONDS)
            .disable_signals()
            .listen(listener)?
            .run();
        let served = stopping::until_stopped(server, &stop, &mut background, &state.stopping).await;
        // The worker puts back what it cannot finish.
        background.end().await;
        if let Err(error) = db.settle() {
            tracing::warn!(%error, "the database keeps its log until the next start");
        }
        served
    }
}

/// Opens the database that the settings name and brings it up to date. An embedded one that has something in it is copied
/// beside itself before.
///
/// # Errors
/// When it cannot be had, or is newer than this program.
pub fn open(config: &Config) -> anyhow::Result<Db> {
    let url = config.database_url();
    if config.has_own_database() {
        private::make_folder(&config.data)
            .with_context(|| format!("cannot make the folder {}", config.data.display()))?;
    }
    let db = connect(config)?;
    if let Some(file) = Db::file(url.reveal())? {
        db.keep_before_upgrade(&file)?;
    }
    db.migrate()?;
    Ok(db)
}

/// Opens the database that the settings name as it is, whatever version of the program it belongs to.
///
/// # Errors
/// When it is not there or cannot be had.
pub fn open_as_it_is(config: &Config) -> anyhow::Result<Db> {
    if let Some(file) = Db::file(config.database_url().reveal())? {
        anyhow::ensure!(
            file.try_exists()?,
            "there is no database {}",
            file.display()
        );
    }
    connect(config)
}

fn connect(config: &Config) -> anyhow::Result<Db> {
    let readers = u32::try_from(config.workers * READERS_PER_WORKER)?;
    let readers = NonZeroU32::new(readers).unwrap_or(NonZeroU32::MIN);
    Ok(Db::connect(config.database_url().reveal(), readers)?)
}

/// How mails travel: by the mail server of the settings, or into the data folder.
fn transport(config: &Config, origin: &Origin) -> anyhow::Result<Transport> {
    let (from, origin) = (&config.mail_from, origin.as_str());
    Ok(match config.smtp_url() {
        Some(url) => Transport::smtp(url.reveal(), from, origin)?,
        None => Transport::folder(config.data.join("mail"), from, origin)?,
    })
}
