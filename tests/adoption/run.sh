#!/usr/bin/env bash
# The way of a stranger, from an empty repository to a program that calls two services, and through an
# update of their models. Each step's time is printed.
#
# FOLDER        the empty folder for the repository
# TINSMITH      the program; if it is not set, it is installed from this repository into FOLDER/.tools
# AWS_ENDPOINT_URL    a server that speaks for AWS, such as moto's
# OLD, NEW      versions of botocore
# LOCK, PACKAGES      optional: a Cargo.lock to begin with, and a folder of installed botocore versions
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${FOLDER:?}" "${AWS_ENDPOINT_URL:?}" "${OLD:?}" "${NEW:?}"
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=eu-west-1
cd "$FOLDER"

begun=$SECONDS
step() {
    local name=$1 start=$SECONDS
    shift
    "$@"
    printf 'step %-28s %3d s\n' "$name" $((SECONDS - start))
}
# Without a network, what cargo has already is enough.
cargo_() { cargo "$@" || cargo --offline "$@"; }

step 'empty repository' cargo init --quiet --name shop --edition 2024 .
if [ -z "${TINSMITH:-}" ]; then
    step 'cargo install' cargo install --quiet --locked --path "$here/../../codegen/cli" --root "$FOLDER/.tools"
    TINSMITH=$FOLDER/.tools/bin/tinsmith
fi
if [ -n "${LOCK:-}" ]; then cp "$LOCK" Cargo.lock; fi
if [ -n "${PACKAGES:-}" ]; then mkdir -p target && ln -sfn "$PACKAGES" target/botocore; fi

step 'tinsmith init' "$TINSMITH" init
step 'add dynamodb' "$TINSMITH" add "botocore:dynamodb@$OLD" --operations CreateTable,DescribeTable,GetItem,PutItem,Query
step 'add sqs' "$TINSMITH" add "botocore:sqs@$OLD" --operations CreateQueue,SendMessage,ReceiveMessage
depend() {
    cargo_ add --quiet --path clients/dynamodb
    cargo_ add --quiet --path clients/sqs
    cargo_ add --quiet aws-config --no-default-features --features default-https-client,rt-tokio
    cargo_ add --quiet tokio --features macros,rt-multi-thread
}
step 'cargo add' depend
cp "$here/main.rs" src/main.rs
step 'cargo build' cargo_ build --quiet
step 'run' cargo_ run --quiet
step 'generate --check' "$TINSMITH" generate --check
step 'update' "$TINSMITH" update --to "$NEW"
step 'generate --check' "$TINSMITH" generate --check
step 'cargo build' cargo_ build --quiet
printf 'all %d s\n' $((SECONDS - begun))
