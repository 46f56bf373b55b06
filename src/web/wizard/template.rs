//! The page of one step.

/// A page of one step: what it shows, each under its own name, in the frame of its wizard.
macro_rules! step_template {
    ($name:ident, $path:literal, $($field:ident: $view:ty),+) => {
        #[derive(askama::Template)]
        #[template(path = $path)]
        struct $name {
            page: $crate::web::page::Page,
            frame: $crate::web::wizard::frame::Frame,
            $($field: $view,)+
        }

        impl $name {
            fn html(
                status: actix_web::http::StatusCode,
                page: $crate::web::page::Page,
                frame: $crate::web::wizard::frame::Frame,
                $($field: $view,)+
            ) -> actix_web::HttpResponse {
                $crate::web::page::html(status, &Self { page, frame, $($field,)+ })
            }
        }
    };
}

pub(crate) use step_template;
