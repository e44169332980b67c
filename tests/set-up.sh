#!/bin/sh
# Install from the distribution what tests need beside Python packages, where this may be done; say what lacks otherwise.
# `bench` asks for the peers of the benchmarks as well.
set -u
wanted=""
command -v chromium >/dev/null 2>&1 || wanted="$wanted chromium"
command -v exiftool >/dev/null 2>&1 || wanted="$wanted libimage-exiftool-perl"
command -v strace >/dev/null 2>&1 || wanted="$wanted strace"
command -v fc-list >/dev/null 2>&1 && fc-list 2>/dev/null | grep -qi liberation || wanted="$wanted fonts-liberation fontconfig"
command -v dovecot >/dev/null 2>&1 || wanted="$wanted dovecot-imapd"
command -v msgfmt >/dev/null 2>&1 || wanted="$wanted gettext"
if [ "${1:-}" = bench ]; then
  command -v nginx >/dev/null 2>&1 || wanted="$wanted nginx-light"
  command -v wrk >/dev/null 2>&1 || wanted="$wanted wrk"
fi
[ -n "$wanted" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "These are not installed, and tests that need them will say so:$wanted"
  exit 0
fi
echo "Installing from the distribution:$wanted"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $wanted >/dev/null || {
  echo "The distribution's packages could not be installed:$wanted"
  exit 0
}
