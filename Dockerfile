# docker build -t sarand . && docker run --rm -v "$PWD:/data" sarand clean crawl/ -o clean/
FROM rust:1-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /sarand
COPY . .
RUN cargo build --locked --profile dist --bin sarand

FROM debian:stable-slim
COPY --from=build /sarand/target/dist/sarand /usr/local/bin/sarand
COPY LICENSE-APACHE LICENSE-MIT lexicon/fa/NOTICE /usr/share/doc/sarand/
WORKDIR /data
ENTRYPOINT ["sarand"]
