#!/bin/sh
# Chạy một lần khi cơ sở dữ liệu được tạo: the application's own role owns its database
# and is no superuser.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$DATABASE_PASSWORD" -U "$POSTGRES_USER" -d postgres <<'SQL'
CREATE ROLE thidua LOGIN PASSWORD :'password';
CREATE DATABASE thidua OWNER thidua;
SQL
