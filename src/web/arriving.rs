//! Whether all of a request's body has arrived that somebody asked for.

use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use futures_util::StreamExt;
use std::cell::Cell;
use std::rc::Rc;

/// Whether a handler waits for more of its request's body. As long as it does, it has changed nothing.
#[derive(Debug, Clone, Default)]
pub struct Arriving(Rc<Cell<bool>>);

impl Arriving {
    /// Watches the body of a request as it is read.
    pub fn watch(request: &mut ServiceRequest) -> Self {
        let arriving = Self::default();
        let mut body = request.take_payload();
        if matches!(body, Payload::None) {
            return arriving;
        }
        let awaited = Rc::clone(&arriving.0);
        let body = futures_util::stream::poll_fn(move |context| {
            let polled = body.poll_next_unpin(context);
            awaited.set(polled.is_pending());
            polled
        });
        request.set_payload(Payload::Stream {
            payload: Box::pin(body),
        });
        arriving
    }

    /// Whether more is waited for at this moment.
    pub fn is_awaited(&self) -> bool {
        self.0.get()
    }
}
