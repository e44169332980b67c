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
command -v radosgw >/dev/null 2>&1 || wanted="$wanted radosgw ceph-mon ceph-osd"
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || wanted="$wanted nginx-light"
[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || wanted="$wanted libnginx-mod-http-brotli-static"
command -v caddy >/dev/null 2>&1 || wanted="$wanted caddy"
[ -x /usr/sbin/varnishd ] || wanted="$wanted varnish"
ls /usr/lib/*/varnish/vmods/libvmod_xkey.so >/dev/null 2>&1 || wanted="$wanted varnish-modules"
command -v msgfmt >/dev/null 2>&1 || wanted="$wanted gettext"
if [ "${1:-}" = bench ]; then
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
