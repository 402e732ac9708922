#!/bin/sh
# make-ca.sh - a certificate authority for tests, and what it signed
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make-ca.sh DIR makes DIR with
#   ca.pem ca.key            the authority; hashed/ works as a CAPATH
#   server.{pem,key}         for localhost and 127.0.0.1, a year long
#   soon.{pem,key}           the same, ten days long
#   expired.{pem,key}        ended yesterday
#   wrong-name.{pem,key}     for elsewhere.example
#   self-signed.{pem,key}    signed by nobody else
set -eu
[ $# = 1 ] || { echo "Usage: make-ca.sh DIR" >&2; exit 2; }
mkdir -p "$1/hashed"
cd "$1"
here='subjectAltName=DNS:localhost,IP:127.0.0.1'

# request NAME: a key, and a request for a certificate
request() {
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
}

# signed NAME SAN DATES...: what the authority signs
signed() {
	name=$1
	san=$2
	shift 2
	request "$name"
	printf '%s\nbasicConstraints=CA:FALSE\n' "$san" >"$name.ext"
	openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key \
		-set_serial "0x$(openssl rand -hex 8)" -sha256 \
		-extfile "$name.ext" -out "$name.pem" "$@" 2>/dev/null
	rm "$name.csr" "$name.ext"
}

umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	-keyout ca.key -out ca.pem -days 3650 -subj '/CN=Fake authority' \
	-addext 'keyUsage=critical,keyCertSign,cRLSign' 2>/dev/null
signed server "$here" -days 365
signed soon "$here" -days 10
signed expired "$here" -days -1
signed wrong-name 'subjectAltName=DNS:elsewhere.example' -days 365
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	-keyout self-signed.key -out self-signed.pem -days 365 \
	-subj /CN=localhost -addext "$here" 2>/dev/null
ln -sf ../ca.pem "hashed/$(openssl x509 -hash -noout -in ca.pem).0"
