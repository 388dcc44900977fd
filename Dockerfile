# Ảnh của ứng dụng: one image for web, workers and clock; docker-compose.yml says which.

FROM python:3.13-slim-bookworm AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements-prod.lock .
RUN python -m venv /venv \
    && /venv/bin/pip install --require-hashes --no-deps --only-binary :all: -r requirements-prod.lock
COPY . .
# Static files are collected here, once; nothing connects to these addresses.
RUN DATABASE_URL=postgresql://build/build REDIS_URL=redis://build/0 SECRET_KEY=build IDENTITY_KEY=build \
    STATIC_ROOT=/app/staticfiles /venv/bin/python manage.py collectstatic --no-input \
    && /venv/bin/python -m compileall -q /app


FROM python:3.13-slim-bookworm

# Thêm gói hệ thống khi cần, chẳng hạn libreoffice-writer-nogui để đọc tệp .doc.
ARG EXTRA_PACKAGES=""
# hadolint ignore=DL3008,SC2086
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 poppler-utils \
        $EXTRA_PACKAGES \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin thidua \
    && install -d -m 0750 -o thidua -g thidua /var/lib/thi-dua

COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    DJANGO_SETTINGS_MODULE=config.settings \
    VAR_DIR=/var/lib/thi-dua \
    STATIC_ROOT=/app/staticfiles \
    BIND=0.0.0.0:8000
WORKDIR /app
USER 10001
VOLUME /var/lib/thi-dua
EXPOSE 8000
CMD ["gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
