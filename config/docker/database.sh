#!/bin/sh
# Chạy một lần khi cơ sở dữ liệu được tạo: the application's own role owns its database
# and is no superuser.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$DATABASE_PASSWORD" -U "$POSTGRES_USER" -d postgres <<'SQL'
CREATE ROLE thidua LOGIN PASSWORD :'password';
-- As whom pages are read: owns nothing, so that row-level policies hold for it.
CREATE ROLE thidua_fenced NOLOGIN;
GRANT thidua_fenced TO thidua;
CREATE DATABASE thidua OWNER thidua;
SQL
