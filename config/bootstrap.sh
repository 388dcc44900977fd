#!/bin/sh
# Chuẩn bị môi trường Python cho dự án: tìm Python chạy được, có uv, tạo .venv, cài đúng
# các gói trong requirements.lock. Chạy lại bao nhiêu lần cũng được. Makefile gọi tệp này.
#
#   PYTHON=/đường/dẫn/python   dùng trình thông dịch này
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# A name on PATH proves nothing: a pyenv shim may exist for a version that is not chosen,
# another user's interpreter may be out of reach, a copy may have been built without TLS.
runs() {
    "$1" -c 'import ctypes, ssl, sys, zlib; sys.exit(sys.version_info[:2] < (3, 12))' \
        >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        if runs "$PYTHON"; then echo "$PYTHON"; return; fi
        say "PYTHON=$PYTHON không chạy được hoặc cũ hơn 3.12; tìm trình thông dịch khác."
    fi
    for version in 3.13 3.12 3.14; do
        (
            IFS=:
            for directory in $PATH /usr/local/bin /usr/bin /opt/homebrew/bin; do
                echo "$directory/python$version"
            done
            IFS='
'
            for root in "${PYENV_ROOT:-$HOME/.pyenv}" /opt/pyenv /usr/local/pyenv; do
                for python in "$root/versions/$version".*/bin/python; do echo "$python"; done
            done
            for python in "$HOME/.local/share/uv/python/cpython-$version"*/bin/python3 \
                "/opt/python$version/bin/python3" "/opt/python/$version"*/bin/python3
            do echo "$python"; done
        ) | while IFS= read -r python; do
            if [ -x "$python" ] && runs "$python"; then echo "$python"; break; fi
        done | grep . && return
    done
    for name in python3 python; do
        if runs "$name"; then command -v "$name"; return; fi
    done
    return 0
}

find_uv() {
    (
        IFS=:
        for directory in $PATH "$HOME/.local/bin" "$HOME/.cargo/bin" var/tools/bin; do
            echo "$directory/uv"
        done
    ) | while IFS= read -r uv; do
        if [ -x "$uv" ] && "$uv" --version >/dev/null 2>&1; then echo "$uv"; break; fi
    done
}

# Any Python with pip can fetch uv, also one that is too old for us.
install_uv() {
    say "Chưa có uv: cài vào var/tools."
    mkdir -p var/tools
    for fetcher in "$1" python3 python /usr/bin/python3; do
        [ -n "$fetcher" ] || continue
        if "$fetcher" -m pip --version >/dev/null 2>&1; then
            "$fetcher" -m pip install --quiet --disable-pip-version-check --upgrade \
                --no-warn-script-location --target var/tools uv >&2 && return
        elif "$fetcher" -m venv var/tools/venv >/dev/null 2>&1; then
            var/tools/venv/bin/python -m pip install --quiet --disable-pip-version-check \
                uv >&2 && mkdir -p var/tools/bin &&
                ln -sf ../venv/bin/uv var/tools/bin/uv && return
        fi
    done
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && [ -z "${2:-}" ]; then
        say "Cài python3-pip để lấy uv."
        { apt-get install -y -q --no-install-recommends python3-pip ||
            { apt-get update -q && apt-get install -y -q --no-install-recommends python3-pip; }
        } >&2
        install_uv "$1" again
        return
    fi
    say "Không cài được uv. Hãy chạy một lệnh sau rồi làm lại:"
    if command -v apt-get >/dev/null 2>&1; then say "  sudo apt-get install -y python3-pip"
    else say "  curl -LsSf https://astral.sh/uv/install.sh | sh"; fi
    exit 1
}

python=$(find_python)
uv=$(find_uv)
if [ -z "$uv" ]; then
    install_uv "$python"
    uv=$(find_uv)
fi

# An environment whose interpreter has gone, or is out of this user's reach, is made anew.
if ! runs .venv/bin/python; then
    if [ -n "$python" ]; then
        say "Tạo .venv bằng $python"
        "$uv" venv --quiet --clear --no-project --python "$python" .venv
    else
        say "Không có Python 3.12 trở lên chạy được trên máy; uv tải về một bản."
        "$uv" venv --quiet --clear --no-project --managed-python --python 3.13 .venv || {
            say "Không tải được. Hãy cài Python 3.12 trở lên rồi chạy lại, hoặc chỉ ra một bản:"
            say "  make install PYTHON=/đường/dẫn/python3"
            exit 1
        }
    fi
fi
say "Cài các gói trong requirements.lock"
# Compiled now, or every process would do it where bytecode may not be written.
"$uv" pip sync --quiet --python .venv/bin/python --compile-bytecode --require-hashes \
    requirements.lock
: >.venv/installed
