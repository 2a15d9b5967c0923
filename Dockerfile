# bangdan in a container: docker build -t bangdan . && docker compose up (see docs/operations.md)
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY . .
RUN python -m venv /opt/bangdan \
    && /opt/bangdan/bin/pip install ".[postgres,chat]" \
    && /opt/bangdan/bin/pip uninstall --yes setuptools pip
# the starter configuration, so that the image does something sensible before anybody has written one
RUN /opt/bangdan/bin/bangdan init /config
COPY deploy/docker/bangdan.toml /config/bangdan.toml

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="bangdan" \
      org.opencontainers.image.description="Reads Chinese media posts for app-chart and download claims" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 bangdan \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin bangdan \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/bangdan /opt/bangdan
COPY --from=build /config /config
ENV PATH=/opt/bangdan/bin:$PATH BANGDAN_CONFIG=/config PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["bangdan", "health"]
ENTRYPOINT ["bangdan"]
CMD ["run"]
