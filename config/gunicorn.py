"""Máy chủ web: what gunicorn reads (``gunicorn -c config/gunicorn.py config.wsgi``).

One process a core, each with a few threads: a slow upload keeps one thread, not a
process, and connections to the database come from a pool (see ``config.services``).
"""

import os
from pathlib import Path

_threads = os.environ.get("WEB_THREADS", "4")

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or os.cpu_count() or 2)
threads = int(_threads)
raw_env = [f"WEB_THREADS={_threads}"]

# A worker is renewed now and then, at a moment of its own.
max_requests = 2000
max_requests_jitter = 200
timeout = 60
graceful_timeout = 30
# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Its default path is shared by every gunicorn of one account.
control_socket_disable = True
accesslog = os.environ.get("ACCESS_LOG") or None
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
