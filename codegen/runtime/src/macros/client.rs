//! Macros for clients, calls and waiters.

/// The common methods of clients. The type has a field `core` of type
/// [`Core`](crate::client::Core).
#[doc(hidden)]
#[macro_export]
macro_rules! client {
    ($type:ident($service:ident)) => {
        #[doc(hidden)]
        impl ::std::convert::AsRef<$crate::client::Core> for $type {
            fn as_ref(&self) -> &$crate::client::Core {
                &self.core
            }
        }

        impl $type {
            /// Creates a client from an `SdkConfig`, as loaded by `aws_config`, or from a
            /// [`Config`](tinsmith_runtime::client::Config).
            #[inline]
            pub fn new(config: impl ::std::convert::Into<$crate::client::Config>) -> Self {
                Self::from_conf(config.into())
            }

            /// Creates a client from a [`Config`](tinsmith_runtime::client::Config).
            #[inline]
            pub fn from_conf(config: $crate::client::Config) -> Self {
                Self {
                    core: $crate::client::Core::new(&$service, config),
                }
            }

            /// The configuration.
            #[inline]
            pub fn config(&self) -> &$crate::client::Config {
                self.core.config()
            }

            /// Calls any operation of the service with a complete input.
            ///
            /// # Errors
            ///
            /// If the input is incomplete, the request does not arrive, or the service answers
            /// with an error.
            #[inline]
            pub async fn send<O: $crate::client::ClientOperation>(
                &self,
                input: O::Input,
            ) -> ::std::result::Result<O::Output, $crate::error::CallError<O::Error>> {
                self.core.send::<O>(input).await
            }
        }
    };
}

/// The call type of an operation with a default `ClientOperation`.
#[doc(hidden)]
#[macro_export]
macro_rules! call {
    ($type:ident as $sdk:ident($operation:ident): $($rest:tt)*) => {
        impl $crate::client::ClientOperation for $operation {}

        $crate::call_type!($type as $sdk($operation): $($rest)*);
    };
}

/// The call type of an operation, with the methods that all calls have. It is `Clone`, unless the row
/// ends in `not_clone`; it has `presign`, if the row ends in `presignable`; `not_clone_presignable` is both.
///
/// Methods that send return the runtime's future: an `async fn` around it would be one more state
/// machine to compile for each operation.
///
/// `as` gives its name in AWS's SDK. The rows after the first one are the setters that take an `Option`, with member and type.
///
/// ```text
/// call! {
///     RetryBuildCall as RetryBuildFluentBuilder(RetryBuild):
///         RetryBuildInput => RetryBuildOutput, RetryBuildError;
///     set_id(id: String);
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! call_type {
    (
        $type:ident as $sdk:ident($operation:ident):
        $input:ident => $output:ident, $error:ident $(, $mark:ident)?;
        $($set:ident($member:ident: $value:ty);)*
    ) => {
        #[doc = ::std::concat!(
            "A call of [`", ::std::stringify!($operation), "`]: its members have setters, and it is \
             sent by [`send`](Self::send) or by awaiting it."
        )]
        #[must_use = "a call does nothing until it is sent or awaited"]
        pub struct $type($crate::client::Call<$operation>);

        /// Names in AWS's SDK.
        #[doc(hidden)]
        pub mod builders {
            /// The call.
            pub type $sdk = super::$type;
        }

        impl $input {
            /// Sends the input as a call of the client.
            ///
            /// # Errors
            ///
            #[doc = ::std::concat!("As [`send`](", ::std::stringify!($type), "::send).")]
            #[inline]
            pub fn send_with(
                self,
                client: &impl ::std::convert::AsRef<$crate::client::Core>,
            ) -> impl ::std::future::Future<
                Output = ::std::result::Result<$output, $crate::error::CallError<$error>>,
            > {
                client.as_ref().send::<$operation>(self)
            }
        }

        $crate::clone_call!($type $($mark)?);
        $crate::presign!($type($operation): $error $($mark)?);

        impl $type {
            #[inline]
            pub(crate) fn new(core: &$crate::client::Core) -> Self {
                Self($crate::client::Call::new(
                    ::std::clone::Clone::clone(core),
                    ::std::default::Default::default(),
                ))
            }

            $crate::input_methods!($input);

            $(
                #[doc = ::std::concat!(
                    "Replaces the member [`", ::std::stringify!($member), "`](", ::std::stringify!($input),
                    "::", ::std::stringify!($member), "), or unsets it for `None`."
                )]
                #[inline]
                pub fn $set(mut self, value: ::std::option::Option<$value>) -> Self {
                    self.0.as_input_mut().$member = value;
                    self
                }
            )*

            /// Changes the client's settings for this call: time limits, retries, interceptors,
            /// headers, region and all others of [`ConfigBuilder`](tinsmith_runtime::client::ConfigBuilder).
            ///
            /// The call shares connections, credentials, the retry budget, the skew of the clock
            /// and discovered endpoints with the client, whatever the settings are. Only what the
            /// settings replace is its own: an HTTP client, a retry partition, a credentials cache,
            /// or a credentials provider, with a cache and discovered endpoints for this call. The
            /// client's stay as they are.
            ///
            /// Applying the settings takes tens of microseconds; for many calls with the same
            /// settings, clone one.
            #[inline]
            pub fn customize(
                self,
                edit: impl ::std::ops::FnOnce(
                    $crate::client::ConfigBuilder,
                ) -> $crate::client::ConfigBuilder,
            ) -> Self {
                Self(self.0.customize(edit))
            }

            /// The same in the form of AWS's SDK:
            /// `call.customized().config_override(settings).send()`.
            #[inline]
            pub fn customized(self) -> $crate::client::CustomizedCall<$operation> {
                $crate::client::CustomizedCall::new(self.0)
            }

            /// Sends the call and waits for the output.
            ///
            /// All attempts of a call have the same idempotency token, yours or a random one. To
            /// retry a failed call yourself, set the token and use it again, because each call gets
            /// another random token.
            ///
            /// # Errors
            ///
            /// If the input is incomplete, the request does not arrive, or the service answers
            /// with an error.
            #[inline]
            pub fn send(
                self,
            ) -> impl ::std::future::Future<
                Output = ::std::result::Result<$output, $crate::error::CallError<$error>>,
            > {
                self.0.send()
            }

            /// Like [`send`](Self::send), with the request id, status, headers and attempts of the
            /// response.
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send).
            #[inline]
            pub fn send_with_response(
                self,
            ) -> impl ::std::future::Future<
                Output = ::std::result::Result<
                    $crate::client::Response<$output>,
                    $crate::error::CallError<$error>,
                >,
            > {
                self.0.send_with_response()
            }
        }

        $crate::awaited!($type, $crate::client::Call<$operation>);
    };
}

/// `Clone` of a call type.
#[doc(hidden)]
#[macro_export]
macro_rules! clone_call {
    ($type:ident $(presignable)?) => {
        impl ::std::clone::Clone for $type {
            #[inline]
            fn clone(&self) -> Self {
                Self(::std::clone::Clone::clone(&self.0))
            }
        }
    };
    ($type:ident not_clone) => {};
    ($type:ident not_clone_presignable) => {};
}

/// The type of a waiter's waits, with the methods that all waits have.
#[doc(hidden)]
#[macro_export]
macro_rules! wait {
    ($type:ident($waiter:ident) { operation: $operation:ty; input: $input:ty; }) => {
        #[doc = ::std::concat!(
                    "A wait for [`", ::std::stringify!($waiter), "`]. It begins when it is awaited."
                )]
        #[must_use = "a wait does nothing until it is awaited"]
        pub struct $type($crate::features::waiter::Wait<$waiter>);

        impl $type {
            #[inline]
            pub(crate) fn new(core: &$crate::client::Core) -> Self {
                Self($crate::features::waiter::Wait::new(
                    ::std::clone::Clone::clone(core),
                ))
            }

            $crate::input_methods!($input);

            /// Sets the time limit. At least one poll is sent, and the last one begins at the
            /// limit; it may take as long as the client's own time limits.
            #[inline]
            pub fn max_wait(self, max_wait: ::std::time::Duration) -> Self {
                Self(self.0.max_wait(max_wait))
            }

            /// Sets the shortest delay between polls, which is also the first one; at least a
            /// millisecond.
            #[inline]
            pub fn min_delay(self, delay: ::std::time::Duration) -> Self {
                Self(self.0.min_delay(delay))
            }

            /// Sets the longest delay between polls.
            #[inline]
            pub fn max_delay(self, delay: ::std::time::Duration) -> Self {
                Self(self.0.max_delay(delay))
            }

            /// Sets a function to call after each poll but the last.
            #[inline]
            pub fn on_progress(
                self,
                report: impl ::std::ops::FnMut(&$crate::features::waiter::Progress<'_, $operation>)
                + ::std::marker::Send
                + 'static,
            ) -> Self {
                Self(self.0.on_progress(report))
            }

            /// Waits with this time limit; see [`max_wait`](Self::max_wait).
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send).
            #[inline]
            pub fn wait(
                self,
                max_wait: ::std::time::Duration,
            ) -> impl ::std::future::Future<
                Output = ::std::result::Result<
                    $crate::features::waiter::FinalPoll<$operation>,
                    $crate::features::waiter::WaitError<$operation>,
                >,
            > {
                self.0.wait(max_wait)
            }

            /// Waits; the same as awaiting it. Dropping the future ends the wait.
            ///
            /// # Errors
            ///
            /// If the waiter fails, the time limit is reached, or a poll fails; see
            /// [`WaitErrorKind`](tinsmith_runtime::features::waiter::WaitErrorKind).
            #[inline]
            pub fn send(
                self,
            ) -> impl ::std::future::Future<
                Output = ::std::result::Result<
                    $crate::features::waiter::FinalPoll<$operation>,
                    $crate::features::waiter::WaitError<$operation>,
                >,
            > {
                self.0.send()
            }
        }

        $crate::awaited!($type, $crate::features::waiter::Wait<$waiter>);
    };
}

/// The methods of calls and waits for the whole input.
#[doc(hidden)]
#[macro_export]
macro_rules! input_methods {
    ($input:ty) => {
        /// The input so far.
        #[inline]
        pub fn as_input(&self) -> &$input {
            self.0.as_input()
        }

        /// Replaces the whole input.
        #[inline]
        pub fn with_input(self, input: $input) -> Self {
            Self(self.0.with_input(input))
        }

        /// Replaces the input with the result of `edit`, for conditional setters:
        /// `map_input(|input| if fast { input.timeout(5) } else { input })`.
        #[inline]
        pub fn map_input(self, edit: impl ::std::ops::FnOnce($input) -> $input) -> Self {
            Self(self.0.map_input(edit))
        }
    };
}

/// `Debug` and `IntoFuture` of calls and waits.
#[doc(hidden)]
#[macro_export]
macro_rules! awaited {
    ($type:ident, $inner:ty) => {
        impl ::std::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl ::std::future::IntoFuture for $type {
            type Output = <$inner as ::std::future::IntoFuture>::Output;
            type IntoFuture = <$inner as ::std::future::IntoFuture>::IntoFuture;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                ::std::future::IntoFuture::into_future(self.0)
            }
        }
    };
}

/// A waiter: its operation, its delays and its time limit in seconds, and its acceptors in order.
///
/// ```text
/// waiter! {
///     "TableExists" => TableExists(operation::describe_table::DescribeTable), 20, 120, 500 {
///         success: One("Table.TableStatus", table_status, "ACTIVE");
///         failure: One("Table.Secret", secret, "LOST").sensitive();
///         retry: ErrorCode("ResourceNotFoundException");
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! waiter {
    (
        $name:literal => $type:ident($operation:ty), $min:literal, $max:literal, $wait:literal {
            $($state:ident: $matcher:ident $(($($argument:expr),*))? $(.$mark:ident())?;)*
        }
    ) => {
        impl $crate::features::waiter::Waiter for $type {
            const NAME: &'static str = $name;
            const BACKOFF: $crate::features::waiter::Backoff =
                $crate::features::waiter::Backoff::from_secs($min, $max);
            const MAX_WAIT: ::std::time::Duration = ::std::time::Duration::from_secs($wait);
            type Operation = $operation;
            const ACCEPTORS: &'static [$crate::features::waiter::Acceptor<$operation>] = &[$(
                $crate::features::waiter::Acceptor::$state(
                    $crate::features::waiter::Matcher::$matcher $(($($argument),*))?,
                )$(.$mark())?
            ),*];
        }
    };
}
